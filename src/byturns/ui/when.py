"""Moments in words: "3 hours ago", "yesterday 21:14", "Monday 21:14", "12 May"."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def in_words(moment: datetime, now: datetime, language: str | None = None) -> str:
    """The moment as a neighbour would say it at `now`, both in the current time zone.

    Near things by distance, this week by weekday, older ones by date; something to come by day and hour.
    """
    minutes = int((now - moment).total_seconds() // 60)
    if 0 <= minutes < NEAR:
        return _ago(minutes, language or get_language())
    here, there = timezone.localtime(now), timezone.localtime(moment)
    days = (here.date() - there.date()).days
    clock = f"{there:%H:%M}"
    if days == 0:
        return _("today %(clock)s") % {"clock": clock}
    if days == 1:
        return _("yesterday %(clock)s") % {"clock": clock}
    if 1 < days < 7:
        return f"{formats.date_format(there, 'l')} {clock}"
    if there.year == here.year and days > 0:
        return formats.date_format(there, "j F")
    if days > 0:
        return formats.date_format(there, "j F Y")
    if days == -1:
        return _("tomorrow %(clock)s") % {"clock": clock}
    if days > -7:
        return f"{formats.date_format(there, 'l')} {clock}"
    return in_full(moment)


NEAR = 12 * 60  # minutes


@lru_cache(maxsize=2 * NEAR)
def _ago(minutes: int, language: str | None) -> str:
    """A moment of the last twelve hours, in this language."""
    if minutes == 0:
        return _("just now")
    if minutes < 60:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": hours}


def in_full(moment: datetime) -> str:
    """The whole of it, for paper and for what must be exact: "Monday 23 November 2026, 21:14"."""
    return formats.date_format(timezone.localtime(moment), "l j F Y, H:i")
