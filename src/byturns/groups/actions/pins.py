"""A PIN that a member has forgotten."""

from __future__ import annotations

from django.db import transaction

from byturns.core import outbox
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.models import Membership
from byturns.groups.queries import memberships_of
from byturns.people import actions as people


@transaction.atomic
def take_away(*, member: Membership, whom: Membership) -> None:
    """Take away the PIN of `whom`, if she has one; she is told at her mailbox when she had.

    Nothing that a steward sees, the log neither, says whether there was one. Raises NotAllowed. Emits
    PinTakenAway, in each of her groups: a PIN is hers everywhere.
    """
    policy.require(member, "groups.reset_pin", whom)
    had_one = bool(whom.person.pin)
    people.set_pin(person=whom.person, pin="")
    if had_one and whom.person.account is not None:
        outbox.put(
            "groups.pin_taken_away",
            to=whom.person.account.email,
            group_id=whom.group_id,
            membership_id=whom.pk,
        )
    for where in memberships_of(whom.person):
        by_id = member.pk if where.group_id == member.group_id else None
        emit(events.PinTakenAway(group_id=where.group_id, by_id=by_id, membership_id=where.pk))
