"""What an `Authentication-Results` header says, taken apart by its grammar (RFC 8601).

A sender chooses some of the words in it: the left side of an address, in quotes, can hold anything. So quotes
and comments are read in one pass, and a line that does not add up says nothing.
Example: mx.carers.example; spf=pass smtp.mailfrom="x; dmarc=pass"@evil.example
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

_PIECE = re.compile(
    r'(?P<gap>\s+)|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<sign>[;=])|(?P<plain>[^\s"();=\\]+)', re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class _Kind(Enum):
    GAP = auto()
    QUOTED = auto()
    SIGN = auto()
    PLAIN = auto()
    FAULT = auto()  # the last: what follows cannot be read


_Word = list[tuple[_Kind, str]]
_IS = (_Kind.SIGN, "=")


@dataclass(frozen=True, slots=True)
class Result:
    """One method and what it came to, with what it was about: all in small letters."""

    method: str
    said: str
    about: tuple[tuple[str, str], ...] = ()

    def domains(self, name: str) -> tuple[str, ...]:
        """What stands behind the last @ of each property of exactly this name."""
        return tuple(value.rpartition("@")[2] for found, value in self.about if found == name)


@dataclass(frozen=True, slots=True)
class Results:
    """One header. `server` is "" when nobody can say whose it is; `sound`: it adds up."""

    server: str
    results: tuple[Result, ...] = ()
    sound: bool = True


def taken_apart(value: str) -> Results:
    """The parts of an unfolded header; any text gives one. Nothing counts of what is not `sound`."""
    parts: list[list[_Word]] = [[]]
    sound, apart = True, True
    for kind, text in _pieces(value):
        if kind is _Kind.FAULT:
            sound = False
        elif kind is _Kind.GAP:
            apart = True
        elif kind is _Kind.SIGN and text == ";":
            parts.append([])
            apart = True
        else:
            if apart and not _goes_on(parts[-1], (kind, text)):
                parts[-1].append([])
            parts[-1][-1].append((kind, text))
            apart = False
    named = parts[0][0] if parts[0] and (sound or len(parts) > 1) else []
    server = named[0][1].lower() if len(named) == 1 else ""
    if not sound:
        return Results(server, sound=False)
    return Results(server, tuple(found for part in parts[1:] if (found := _result(part)) is not None))


def _pieces(value: str) -> Iterator[tuple[_Kind, str]]:
    place = 0
    while place < len(value):
        if value[place] == "(":
            place = _end_of_comment(value, place)
            if place < 0:
                yield _Kind.FAULT, ""
                return
            yield _Kind.GAP, ""
            continue
        found = _PIECE.match(value, place)
        if found is None or found.lastgroup is None:
            yield _Kind.FAULT, ""
            return
        place = found.end()
        yield _Kind[found.lastgroup.upper()], found[found.lastgroup]


def _end_of_comment(value: str, place: int) -> int:
    """Where it is over; -1 when it has no end. A quote in it could be meant as one."""
    depth = 0
    while place < len(value):
        letter = value[place]
        if letter == '"':
            return -1
        if letter == "\\":
            place += 1
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        place += 1
        if depth == 0:
            return place
    return -1


def _goes_on(words: list[_Word], piece: tuple[_Kind, str]) -> bool:
    """Whether only a gap around its sign parts this from the word before: "dmarc = pass"."""
    if not words:
        return False
    return words[-1][1:] == [_IS] or (piece == _IS and _IS not in words[-1])


def _result(words: list[_Word]) -> Result | None:
    said = [named for word in words if (named := _named(word)) is not None]
    if not words or _named(words[0]) is None:
        return None
    method, result = said[0]
    return Result(method.partition("/")[0], result, tuple(said[1:]))


def _named(word: _Word) -> tuple[str, str] | None:
    """Name and value of `name=value`. Words in quotes beside others (a left side) shrink to the quote."""
    if len(word) < 3 or word[0][0] is not _Kind.PLAIN or word[1] != _IS:
        return None
    value = word[2:]
    if len(value) == 1:
        kind, text = value[0]
        return word[0][1].lower(), (_ESCAPED.sub(r"\1", text) if kind is _Kind.QUOTED else text).lower()
    return word[0][1].lower(), "".join('"' if kind is _Kind.QUOTED else text for kind, text in value).lower()
