"""How pages and mails say when, for how many and how an ask stands."""

from __future__ import annotations

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from byturns.core import clock
from byturns.reciprocity.kinds import State
from byturns.reciprocity.models import Ask


def when_of(ask: Ask) -> str:
    """As “Thursday 3 December, 14:00 to 16:00”, by the group's clock."""
    first, last = ask.day_from, ask.day_to
    if first == last:
        days = date_format(first, "l j F")
    else:
        short = "l j" if (first.year, first.month) == (last.year, last.month) else "l j F"
        days = _("{first} to {last}").format(first=date_format(first, short), last=date_format(last, "l j F"))
    if last.year != clock.today(ask.group.zone).year:
        days = f"{days} {last.year}"
    return ", ".join([days, *_hours(ask)])


def _hours(ask: Ask) -> list[str]:
    begin = time_format(ask.time_from, "H:i") if ask.time_from else ""
    end = time_format(ask.time_to, "H:i") if ask.time_to else ""
    if begin and end:
        return [_("{first} to {last}").format(first=begin, last=end)]
    if begin:
        return [_("from {time}").format(time=begin)]
    return [_("until {time}").format(time=end)] if end else []


def asker_of(ask: Ask) -> str:
    """Who asks, as others may read it."""
    return _("A member who has left") if ask.name_withdrawn else ask.asked_by.display_name


def wanted_by(ask: Ask) -> str:
    """For how many, where it is more than one."""
    if ask.wanted == 1:
        return ""
    return ngettext("%(n)s person is wanted", "%(n)s people are wanted", ask.wanted) % {"n": ask.wanted}


def state_of(ask: Ask, *, offered: bool) -> str:
    """How it stands, in a few words. `offered`: somebody has, and the reader may know it."""
    if ask.state == State.OPEN and offered:
        return _("Somebody has offered")
    return str(State(ask.state).label)
