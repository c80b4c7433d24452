"""A quiet answer by name, without words."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations import events
from byturns.conversations.models import Acknowledgement, Message
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership


@transaction.atomic
def acknowledge(*, member: Membership, message: Message, kind: str) -> bool:
    """Say "I hear you" (or its like), or take it back if it was said; returns whether it stands now.

    Ends no waiting and sends nothing. Raises NotAllowed. Emits Acknowledged when it was said.
    """
    policy.require(member, "conversations.acknowledge", message)
    taken_back, _ = Acknowledgement.objects.filter(message=message, by=member, kind=kind).delete()
    if taken_back:
        return False
    _, new = Acknowledgement.objects.get_or_create(
        group_id=member.group_id, message=message, by=member, kind=kind
    )
    if new:
        emit(
            events.Acknowledged(
                group_id=member.group_id, by_id=member.pk, message_id=message.pk, kind_of_ack=kind
            )
        )
    return True
