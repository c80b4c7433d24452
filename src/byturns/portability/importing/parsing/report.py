"""What was understood of a file, what was not, and the proof that no line was lost."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

DateOrder = Literal["dmy", "mdy", "ymd"]
Medium = Literal["", "picture", "video", "sound", "sticker", "document", "contact", "other"]

# Anything a person would read as a telephone number.
_NUMBER = re.compile(r"\+?\(?\d[\d\s().\-\u2010\u2011]{6,}\d")
_DATE_LIKE = re.compile(r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{1,2}[.:]\d{2}(?:[.:]\d{2})?")


class NotThisKind(ValueError):
    """The file is not what it was said to be. Its text is a sentence for the person who brought it."""


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """One message as it stood in the file.

    `words` are plain text as a member would read them. Exactly one of `said_by`, `sender_number` or
    `sender_address` may be all there is: a number or an address is for matching, never for showing.
    `nth` tells apart the same words by the same sender in the same minute, so that a second run
    knows each again. `quoted` and `footer` are what a mail repeated or carried at its foot.
    """

    said_by: str
    sent_at: datetime | None
    words: str
    raw_from_line: int
    to_line: int
    nth: int = 1
    was_edited: bool = False
    was_deleted: bool = False
    missing_media: bool = False
    medium: Medium = ""
    attachments: tuple[str, ...] = ()
    sender_address: str | None = None
    sender_number: str | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    quoted: str = ""
    footer: str = ""
    subject: str = ""
    automatic: bool = False
    cut_short: bool = False
    original: bytes | None = None

    @property
    def sender_key(self) -> str:
        """What makes two messages the same sender's within one file; equals `ImportedPerson.key`."""
        return self.sender_address or self.sender_number or self.said_by

    @property
    def again_key(self) -> tuple[str, str, str, int]:
        """Sender, minute, words and nth: what a later run knows this message by."""
        minute = self.sent_at.strftime("%Y-%m-%dT%H:%M") if self.sent_at else ""
        return (self.sender_key, minute, self.words, self.nth)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Lines that were not understood, with the reason in plain words. `line` counts from 1."""

    line: int
    text: str
    why: str
    to_line: int = 0

    @property
    def last_line(self) -> int:
        return self.to_line or self.line


@dataclass(frozen=True, slots=True)
class SystemLine:
    """A notice by the program itself (somebody joined, the subject changed), not anybody's words."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """Somebody who wrote in the file. `name` is empty where only a number or an address is known."""

    key: str
    name: str
    addresses: tuple[str, ...]
    numbers: tuple[str, ...]
    messages: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A whole file, understood. `conversations` hold places in `messages`."""

    source_kind: Literal["whatsapp", "mbox"]
    messages: list[ParsedMessage]
    conversations: list[list[int]]
    people: list[ImportedPerson]
    first: datetime | None
    last: datetime | None
    skipped: list[Skipped]
    system_lines: list[SystemLine]
    blank_lines: list[int]
    date_order: DateOrder
    order_was_sure: bool
    total_lines: int


@dataclass(frozen=True, slots=True)
class Accounting:
    """How many lines went where. `lost` and `twice` are line numbers and must both be empty."""

    total: int
    in_messages: int
    system: int
    skipped: int
    blank: int
    lost: list[int]
    twice: list[int]

    @property
    def adds_up(self) -> bool:
        parts = self.in_messages + self.system + self.skipped + self.blank
        return parts == self.total and not self.lost and not self.twice


def accounting(parsed: Parsed) -> Accounting:
    """Prove, line by line, that every line of the file is accounted for exactly once."""
    seen = bytearray(parsed.total_lines + 1)
    twice: list[int] = []

    def mark(first: int, last: int) -> int:
        for number in range(first, last + 1):
            if not 1 <= number <= parsed.total_lines or seen[number]:
                twice.append(number)
            else:
                seen[number] = 1
        return last - first + 1

    in_messages = sum(mark(message.raw_from_line, message.to_line) for message in parsed.messages)
    system = sum(mark(line.line, line.line) for line in parsed.system_lines)
    skipped = sum(mark(line.line, line.last_line) for line in parsed.skipped)
    blank = sum(mark(number, number) for number in parsed.blank_lines)
    lost = [number for number in range(1, parsed.total_lines + 1) if not seen[number]]
    return Accounting(parsed.total_lines, in_messages, system, skipped, blank, lost, twice)


def numbered(messages: Iterable[ParsedMessage]) -> list[ParsedMessage]:
    """The same messages, each knowing the how-manieth of its sender, minute and words it is."""
    seen: Counter[tuple[str, str, str, int]] = Counter()
    made = []
    for message in messages:
        key = message.again_key
        seen[key] += 1
        made.append(message if seen[key] == 1 else replace(message, nth=seen[key]))
    return made


def people_of(messages: Iterable[ParsedMessage]) -> list[ImportedPerson]:
    """Everybody who wrote, most messages first. Two addresses are two people until a steward says
    otherwise; so are two people who share a name but not an address."""
    counts: Counter[str] = Counter()
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    addresses: defaultdict[str, set[str]] = defaultdict(set)
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for message in messages:
        key = message.sender_key
        counts[key] += 1
        if message.said_by:
            names[key][message.said_by] += 1
        if message.sender_address:
            addresses[key].add(message.sender_address)
        if message.sender_number:
            numbers[key].add(message.sender_number)
    return [
        ImportedPerson(
            key=key,
            name=names[key].most_common(1)[0][0] if names[key] else "",
            addresses=tuple(sorted(addresses[key])),
            numbers=tuple(sorted(numbers[key])),
            messages=count,
        )
        for key, count in counts.most_common()
    ]


def span(messages: Iterable[ParsedMessage]) -> tuple[datetime | None, datetime | None]:
    """The earliest and the latest moment, where any is known."""
    times = [message.sent_at for message in messages if message.sent_at]
    return (min(times), max(times)) if times else (None, None)


def without_numbers(text: str, instead: str = "…") -> str:
    """A line of the file with telephone numbers taken out, for showing; dates and times stay."""

    def hide(found: re.Match[str]) -> str:
        return found[0] if _DATE_LIKE.match(found[0]) else instead

    return _NUMBER.sub(hide, text)
