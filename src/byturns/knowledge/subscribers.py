"""What this app does when something happened to a message or a member: in the same transaction."""

from __future__ import annotations

from byturns.conversations import events as said
from byturns.core.events import within
from byturns.groups import events as group_events
from byturns.groups.models import Membership
from byturns.knowledge.actions import leaving


@within(said.MessageTakenDown)
def words_taken_down(event: said.MessageTakenDown) -> None:
    """Taking down reaches what was kept of it."""
    leaving.message_is_gone(message_id=event.message_id)


@within(said.MessageEdited)
def words_changed(event: said.MessageEdited) -> None:
    """What she took out of the message may still stand in what was kept."""
    leaving.message_was_changed(message_id=event.message_id, group_id=event.group_id)


@within(group_events.MemberLeft, group_events.WordsSettled)
def experiences_of_who_left(event: group_events.MemberLeft | group_events.WordsSettled) -> None:
    """Hers stay, lose the name or go, as she said."""
    leaver = Membership.objects.get(pk=event.membership_id)
    leaving.settle_experiences_of_leaver(member=leaver, words=event.words)


@within(group_events.MemberRemoved, group_events.MemberDied)
def experiences_of_who_is_gone(event: group_events.MemberRemoved | group_events.MemberDied) -> None:
    """They stay; what waited for an answer does not."""
    gone = Membership.objects.get(pk=event.membership_id)
    leaving.settle_experiences_of_leaver(member=gone, words="keep")
