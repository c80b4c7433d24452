"""What this app does when something happened in the group."""

from __future__ import annotations

from byturns.conversations import actions
from byturns.core.events import within
from byturns.groups import events as group_events
from byturns.groups.models import Membership


@within(group_events.MemberLeft, group_events.WordsSettled)
def words_of_who_left(event: group_events.MemberLeft | group_events.WordsSettled) -> None:
    """Her words stay, lose the name or go, as she said, in the same transaction."""
    leaver = Membership.objects.get(pk=event.membership_id)
    actions.settle_words_of_leaver(member=leaver, words=event.words)


@within(group_events.MemberRemoved, group_events.MemberDied, group_events.GuestEnded)
def words_of_who_is_gone(
    event: group_events.MemberRemoved | group_events.MemberDied | group_events.GuestEnded,
) -> None:
    """The words stay; what was unsent and what only she could see goes, and a guest's visits end."""
    gone = Membership.objects.get(pk=event.membership_id)
    actions.settle_words_of_leaver(member=gone, words="keep")
