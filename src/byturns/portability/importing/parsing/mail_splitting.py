"""An mbox, one message after the other, read as a stream: an archive of many years need not fit in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

LARGEST = 24 * 1024 * 1024  # bytes kept of one message; what is longer is attachments
_LONGEST_LINE = 1024 * 1024

_HEADER = re.compile(rb"(?:[A-Za-z][!-9;-~]{0,70}:(?:\s|$)|>From )")
# What real mail begins with; used where a separator gives no date.
_COMMON_HEADER = re.compile(
    rb"(?:Return-Path|Received|From|To|Cc|Date|Subject|Message-ID|Delivered-To|Reply-To|Sender|MIME-Version"
    rb"|Content-Type|References|In-Reply-To|Status|Authentication-Results|DKIM-Signature|X-[A-Za-z-]{2,40}|ARC-[A-Za-z-]+):",
    re.IGNORECASE,
)
_DATED = re.compile(rb"From .*\d{1,2}:\d{2}.*\b(?:19|20)\d\d\b|From .*\b(?:19|20)\d\d\b.*\d{1,2}:\d{2}")
# As programs write it, to the letter: nobody writes so by hand.
_EXACT = re.compile(
    rb"From \S+ (?:at \S+ )? ?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
    rb" (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    rb" [ \d]\d \d\d:\d\d(?::\d\d)?(?: [+-]\d{4}| [A-Z]{2,5})? (?:19|20)\d\d\s*$"
)
_UNDATED = re.compile(rb"From (?:\S+@\S+|-|\?\?\?@\?\?\?)?\s*$")
_MANGLED = re.compile(rb"(?m)^>(>*From )")


@dataclass(frozen=True, slots=True)
class RawMail:
    """The bytes of one message and the lines it takes up, its separator included."""

    from_line: int
    to_line: int
    separator: bytes
    data: bytes
    cut_short: bool


@dataclass(frozen=True, slots=True)
class Astray:
    """A line before the first message."""

    line: int
    text: bytes


def split(source: BinaryIO) -> Iterator[RawMail | Astray]:
    """Every message of the archive in turn; lines that belong to none come as `Astray`.

    A line that begins with "From " separates only where mail can begin: after a blank line, with a
    date or an address, and (unless it is written just as programs do) headers below it. A file
    that begins with headers is one message.
    """
    lines = _lines(source)
    line = next(lines, None)
    number, blank_before = 1, True
    current: _Growing | None = None
    while line is not None:
        following = next(lines, None)
        if line.startswith(b"From ") and _separates(line, following, blank_before):
            if current:
                yield current.finished(number - 1)
            current = _Growing(number, line)
        elif current:
            current.add(line)
        elif number == 1 and _COMMON_HEADER.match(line):
            current = _Growing(1, b"")
            current.add(line)
        else:
            yield Astray(number, line)
        blank_before = not line.strip()
        line = following
        number += 1
    if current:
        yield current.finished(number - 1)


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Lines as the file has them, none longer than is good for us."""
    while line := source.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := source.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            line += b"\n"
        yield line


def _separates(line: bytes, following: bytes | None, blank_before: bool) -> bool:
    if following is None:
        return False
    if blank_before and _EXACT.match(line[:400]):
        return True
    if _DATED.match(line[:400]):
        return _HEADER.match(following) is not None and (
            blank_before or bool(_COMMON_HEADER.match(following))
        )
    return blank_before and bool(_UNDATED.match(line[:400])) and bool(_COMMON_HEADER.match(following))


class _Growing:
    """A message while its lines come in."""

    def __init__(self, from_line: int, separator: bytes) -> None:
        self._from_line = from_line
        self._separator = separator
        self._lines: list[bytes] = []
        self._size = 0
        self._cut_short = False

    def add(self, line: bytes) -> None:
        if len(line) > _LONGEST_LINE or self._size + len(line) > LARGEST:
            self._cut_short = True
            line = line[: max(0, LARGEST - self._size)]
        if line:
            self._size += len(line)
            self._lines.append(line)

    def finished(self, to_line: int) -> RawMail:
        data = b"".join(self._lines)
        if b">From " in data:
            data = _MANGLED.sub(rb"\1", data)
        return RawMail(self._from_line, to_line, self._separator, data, self._cut_short)
