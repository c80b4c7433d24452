"""One day, read in each order that its figures allow. Pure."""

from __future__ import annotations

from datetime import date


def each_way(day: date, order: str) -> dict[str, date]:
    """What the figures of a day, taken as written in `order`, would be in that order and in the others.

    Whether the year was written with two figures is not known here, so year first is only told apart
    from the others when it is what was taken.
    """
    short = day.year % 100
    written = {
        "dmy": (day.day, day.month, short),
        "mdy": (day.month, day.day, short),
        "ymd": (short, day.month, day.day),
    }.get(order)
    if written is None:
        return {}
    a, b, c = written
    read = {"dmy": (c, b, a), "mdy": (c, a, b)}
    if order == "ymd":
        read["ymd"] = (a, b, c)
    found = {}
    for name, (year, month, number) in read.items():
        try:
            found[name] = date(2000 + year, month, number)
        except ValueError:
            continue
    return found
