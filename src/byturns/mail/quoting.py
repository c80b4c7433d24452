"""Which lines of a mail repeat our own messages: they become a link, not a second copy. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from byturns.core import text
from byturns.mail.reading import marks
from byturns.mail.reading.kinds import Kind
from byturns.mail.reading.reply import Cut

_BEFORE = re.compile(r"^[>\s|*]+")
_SPACE = re.compile(r"[\s*_>]+")
_LEAST = 12  # characters of a line that alone say from which message it is


@dataclass(frozen=True)
class Found:
    """`ours`: numbers of lines, from 1, that repeat us. `messages`: at which line which message begins."""

    ours: frozenset[int]
    messages: Mapping[int, int]


def find(cut: Cut, messages: Mapping[int, str]) -> Found:
    """Look for `messages` (number to HTML) among the quoted lines.

    Everything quoted below our own marker line is ours, also what is found in no message (names, links).
    """
    known = {number: _plain(text.to_plain(html)) for number, html in messages.items()}
    ours: set[int] = set()
    begins: dict[int, int] = {}
    below = False
    last: int | None = None
    for place, (line, kind) in enumerate(zip(cut.lines, cut.kinds, strict=True), 1):
        if kind is not Kind.QUOTE and not (kind is Kind.HEAD and marks.is_marker(line)):
            continue
        below = below or marks.is_marker(line)
        said = _plain(_BEFORE.sub("", line))
        number = _which(said, known, last)
        if number is not None:
            if number not in begins.values():
                begins[place] = number
            last = number
        if below or number is not None:
            ours.add(place)
    return Found(frozenset(ours), begins)


def _which(said: str, known: Mapping[int, str], last: int | None) -> int | None:
    """In which message these words stand: a short line only in the one that the line above was from."""
    if not said:
        return None
    if last is not None and said in known[last]:
        return last
    if len(said) < _LEAST:
        return None
    return next((number for number, words in known.items() if said in words), None)


def _plain(words: str) -> str:
    return _SPACE.sub(" ", words).strip().casefold()
