"""How far a member has read."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations.models import Conversation, Message, ReadPoint
from byturns.core import clock
from byturns.groups import policy
from byturns.groups.models import Membership


@transaction.atomic
def move_read_point(*, member: Membership, conversation: Conversation, shown: list[int]) -> int:
    """The messages `shown` were on her page: move her read point as far as nothing is passed over.

    Returns the point. Never goes back, and stops before the first message that is neither hers nor
    shown nor before the old point (she may have jumped to a later page). Hers alone: no fact.
    Raises NotAllowed.
    """
    policy.require(member, "conversations.view", conversation)
    point = ReadPoint.objects.filter(membership=member, conversation=conversation).first()
    old = point.message_id if point else 0
    missed = (
        Message.objects.words_for(member)
        .filter(conversation=conversation, pk__gt=old)
        .exclude(pk__in=shown)
        .exclude(author=member)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first()
    )
    new = max((number for number in shown if missed is None or number < missed), default=0)
    if new <= old:
        return old
    if point is None:
        ReadPoint.objects.update_or_create(
            group_id=member.group_id,
            membership=member,
            conversation=conversation,
            defaults={"message_id": new, "at": clock.now()},
        )
    else:
        # Only forwards, also when two pages of hers arrive at once.
        ReadPoint.objects.filter(pk=point.pk, message_id__lt=new).update(message_id=new, at=clock.now())
    return new
