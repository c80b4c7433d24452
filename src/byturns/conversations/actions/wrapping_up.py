"""A week after a conversation went quiet, its starter alone is asked whether it helped (D7)."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations import events
from byturns.conversations.models import Conversation
from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership


@transaction.atomic
def ask_after(*, conversation: Conversation) -> bool:
    """Put the question to its starter, once; False when that was done before. For the house's clock."""
    rows = Conversation.objects.filter(pk=conversation.pk, asked_after_at=None)
    return bool(rows.update(asked_after_at=clock.now()))


@transaction.atomic
def answer_after(*, member: Membership, conversation: Conversation, helped: bool) -> None:
    """She says that it helped, or that she still needs something: then it waits again, from this moment.

    Her answer is hers alone: nobody is told, and a fact is kept only of its waiting again. Once answered,
    nothing changes any more. Raises NotAllowed. Emits WaitsAgain.
    """
    found = Conversation.objects.select_for_update().get(pk=conversation.pk)
    policy.require(member, "conversations.answer_after", found)
    if found.answered_after_at is not None:
        return
    found.answered_after_at = clock.now()
    if not helped:
        found.again_at = found.answered_after_at
    found.save(update_fields=["answered_after_at", "again_at"])
    if not helped:
        emit(events.WaitsAgain(group_id=member.group_id, by_id=member.pk, conversation_id=found.pk))
