"""Addresses die with membership, and with the mailbox they were given to."""

from __future__ import annotations

from byturns.core.events import within
from byturns.groups import events as group_events
from byturns.mail import deeds_giving, moving, places, second
from byturns.people import events as people
from byturns.reciprocity import events as giving


@within(group_events.MemberLeft, group_events.MemberRemoved, group_events.MemberDied, group_events.GuestEnded)
def she_is_gone(
    event: group_events.MemberLeft
    | group_events.MemberRemoved
    | group_events.MemberDied
    | group_events.GuestEnded,
) -> None:
    """None of her addresses works from this moment on, and none of her mailboxes is known as hers."""
    places.end_keys_of(event.membership_id)
    second.end_of(event.membership_id)


@within(people.MailboxChanged)
def she_has_another_mailbox(event: people.MailboxChanged) -> None:
    """What her old mailbox was given does nothing any more (settled point 19)."""
    moving.left_mailbox(event.person_id)


@within(giving.AskEnded)
def an_ask_is_over(event: giving.AskEnded) -> None:
    """What a mail could do about it goes, and with it the mark of who said no by mail (settled point 23)."""
    deeds_giving.forget(ask_id=event.ask_id)
