"""What this app does when something happened in the group."""

from __future__ import annotations

from byturns.core.events import within
from byturns.groups import events as group_events
from byturns.groups.models import Membership
from byturns.reciprocity import actions


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
