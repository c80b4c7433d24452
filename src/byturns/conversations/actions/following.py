"""What a member wants to hear of a conversation."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations.models import Conversation, Follow
from byturns.groups import policy
from byturns.groups.models import Membership


@transaction.atomic
def follow(*, member: Membership, conversation: Conversation, wish: str) -> None:
    """Follow or mute it; "" goes back to what she chose for the group.

    Hers alone: no fact is emitted and nobody is told. Raises NotAllowed.
    """
    policy.require(member, "conversations.follow", conversation)
    mine = Follow.objects.filter(membership=member, conversation=conversation)
    if not wish:
        mine.delete()
        return
    Follow.objects.update_or_create(
        group_id=member.group_id, membership=member, conversation=conversation, defaults={"wish": wish}
    )
