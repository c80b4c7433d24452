"""How a line of a chat export begins: a date, a time, and then somebody's name.

Every phone writes it in the manner of its country. Within one export the manner never changes, and
that is used: a line that only looks like a beginning (somebody quoted a date) has another manner.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from byturns.core import plain

from .chat_phrases import AFTERNOON, MORNING
from .report import DateOrder

_FURTHEST = 90  # a beginning is never longer; keeps matching fast on a line of 200,000 characters
_HEAD = re.compile(
    r"""(?P<open>\[)?\s?
    (?P<a>\d{1,4})(?P<sep>[./-])\s?(?P<b>\d{1,2})(?P=sep)\s?(?P<c>\d{1,4})
    (?P<join>\.?(?:\s?г\.)?\s?[,،]?\s(?:(?:klo|kl\.?|um|à|om|at)\s)?)
    (?P<before>[^\W\d_]{1,3}(?:\.[^\W\d_]\.)?\s?)?
    (?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?
    (?:\s?(?P<after>[^\W\d_][^\W\d_.\s\u0900-\u0963]{0,4}[\u0900-\u0963]{0,12}\.?(?:\s?[^\W\d_]\.?)?))?
    (?P<end>(?(open)\]\s?|(?:\s[-–]\s|:\s|\s[-–]$)))""",
    re.VERBOSE,
)
_FIRST_YEAR = 2009  # nobody chatted in this way before
_LONGEST_NAME = 100
_TELEPHONE = re.compile(r"(?P<number>\+?\(?\d[\d\s().\-\u2010\u2011]{5,24})(?:[~\s]+(?P<name>\D.*))?")
_NUMBER_INSIDE = re.compile(r"\+?(?:\d[\s().\-\u2010\u2011]{0,2}){9,14}\d")


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a line, read but not yet understood as a day."""

    a: int
    b: int
    c: int
    year_digits: tuple[int, int]
    hour: int
    minute: int
    second: int
    style: tuple[str, ...]
    rest: str
    marked: bool


def read(line: str) -> Head | None:
    """The beginning of `line`, or None if it does not begin as a message does."""
    bare = plain.without_marks(line[: _FURTHEST * 2])
    if not bare or not (bare[0] == "[" or bare[0].isdigit() or bare[0].isspace()):
        return None
    found = _HEAD.match(bare, 0, _FURTHEST)
    if not found:
        return None
    before, after = _half_of_day(found["before"]), _half_of_day(found["after"])
    if before is None or after is None:
        return None
    hour = _on_24_hours(int(found["hour"]), before or after)
    rest, marked = _after(line, found.end())
    style = (
        "[" if found["open"] else found["end"].strip()[:1],
        found["sep"],
        found["join"].strip(),
        "s" if found["second"] else "",
        "12" if before or after else "24",
    )
    return Head(
        a=int(found["a"]),
        b=int(found["b"]),
        c=int(found["c"]),
        year_digits=(len(found["a"]), len(found["c"])),
        hour=hour,
        minute=int(found["minute"]),
        second=int(found["second"] or 0),
        style=style,
        rest=rest,
        marked=marked,
    )


def _half_of_day(written: str | None) -> str | None:
    """'am', 'pm', '' for nothing written, None for letters that say neither."""
    if not written:
        return ""
    letters = re.sub(r"[.\s]", "", written).casefold()
    return "am" if letters in MORNING else "pm" if letters in AFTERNOON else None


def _on_24_hours(hour: int, half: str) -> int:
    if half == "pm" and hour < 12:
        return hour + 12
    return 0 if half == "am" and hour == 12 else hour


def _after(line: str, bare_length: int) -> tuple[str, bool]:
    """What follows the beginning in the line as written, and whether a mark stands before it."""
    place = seen = 0
    while seen < bare_length and place < len(line):
        seen += line[place] not in plain.MARKS
        place += 1
    rest = line[place:]
    return rest, rest[:1] in plain.MARKS and bool(rest)


def usual_styles(heads: Iterable[Head | None]) -> set[tuple[str, ...]]:
    """The manners of writing that this file really uses; two exports put together have two."""
    counts = Counter(head.style for head in heads if head)
    most = max(counts.values(), default=0)
    return {style for style, count in counts.items() if count * 5 >= most}


def day(head: Head, order: DateOrder) -> date | None:
    """The day that the head says in this order, or None for one that cannot be."""
    first_digits, last_digits = head.year_digits
    match order:
        case "dmy":
            year, month, number, digits, other = head.c, head.b, head.a, last_digits, first_digits
        case "mdy":
            year, month, number, digits, other = head.c, head.a, head.b, last_digits, first_digits
        case "ymd":
            year, month, number, digits, other = head.a, head.b, head.c, first_digits, last_digits
    if digits not in (2, 4) or other > 2:
        return None
    year += 2000 if digits == 2 else 0
    try:
        return date(year, month, number) if _FIRST_YEAR <= year <= 2099 else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Order:
    """In which order day, month and year stand, and whether the file itself settles it."""

    order: DateOrder
    sure: bool
    impossible: dict[DateOrder, int]


def order_of(heads: Sequence[Head], today: date | None = None) -> Order:
    """Work the order out of all dates of the file together.

    A date that cannot be, a step back in time and a day yet to come each speak against an order;
    the order with least against it wins. Where nothing parts them the answer is day first, unsure.
    """
    against: dict[DateOrder, int] = {}
    impossible: dict[DateOrder, int] = {}
    orders: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")
    for order in orders:
        wrong = back = ahead = 0
        previous: date | None = None
        for head in heads:
            now = day(head, order)
            if now is None:
                wrong += 1
                continue
            back += previous is not None and now < previous
            ahead += today is not None and now > today + timedelta(days=1)
            previous = now
        impossible[order] = wrong
        # A year of two digits at the front is so rare that it needs something to speak for it.
        rare = order == "ymd" and any(head.year_digits[0] < 3 for head in heads)
        against[order] = wrong * 2 + back + ahead + rare
    best = min(orders, key=lambda order: against[order])
    others = [order for order in orders if order != best and against[order] == against[best]]
    return Order("dmy" if "dmy" in others else best, not others, impossible)


class LocalClock:
    """Turns what a phone's clock showed into moments, in the order of the file.

    In the hour that comes twice in autumn, a time before the one just read is in the second hour.
    A time in the hour that never was in spring moves forward, as a phone's clock does.
    """

    def __init__(self, tz: tzinfo) -> None:
        self._tz = tz
        self._previous: datetime | None = None
        self._second_hour = False

    def moment(self, shown: datetime) -> datetime:
        first = shown.replace(tzinfo=self._tz)
        second = shown.replace(tzinfo=self._tz, fold=1)
        earlier, later = first.utcoffset(), second.utcoffset()
        if earlier is None or later is None or earlier == later:
            self._previous, self._second_hour = shown, False
            return first
        if earlier < later:
            return first.astimezone(UTC).astimezone(self._tz)
        previous = self._previous
        close = previous is not None and abs(previous - shown) < timedelta(hours=1)
        self._second_hour = close and (self._second_hour or (previous is not None and shown < previous))
        self._previous = shown
        return second if self._second_hour else first


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a line says wrote it. A number is kept apart from the name, so that it is never shown."""

    name: str
    number: str | None


def sender(written: str) -> Sender:
    """'~ Alan' is Alan, who is in nobody's address book; '+44 7700 900123' is a number without a name."""
    bare = plain.one_line(written).strip("~ ").strip()
    found = _TELEPHONE.fullmatch(bare)
    if found and sum(map(str.isdigit, found["number"])) >= 6:
        number = "".join(letter for letter in found["number"] if letter.isdigit() or letter == "+")
        return Sender((found["name"] or "").strip("~ "), number)
    inside = _NUMBER_INSIDE.search(bare)
    if inside:
        # "Alan 07700 900123", as somebody saved him: the number must not show with the name.
        number = "".join(letter for letter in inside[0] if letter.isdigit() or letter == "+")
        return Sender(
            " ".join(f"{bare[: inside.start()]} {bare[inside.end() :]}".split()).strip("~-() "), number
        )
    return Sender(bare, None)


def split_name(rest: str, start: int = 0) -> int:
    """Where the colon after the name stands in `rest`, or -1. A colon needs a space or the end after it."""
    limit = _LONGEST_NAME + start
    place = rest.find(":", start, limit)
    while place != -1:
        if place + 1 == len(rest) or rest[place + 1].isspace() or rest[place + 1] in plain.MARKS:
            return place
        place = rest.find(":", place + 1, limit)
    return -1
