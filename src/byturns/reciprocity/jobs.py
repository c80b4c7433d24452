"""Timed work on asks."""

from __future__ import annotations

from byturns.core import clock, jobs
from byturns.groups.models import Group
from byturns.groups.scoping import in_group
from byturns.reciprocity import actions
from byturns.reciprocity.kinds import State
from byturns.reciprocity.models import Ask


@jobs.every("reciprocity.end_past", minutes=15)
def end_past() -> None:
    """End what nobody can help with any more, because its time has passed."""
    for number in Group.objects.values_list("pk", flat=True):
        with in_group(number):
            standing = Ask.objects.filter(state__in=(State.PROPOSED, State.OPEN, State.AGREED))
            for ask in standing.filter(ends_at__lte=clock.now()):
                actions.end_past(ask=ask)


@jobs.every("reciprocity.ask_around", minutes=5)
def ask_around() -> None:
    """Ask the next, where the time that the asker allows is over."""
    for number in Group.objects.values_list("pk", flat=True):
        with in_group(number):
            for ask in Ask.objects.open_now().filter(asks_around=True, ask_again_at__lte=clock.now()):
                actions.ask_around(ask=ask)
