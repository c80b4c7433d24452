"""A WhatsApp export, of an Android telephone or an iPhone, in whatever manner it writes its dates.

[03/03/2026, 19:05:02] Sheila B: Has anyone used the        (iPhone)
03/03/2026, 19:05 - Sheila B: Has anyone used the           (Android)
sitting service?                                            (the same message, going on)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

from byturns.core import plain

from . import chat_heads, chat_notices, chat_unpacking, chat_words, report, silences
from .chat_heads import Head, Sender
from .report import DateOrder, NotThisKind, Parsed, ParsedMessage, Skipped, SystemLine


def parse(
    data: bytes,
    *,
    tz: tzinfo,
    order: DateOrder | None = None,
    silence: timedelta = silences.USUAL,
    today: date | None = None,
) -> Parsed:
    """Read a whole export: the text file, or the zip with `_chat.txt` in it.

    `tz` is the zone of the telephone, `order` the order of dates if somebody was asked, `silence` how
    long nobody writes between two conversations, `today` a day that no message can come after.
    Raises `NotThisKind` when it is no export, or when its dates cannot be read in the order given.
    """
    lines = plain.lines_of(chat_unpacking.text_of(data))
    heads = [chat_heads.read(line) for line in lines]
    names = _only_true_heads(heads)
    found = [head for head in heads if head]
    if not found:
        raise NotThisKind(_what_it_is_instead(data))
    worked_out = chat_heads.order_of(found, today)
    if order is not None:
        _refuse_contradiction(order, worked_out, lines, heads)
    reader = _Reader(lines, order or worked_out.order, tz, names, _names_with_colon(found))
    reader.read(heads)
    if not reader.messages:
        raise NotThisKind(
            _("This looks like a chat, but no message in it could be read. Nothing was brought in. ")
            + _("Please export the chat again, and choose “without media”.")
        )
    messages = report.numbered(reader.messages)
    first, last = report.span(messages)
    return Parsed(
        source_kind="whatsapp",
        messages=messages,
        conversations=silences.cut((message.sent_at for message in messages), silence),
        people=report.people_of(messages),
        first=first,
        last=last,
        skipped=reader.skipped,
        system_lines=reader.system_lines,
        blank_lines=reader.blank_lines,
        date_order=order or worked_out.order,
        order_was_sure=order is not None or worked_out.sure,
        total_lines=len(lines),
    )


def _only_true_heads(heads: list[Head | None]) -> set[str]:
    """Drop heads that are only a date inside somebody's words; give the names of all who wrote.

    A head in a manner that is rare in this file counts only before a name that is known from others,
    or a notice. A rare manner before several known names is a second, shorter export put below.
    """
    usual = chat_heads.usual_styles(heads)
    names = {_name_in(head.rest) for head in heads if head and head.style in usual} - {""}
    rare = [head for head in heads if head and head.style not in usual]
    known = Counter(head.style for head in rare if _name_in(head.rest) in names)
    usual |= {style for style, count in known.items() if count >= 3}
    for place, head in enumerate(heads):
        if not head or head.style in usual:
            continue
        name = _name_in(head.rest)
        if name not in names and (
            name or not chat_notices.is_notice(plain.one_line(head.rest, longest=1000))
        ):
            heads[place] = None
    return names | {_name_in(head.rest) for head in heads if head and head.style in usual} - {""}


def _name_in(rest: str) -> str:
    place = chat_heads.split_name(rest)
    return plain.one_line(rest[:place]) if place > 0 else ""


def _names_with_colon(heads: Iterable[Head]) -> set[str]:
    """Names that hold a colon themselves ("Carers: Pat").

    A first part that is never written without a second one, and with few second ones, is half a name.
    """
    alone: Counter[str] = Counter()
    longer: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for head in heads:
        first = chat_heads.split_name(head.rest)
        if first <= 0:
            continue
        name = plain.one_line(head.rest[:first])
        alone[name] += 1
        second = chat_heads.split_name(head.rest, first + 1)
        if 0 < second - first <= 40:
            longer[name][plain.one_line(head.rest[:second])] += 1
    return {
        name
        for half, seconds in longer.items()
        if alone[half] >= 4 and sum(seconds.values()) == alone[half] and len(seconds) * 2 <= alone[half]
        for name in seconds
    }


def _refuse_contradiction(
    order: DateOrder, worked_out: chat_heads.Order, lines: Sequence[str], heads: Sequence[Head | None]
) -> None:
    """Raise when dates cannot be read in the order asked for, though they can in another."""
    if worked_out.impossible[order] <= min(worked_out.impossible.values()):
        return
    place = next(place for place, head in enumerate(heads) if head and chat_heads.day(head, order) is None)
    asked = {"dmy": _("day first"), "mdy": _("month first"), "ymd": _("year first")}[order]
    shown = plain.one_line(lines[place])[:10]
    raise NotThisKind(
        _("The dates in this chat cannot be read %(asked)s: line %(line)d begins with %(date)s. ")
        % {"asked": asked, "line": place + 1, "date": shown}
        + _("Nothing was brought in. Please choose another order, or let us work it out.")
    )


def _what_it_is_instead(data: bytes) -> str:
    match plain.looks_like(data):
        case "picture":
            seen = _("This is a picture, not a chat.")
        case "pdf":
            seen = _("This is a PDF, not a chat.")
        case _:
            seen = _("This file does not look like a WhatsApp chat: no line begins with a date and a name.")
    what_to_do = _("Nothing was brought in. In WhatsApp, choose “Export chat” and bring the file it makes.")
    return f"{seen} {what_to_do}"


class _Reader:
    """Goes through the lines once and puts each where it belongs."""

    def __init__(
        self, lines: list[str], order: DateOrder, tz: tzinfo, names: set[str], with_colon: set[str]
    ) -> None:
        self._lines = lines
        self._order: DateOrder = order
        self._clock = chat_heads.LocalClock(tz)
        self._names = names
        self._with_colon = with_colon
        self.messages: list[ParsedMessage] = []
        self.skipped: list[Skipped] = []
        self.system_lines: list[SystemLine] = []
        self.blank_lines: list[int] = []
        # The message being read: who, when, from which line, and its words so far.
        self._who = Sender("", None)
        self._when: datetime | None = None
        self._from_line = 0
        self._words: list[str] = []
        self._astray = _("It stands before the first message, with no date and no name.")

    def read(self, heads: Sequence[Head | None]) -> None:
        for number, (line, head) in enumerate(zip(self._lines, heads, strict=True), start=1):
            if head:
                self._finish()
                self._begin(number, line, head)
            elif self._from_line:
                self._words.append(line)
            elif plain.is_blank(line):
                self.blank_lines.append(number)
            else:
                self.skipped.append(Skipped(number, line, self._astray))
        self._finish()

    def _begin(self, number: int, line: str, head: Head) -> None:
        moment = self._moment(head)
        if moment is None:
            self._skip(number, line, _("This date or time cannot be."))
            return
        rest = plain.one_line(head.rest, longest=1000)
        place = self._end_of_name(head.rest)
        if place == -1 or chat_notices.is_notice_despite_colon(rest):
            if place != -1 or head.marked or chat_notices.is_notice(rest) or self._begins_with_a_name(rest):
                self._notice(number, line)
            else:
                self._skip(
                    number, line, _("It has no name before the words. It may be a notice by WhatsApp.")
                )
            return
        who, body = chat_heads.sender(head.rest[:place]), head.rest[place + 1 :]
        if not who.name and not who.number:
            self._skip(number, line, _("There is no name before the words."))
        elif self._is_spoken_by_the_program(body):
            self._notice(number, line)
        else:
            self._who, self._when, self._from_line, self._words = who, moment, number, [body]

    def _moment(self, head: Head) -> datetime | None:
        day = chat_heads.day(head, self._order)
        if day is None or head.hour > 23 or head.minute > 59 or head.second > 59:
            return None
        return self._clock.moment(datetime.combine(day, time(head.hour, head.minute, head.second)))

    def _end_of_name(self, rest: str) -> int:
        """Where the colon after the name stands, or -1 for a line without a sender."""
        first = chat_heads.split_name(rest)
        if first != -1:
            second = chat_heads.split_name(rest, first + 1) if self._with_colon else -1
            return second if second != -1 and plain.one_line(rest[:second]) in self._with_colon else first
        # "Pat:hello", for a Pat who wrote elsewhere; a name and a lone dot is not understood.
        tight = rest.find(":")
        known = tight > 0 and plain.one_line(rest[:tight]) in self._names
        return tight if known and any(map(str.isalnum, rest[tight:])) else -1

    def _begins_with_a_name(self, rest: str) -> bool:
        """Notices in any language begin with who did it, or with their number: "Pat hat Sue hinzugefügt"."""
        if ":" in rest:
            return False
        words = rest.split(" ")
        begins = (" ".join(words[:count]) for count in range(1, min(len(words), 8)))
        return any(begin in self._names or chat_heads.sender(begin).number for begin in begins)

    def _is_spoken_by_the_program(self, body: str) -> bool:
        """On an iPhone a notice has a sender as well; the mark before it tells it from a person's words."""
        marked = body.lstrip(" \t\u00a0\u202f")[:1] in (*plain.MARKS,)
        first = not self.messages and not self.system_lines
        if marked and chat_notices.is_notice(plain.one_line(body, longest=1000)):
            return True
        return first and chat_notices.is_encryption_notice(plain.one_line(body, longest=1000))

    def _notice(self, number: int, line: str) -> None:
        self.system_lines.append(SystemLine(number, plain.clean(line)))
        self._astray = _("It follows a notice of WhatsApp, and no name says whose it is.")

    def _skip(self, number: int, line: str, why: str) -> None:
        self.skipped.append(Skipped(number, line, why))
        self._astray = _("It belongs to line %(line)d, which was not understood.") % {"line": number}

    def _finish(self) -> None:
        """Keep the message read so far; blank lines after it belong to nobody."""
        if not self._from_line:
            return
        from_line, words = self._from_line, self._words
        self._from_line, self._words = 0, []
        last = len(words)
        while last > 1 and plain.is_blank(words[last - 1]):
            last -= 1
        self.blank_lines.extend(range(from_line + last, from_line + len(words)))
        made = chat_words.said("\n".join(words[:last]))
        if not made.words and not made.was_edited:
            self._skip(from_line, self._lines[from_line - 1], _("There are no words after the name."))
            return
        self.messages.append(
            ParsedMessage(
                said_by=self._who.name,
                sender_number=self._who.number,
                sent_at=self._when,
                words=made.words,
                raw_from_line=from_line,
                to_line=from_line + last - 1,
                was_edited=made.was_edited,
                was_deleted=made.was_deleted,
                missing_media=bool(made.medium),
                medium=made.medium,
                attachments=made.attachments,
            )
        )
