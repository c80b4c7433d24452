"""A PIN that a member has forgotten."""

from __future__ import annotations

from django.db import transaction

from byturns.core import outbox
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.models import Membership
from byturns.people import actions as people


@transaction.atomic
def take_away(*, member: Membership, whom: Membership) -> None:
    """Take away the PIN of `whom`; she is told at her mailbox. Nothing happens when she has none.

    The steward never learns whether there was one. Raises NotAllowed. Emits PinTakenAway.
    """
    policy.require(member, "groups.reset_pin", whom)
    if not whom.person.pin:
        return
    people.set_pin(person=whom.person, pin="")
    if whom.person.account is not None:
        outbox.put(
            "groups.pin_taken_away",
            to=whom.person.account.email,
            group_id=whom.group_id,
            membership_id=whom.pk,
        )
    emit(events.PinTakenAway(group_id=member.group_id, by_id=member.pk, membership_id=whom.pk))
