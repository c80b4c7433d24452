"""What this app does when something happened in the group."""

from __future__ import annotations

from byturns.core.events import after, within
from byturns.groups import events as group_events
from byturns.groups.models import Membership
from byturns.reciprocity import actions, events
from byturns.reciprocity.models import Ask


@within(group_events.MemberLeft, group_events.WordsSettled)
def asks_of_who_left(event: group_events.MemberLeft | group_events.WordsSettled) -> None:
    """What she asked for and said yes to ends, and her words go as she said, in the same transaction."""
    actions.settle_leaver(member=Membership.objects.get(pk=event.membership_id), words=event.words)


@within(group_events.MemberRemoved, group_events.MemberDied)
def asks_of_who_is_gone(event: group_events.MemberRemoved | group_events.MemberDied) -> None:
    """What she asked for and said yes to ends; her words stay until she or somebody for her says."""
    actions.settle_leaver(member=Membership.objects.get(pk=event.membership_id), words="keep")


@within(group_events.DistanceChanged)
def somebody_keeps_away(event: group_events.DistanceChanged) -> None:
    """What was agreed between the two does not hold any more."""
    actions.keep_apart(member=Membership.objects.get(pk=event.distance_by_id))


@after(events.AskMade, events.AskChanged, events.AgreedEnded)
def somebody_is_wanted(event: events.AskMade | events.AskChanged | events.AgreedEnded) -> None:
    """Some who could are asked. Run twice, nobody is asked twice."""
    for ask in Ask.objects.open_now().filter(pk=event.ask_id):
        actions.ask_around(ask=ask)


@within(group_events.BreakTaken)
def somebody_rests(event: group_events.BreakTaken) -> None:
    """What she was asked or said yes to is open for others at once."""
    for number in actions.pass_on(member=Membership.objects.get(pk=event.membership_id)):
        actions.ask_around(ask=Ask.objects.get(pk=number))
