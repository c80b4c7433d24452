"""What the writer of a mail meant to send, line by line.

    cut(text).words     what is shown as her message
    cut(text).lines     every line, each with its kind: "show the whole mail" shows them all

Nothing is thrown away. Where it is not sure, a line stays: a quote too many only annoys.
How doubtful cases were decided: docs/mail-replies.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import feet, marks, ranges
from .kinds import Kind, Mark

MOST_LINES = 20_000  # of a mail; later ones are kept unread as they stand
_WRAP = 66  # a quoted line at least this long was likely broken by the mail program
_NEAR = 12  # lines between the first of a quote and our own line in it
_MOST_ANSWERED = 6  # lines of a quote that stay above an answer


KEPT = frozenset({Kind.OWN, Kind.ANSWERED})


@dataclass(frozen=True, slots=True)
class Cut:
    """Every line of a mail's text with what it is."""

    lines: tuple[str, ...]
    kinds: tuple[Kind, ...]

    def places(self, *kinds: Kind) -> list[int]:
        """The numbers, from 1, of the lines of these kinds."""
        return [place for place, kind in enumerate(self.kinds, 1) if kind in kinds]

    def ranges(self, *kinds: Kind) -> str:
        """The same as "1-3,7"."""
        return ranges.told(self.places(*kinds))

    @property
    def own(self) -> str:
        """Her own words alone."""
        return self._joined(frozenset({Kind.OWN}))

    @property
    def words(self) -> str:
        """Her own words, each answer below the quoted lines that it answers."""
        return self._joined(KEPT)

    @property
    def whole(self) -> str:
        """Every line, as it came."""
        return "\n".join(self.lines)

    def with_lines(self, places: Iterable[int]) -> str:
        """Her words with these lines (numbers from 1) put back where they stood."""
        return self._joined(KEPT, frozenset(places))

    def _joined(self, kinds: frozenset[Kind], more: frozenset[int] = frozenset()) -> str:
        made: list[str] = []
        before: int | None = None
        for place, (line, kind) in enumerate(zip(self.lines, self.kinds, strict=True), 1):
            if kind not in kinds and place not in more:
                continue
            quoted = kind is Kind.ANSWERED
            # A blank line between pieces, or an answer would be read as part of its quote.
            apart = before is not None and (
                before != place - 1 or quoted != (self.kinds[before - 1] is Kind.ANSWERED)
            )
            if apart and made and made[-1].strip() and line.strip():
                made.append("")
            made.append(line)
            before = place
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in made)).strip("\n")


def cut(text: str, told: Mapping[int, Mark] | None = None) -> Cut:
    """Part the text of a mail. `told` is what its web page said of lines (from 0), if it was one."""
    lines = text.split("\n")
    read = lines[:MOST_LINES]
    kinds = _own_from(read, told or {}) or _Work(read, told or {}).done()
    return Cut(tuple(lines), tuple(kinds + [Kind.OWN] * max(0, len(lines) - MOST_LINES)))


_STUFFED = ">From "  # some programs put ">" before a line of hers that begins so, since mailboxes part there


def _own_from(lines: list[str], told: Mapping[int, Mark]) -> list[Kind] | None:
    """The kinds of the lines where that ">" alone could be taken for a quote: they are hers.

    None where there is another quote, or nothing of the sort.
    """
    if told or not any(line.startswith(_STUFFED) for line in lines):
        return None
    kinds = _Work([line[1:] if line.startswith(_STUFFED) else line for line in lines], told).done()
    return None if {Kind.QUOTE, Kind.ANSWERED, Kind.HEAD} & set(kinds) else kinds


class _Work:
    """The lines of one mail while it is being decided what they are; None is not decided, and so her own."""

    def __init__(self, lines: list[str], told: Mapping[int, Mark]) -> None:
        self.lines = lines
        self.told = told
        self.blank = [not line.strip() for line in lines]
        self.kinds: list[Kind | None] = [None] * len(lines)

    def done(self) -> list[Kind]:
        self._mark_quoted()
        unsure = self._mark_heads()
        self._mark_unmarked_wraps()
        feet.mark(self.lines, self.kinds, self.told)
        if unsure and not self._own():
            # All would be gone for the sake of a line that may be her own: "At ten the nurse wrote:".
            return [Kind.OWN] * len(self.lines)
        self._mark_answered()
        return self._with_blanks()

    def _own(self) -> list[int]:
        return [place for place, kind in enumerate(self.kinds) if kind is None and not self.blank[place]]

    def _mark_quoted(self) -> None:
        for place, line in enumerate(self.lines):
            mark = self.told.get(place)
            if mark is Mark.QUOTE or marks.QUOTED.match(line):
                self.kinds[place] = Kind.QUOTE
            elif mark is Mark.HEAD:
                self.kinds[place] = Kind.HEAD

    def _mark_heads(self) -> bool:
        """Mark the heads of quotes, and the rest of the mail below one whose quote is not marked by ">".

        True when the rest was cut off below a line that is not quite sure.
        """
        place = lowest = 0
        while place < len(self.lines):
            if self.kinds[place] is Kind.QUOTE and marks.is_marker(self.lines[place]):
                self._mark_head_above_marker(place)
            if self.blank[place] or self.kinds[place] is Kind.QUOTE:
                lowest = lowest if self.blank[place] else place + 1
                place += 1
                continue
            if self.kinds[place] is Kind.HEAD and self.told.get(place) is Mark.HEAD:
                place += 1
                continue
            found = self._head_at(place, lowest)
            if found is None:
                place += 1
                continue
            first, after, sure = found
            following = self._next_line(after)
            first = self._with_rule_above(first)
            if following < len(self.lines) and self.kinds[following] is Kind.QUOTE and sure != "rest":
                self.kinds[first:following] = [Kind.HEAD] * (following - first)
                place = lowest = following
                continue
            self.kinds[first:after] = [Kind.HEAD] * (after - first)
            self.kinds[after:] = [Kind.QUOTE] * (len(self.lines) - after)
            return sure == "unsure"
        return False

    def _head_at(self, place: int, lowest: int) -> tuple[int, int, str] | None:
        """A head that begins or ends here: its first line, the line after it, and how sure it is."""
        line = self.lines[place]
        mark = self.told.get(place)
        if mark is Mark.REST or (mark is Mark.PERHAPS_REST and self._looks_like_heads(place)):
            return place, self._after_block(place), "rest"
        if marks.is_marker(line):
            return self._lines_before_marker(place, lowest), place + 1, "rest"
        if marks.is_separator(line):
            return place, self._after_block(self._next_line(place + 1), place + 1), "sure"
        block_ends = marks.head_block(self.lines, place)
        if block_ends is not None:
            return place, block_ends, "sure"
        before_quote = self._quote_follows(place + 1)
        first = marks.attribution(self.lines, place, lowest, before_quote)
        if first is None:
            return None
        addressed = "@" in "".join(self.lines[first : place + 1])
        return first, place + 1, "sure" if addressed else "unsure"

    def _quote_follows(self, place: int) -> bool:
        following = self._next_line(place)
        return following < len(self.lines) and self.kinds[following] is Kind.QUOTE

    def _next_line(self, place: int) -> int:
        while place < len(self.lines) and self.blank[place]:
            place += 1
        return place

    def _after_block(self, place: int, otherwise: int | None = None) -> int:
        """The line after the "From: ... Sent: ..." that begins here, below a separator."""
        after = marks.head_block(self.lines, place, sure=True) if place < len(self.lines) else None
        return after if after is not None else (place if otherwise is None else otherwise)

    def _looks_like_heads(self, place: int) -> bool:
        near = [line for line in self.lines[place : place + 12] if line.strip()][:6]
        return sum(bool(re.match(r"[^:\n]{1,30}\s?[:：]\s?\S", line)) for line in near) >= 2

    def _with_rule_above(self, first: int) -> int:
        above = first - 1
        while above >= 0 and self.blank[above]:
            above -= 1
        is_rule = above >= 0 and self.kinds[above] is None and marks.RULE.match(self.lines[above])
        return above if is_rule else first

    def _lines_before_marker(self, place: int, lowest: int) -> int:
        """Our line is the first of the quoted mail; what a program puts above that ends with a colon."""
        above = place - 1
        while above >= lowest and self.blank[above]:
            above -= 1
        if above < lowest or not self.lines[above].rstrip().endswith((":", "：")):
            return place
        first = marks.attribution(self.lines, above, lowest, before_quote=True)
        if first is not None:
            return first
        first = above
        while first > lowest and not self.blank[first - 1] and above - first < 4:
            first -= 1
        said = " ".join(self.lines[first : above + 1])
        return first if len(said) < 400 and re.search(r"\d", said) else place

    def _mark_head_above_marker(self, place: int) -> None:
        """Our line inside a quote: what stands above and ends with a colon is its head in any language."""
        nearest = max(0, place - _NEAR)
        while place > nearest and self.kinds[place - 1] is Kind.QUOTE:
            place -= 1
        if place == 0 or self.kinds[place - 1] is Kind.QUOTE:
            return
        lowest = max((at + 1 for at in range(nearest, place) if self.kinds[at] is not None), default=nearest)
        first = self._lines_before_marker(place, lowest)
        self.kinds[first:place] = [Kind.HEAD] * (place - first)

    def _mark_unmarked_wraps(self) -> None:
        """A long quoted line broken in two by a program has its ">" only once."""
        proven = False
        for place in range(1, len(self.lines) - 1):
            above, line = self.lines[place - 1].rstrip(), self.lines[place].strip()
            between = self.kinds[place - 1] is Kind.QUOTE and self.kinds[place + 1] is Kind.QUOTE
            if self.kinds[place] is not None or not line or not between or not marks.QUOTED.match(above):
                continue
            broken = (
                line[0].islower()
                and len(above) + 1 + len(line.split()[0]) > _WRAP
                and (proven or not above.endswith((".", "!", "?", ":", "…")))
            )
            if broken:
                self.kinds[place] = Kind.QUOTE
                proven = True

    def _mark_answered(self) -> None:
        """Keep the end of each quote above an answer, if the mail answers piece by piece."""
        own = self._own()
        answered: list[int] = []
        previous = -1
        for place in own:
            quoted = [at for at in range(previous + 1, place) if self.kinds[at] is Kind.QUOTE]
            if quoted:
                answered.append(quoted[-1])
            previous = place
        if len(answered) < 2 and any(kind is Kind.HEAD for kind in self.kinds):
            return
        for last in answered:
            while last >= 0 and self.kinds[last] is Kind.QUOTE and not self.lines[last].strip(" >\t"):
                last -= 1
            for at in range(last, max(-1, last - _MOST_ANSWERED), -1):
                if self.kinds[at] is not Kind.QUOTE or not self.lines[at].strip(" >\t"):
                    break
                self.kinds[at] = Kind.ANSWERED

    def _with_blanks(self) -> list[Kind]:
        """Blank lines go with what is above them, those at the start with what is below."""
        made: list[Kind] = []
        for place, kind in enumerate(self.kinds):
            if kind is None and self.blank[place]:
                kind = made[-1] if made else None
                if kind is Kind.ANSWERED:
                    kind = Kind.OWN
            made.append(kind or Kind.OWN)
        return made
