"""Lines by their numbers, from 1: "1-3,7"."""

from __future__ import annotations

from collections.abc import Iterable


def told(places: Iterable[int]) -> str:
    """Numbers from 1 as ranges, in order; nothing for none."""
    runs: list[list[int]] = []
    for place in sorted(set(places)):
        if runs and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def read(written: str) -> list[int]:
    """The numbers of "1-3,7", each once. Raises ValueError for anything else."""
    found: set[int] = set()
    for part in filter(None, (piece.strip() for piece in written.split(","))):
        first, _, last = part.partition("-")
        start, end = int(first), int(last or first)
        if not 1 <= start <= end <= 1_000_000:
            raise ValueError(f"{part} is no range of lines")
        found.update(range(start, end + 1))
    return sorted(found)
