"""Until when somebody wants to rest, out of a few words of hers: pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from byturns.groups.actions.breaks import LONGEST

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30}
_AROUND = re.compile(
    r"^(?:(?:i|i’d|i'd|need|want|would|like|to|take|have|please|break|rest"
    r"|(?:a|my)(?=\s+(?:break|rest)))\b[\s,:]*)+"
)
_FOR = re.compile(rf"(?:for\s+)?(\d{{1,3}}|an?|{'|'.join(_NUMBERS)})\s+({'|'.join(_DAYS)})s?")
_UNTIL = r"(?:(?:until|till|to)\s+)?(?:the\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\s*,?\s*)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_YEAR = r"(?:[\s,/.-]*(?P<year>\d{4}))?"
_DATES = (
    re.compile(rf"{_UNTIL}{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}"),
    re.compile(rf"{_UNTIL}{_MONTH}\s+{_DAY}{_YEAR}"),
    re.compile(rf"{_UNTIL}{_DAY}[/.](?P<month>\d{{1,2}}){_YEAR}"),
    re.compile(rf"{_UNTIL}(?P<year>\d{{4}})-(?P<month>\d{{2}})-{_DAY}"),
)


def until(words: str, today: date) -> date | None:
    """The last day of a break that `words` name ("break 3 weeks", "until 3 January").

    None when they say anything else, or a day that has passed or is over a year off: nothing is guessed.
    """
    said = " ".join(words.lower().split()).strip(" .!,;")
    said = re.sub(r"[\s,.]*(?:please|thanks|thank you)$", "", said)
    said = _AROUND.sub("", said, count=1).strip()
    found = _for(said, today) or _on(said, today)
    return found if found is not None and today <= found <= today + LONGEST else None


def _for(said: str, today: date) -> date | None:
    found = _FOR.fullmatch(said)
    if found is None:
        return None
    count = found[1]
    number = int(count) if count.isdecimal() else 1 if count in {"a", "an"} else _NUMBERS.index(count) + 1
    return today + timedelta(days=number * _DAYS[found[2]]) if number else None


def _on(said: str, today: date) -> date | None:
    found = next((match for one in _DATES if (match := one.fullmatch(said))), None)
    if found is None:
        return None
    month = found["month"]
    number = int(month) if month.isdecimal() else _MONTHS.index(month) + 1
    try:
        day = date(int(found["year"] or today.year), number, int(found["day"]))
        return day.replace(year=day.year + 1) if day < today and not found["year"] else day
    except ValueError:
        return None
