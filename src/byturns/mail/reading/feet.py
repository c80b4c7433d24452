"""What stands below a writer's words and is said to nobody: signature, telephone's line, list's footer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from . import marks, phrases
from .kinds import Kind, Mark

_STANDARD = "-- "
_PLAIN = re.compile(r"\s?(?:--|—|–|__|—{2,}|–{2,}|_{3,})\s*$")
_LONGEST_STANDARD = 30  # lines below "-- "
_LONGEST_PLAIN = 10
_FURTHEST = 80  # lines from the end in which a signature may begin
_LONGEST_FOOT = 40
_MOST_AFTER_RULE = 20
_SHORT = 100  # characters: a longer line is no line of a signature


def mark(lines: Sequence[str], kinds: list[Kind | None], told: Mapping[int, Mark]) -> None:
    """Mark in `kinds` the feet of the mail and of each piece of the writer's own words."""
    _list_footer(lines, kinds)
    quoted = any(kind in (Kind.QUOTE, Kind.HEAD) for kind in kinds)
    for first, after in _pieces(lines, kinds):
        _small_print(lines, kinds, first, after)
        _devices(lines, kinds, first, after)
        _signature(lines, kinds, first, after, told)
        _devices(lines, kinds, first, after)
    if not quoted:
        _below_a_program_s_line(lines, kinds)


def _pieces(lines: Sequence[str], kinds: Sequence[Kind | None]) -> list[tuple[int, int]]:
    """Runs of lines not yet decided that show something."""
    found: list[tuple[int, int]] = []
    first: int | None = None
    for place in range(len(lines) + 1):
        undecided = place < len(lines) and kinds[place] is None
        if undecided and first is None:
            first = place
        elif not undecided and first is not None:
            if any(line.strip() for line in lines[first:place]):
                found.append((first, place))
            first = None
    return found


def _list_footer(lines: Sequence[str], kinds: list[Kind | None]) -> None:
    """The list's own lines at the end: a rule, then words of lists."""
    for place in range(max(0, len(lines) - _LONGEST_FOOT), len(lines)):
        if kinds[place] is not None or not (
            marks.RULE.match(lines[place][:200]) or _PLAIN.match(lines[place])
        ):
            continue
        after = [line for line in lines[place + 1 :] if line.strip()]
        said = " ".join(line[:300] for line in after[:4])
        if (
            len(after) <= _MOST_AFTER_RULE
            and phrases.LISTS.search(said)
            and not any(map(marks.QUOTED.match, after))
        ):
            kinds[place:] = [Kind.FOOT] * (len(lines) - place)
            return


def _own_above(lines: Sequence[str], kinds: Sequence[Kind | None], place: int) -> bool:
    return any(kinds[at] is None and lines[at].strip() for at in range(place))


def _signature(
    lines: Sequence[str],
    kinds: list[Kind | None],
    first: int,
    after: int,
    told: Mapping[int, Mark],
) -> None:
    """From "-- " to the end of this piece, if that is short and the writer said something before it."""
    while after > first and (kinds[after - 1] is not None or not lines[after - 1].strip()):
        after -= 1
    for place in range(max(first, after - _FURTHEST), after):
        line = lines[place]
        named = told.get(place) is Mark.SIGNATURE
        if named:
            longest = _LONGEST_PLAIN
        elif line == _STANDARD:
            longest = _LONGEST_STANDARD
        elif _PLAIN.match(line):
            longest = _LONGEST_PLAIN
        else:
            continue
        below = [one for one in lines[place + (not named) : after] if one.strip()]
        fits = len(below) <= longest and (line == _STANDARD or all(len(one) <= _SHORT for one in below))
        if below and fits and _own_above(lines, kinds, place):
            kinds[place:after] = [Kind.SIGNATURE] * (after - place)
            return


def is_device(line: str) -> bool:
    """Whether a telephone or a program says it. A sentence that only begins so is the writer's."""
    line = line.strip().strip("*_[]")
    if len(line) > 160 or phrases.DEVICES.fullmatch(line) is None:
        return False
    said = re.sub(r"<[^<>]*>|\([^()]*\)|https?:\S+", "", line).strip()
    words = said.split()
    return len(words) <= 9 and ", " not in said and not (said.endswith((".", "!", "?")) and len(words) > 7)


def _small_print(lines: Sequence[str], kinds: list[Kind | None], first: int, after: int) -> None:
    """ "This e-mail is confidential ...": from there to the end of this piece, where an office adds it."""
    for place in range(max(first, after - _LONGEST_FOOT), after):
        begins = place == first or not lines[place - 1].strip() or marks.RULE.match(lines[place - 1][:200])
        if not begins or not phrases.SMALL_PRINT.match(" ".join(lines[place : place + 4])[:400]):
            continue
        if _own_above(lines, kinds, place):
            start = place - 1 if place > first and marks.RULE.match(lines[place - 1][:200]) else place
            kinds[start:after] = [Kind.FOOT] * (after - start)
        return


def _devices(lines: Sequence[str], kinds: list[Kind | None], first: int, after: int) -> None:
    """The last lines of this piece, as long as a program wrote them."""
    place = after - 1
    while place >= first:
        if lines[place].strip() and kinds[place] is None:
            alone = place == 0 or not lines[place - 1].strip() or place - 1 < first or _bare(lines[place])
            if not alone or not is_device(lines[place]):
                return
            kinds[place] = Kind.FOOT
        place -= 1


def _bare(line: str) -> bool:
    return phrases.PROGRAMS.match(line.strip()) is not None


def _below_a_program_s_line(lines: Sequence[str], kinds: list[Kind | None]) -> None:
    """Where nothing else tells a quote: below "Sent from my iPad" stands the mail that was answered."""
    for place in range(1, len(lines) - 1):
        line = lines[place].strip()
        if kinds[place] is not None or not phrases.PROGRAMS.match(line[:200]) or not is_device(line):
            continue
        if lines[place - 1].strip() or lines[place + 1].strip() or not _own_above(lines, kinds, place):
            continue
        below = next((one for one in lines[place + 1 :] if one.strip()), "")
        if below and not phrases.AFTERTHOUGHT.match(below):
            kinds[place] = Kind.FOOT
            kinds[place + 1 :] = [Kind.QUOTE] * (len(lines) - place - 1)
            return
