"""Writes what was measured into docs/reciprocity.md, between its two marks, and draws its pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.giving import figures, pictures
from bench.giving.parameters import PARAMETERS

DOCS = Path(__file__).resolve().parents[2] / "docs"
PICTURES = {
    "met": ("Asks that found somebody in time", "Share of all asks, by size of group and policy.", None),
    "within 24 h": ("Somebody said yes within 24 hours", "Share of all asks.", None),
    "busiest three": ("Help given by the busiest three", "Share of all help; the line is at 40 %.", 0.4),
    "over capacity": ("Members who gave more than their own pace", "Share of members.", None),
    "both": ("Members who both gave and received", "Of those who were there for half a year.", None),
}
HEADS = {
    "met": "met", "within 24 h": "in 24 h", "within 72 h": "in 72 h", "median wait": "median wait, h", "p90 wait": "p90, h",
    "gini": "Gini", "busiest three": "busiest three", "over capacity": "over capacity", "lost": "lost", "both": "gave and received",
    "experience fits": "experience fits", "questions a month": "questions a month", "yes in vain": "second yes",
}  # fmt: skip
NUMBERS = {"median wait", "p90 wait", "gini", "questions a month"}


def write(
    values: Mapping[Any, Any],
    speeds: list[dict[str, Any]],
    swept: list[dict[str, Any]],
    targets: list[dict[str, Any]],
    seed: int,
) -> None:
    parts = [
        f"`./byturns bench reciprocity --seed {seed}`; shares in %, ± half of the 95 % interval over the seeds.",
        *_results(values),
        "### Targets",
        _table([{**one, "met": "yes" if one["met"] else "**no**"} for one in targets]),
        "### Speed (CPU, one core)",
        _table(speeds),
        "### Each parameter low and high, 40 members, one seed: only large differences mean something",
        _table(swept),
        "### Parameters",
        _table(
            [
                {
                    "parameter": one.name,
                    "value": one.value,
                    "swept": f"{one.low} to {one.high}",
                    "what": one.says,
                    "source": one.source,
                }
                for one in PARAMETERS
            ]
        ),
    ]
    path = DOCS / "reciprocity.md"
    text = path.read_text(encoding="utf-8")
    inside = "<!-- measured -->\n" + "\n\n".join(parts) + "\n<!-- /measured -->"
    path.write_text(
        re.sub(r"<!-- measured -->.*<!-- /measured -->", lambda _: inside, text, flags=re.S), encoding="utf-8"
    )
    draw(values)


def draw(values: Mapping[Any, Any]) -> None:
    folder = DOCS / "reciprocity"
    folder.mkdir(exist_ok=True)
    for key, (title, says, goal) in PICTURES.items():
        blocks: dict[str, dict[str, tuple[float, float]]] = {}
        for (size, name), found in values.items():
            blocks.setdefault(f"{size:,} members", {})[name] = figures.interval(found[key])
        (folder / f"{key.replace(' ', '-')}.svg").write_text(
            pictures.rows(title, says, blocks, goal=goal), encoding="utf-8"
        )


def _results(values: Mapping[Any, Any]) -> list[str]:
    found = []
    for size in dict.fromkeys(size for size, _ in values):
        lines = []
        for (of, name), figure in values.items():
            if of == size:
                lines.append(
                    {
                        "policy": name,
                        **{head: _cell(figure[key], plain=key in NUMBERS) for key, head in HEADS.items()},
                    }
                )
        best = figures.interval(values[size, "Byturns"]["best"])[0]
        asks = figures.interval(values[size, "Byturns"]["asks"])[0]
        seeds = len(values[size, "Byturns"]["met"])
        found += [
            f"### {size:,} members ({seeds} seeds; {asks:.0f} asks a year; the optimum meets {best * 100:.1f} %)",
            _table(lines),
        ]
    return found


def _cell(values: list[float], *, plain: bool) -> str:
    mean, half = figures.interval(values)
    if mean != mean:
        return ""
    times, digits = (1, 2) if plain else (100, 1)
    return f"{mean * times:.{digits}f}" + (f" ±{half * times:.{digits}f}" if half == half else "")


def _table(rows: list[dict[str, Any]]) -> str:
    heads = list(rows[0])
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(str(one[head]) for head in heads) + " |" for one in rows)])
