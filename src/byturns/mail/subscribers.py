"""Addresses die with membership, and with the mailbox they were given to."""

from __future__ import annotations

from byturns.core.events import within
from byturns.groups import events as group_events
from byturns.mail import places, second


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
