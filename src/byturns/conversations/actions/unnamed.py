"""Words without a name: looking behind them, and showing one's own name after all."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations import events
from byturns.conversations.models import Conversation, Message, UnnamedLook
from byturns.core import outbox
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership


@transaction.atomic
def look_behind(*, member: Membership, message: Message, reason: str) -> Membership:
    """A steward learns who wrote a message without a name, and says why; returns the writer.

    Each look is kept, stands in the group's log, and the writer is told: on her pages and by a letter
    with a neutral subject. Raises NotAllowed. Emits LookedBehind.
    """
    policy.require(member, "conversations.look_behind", message)
    writer = message.author
    assert writer is not None  # brought-in words are never without a name, so the rule refused  # noqa: S101
    look = UnnamedLook.objects.create(
        group_id=member.group_id, message=message, by=member, reason=reason.strip()[:300]
    )
    emit(events.LookedBehind(group_id=member.group_id, by_id=member.pk, message_id=message.pk))
    account = writer.person.account
    if account is not None and writer.is_present:
        outbox.put("conversations.looked_behind", to=account.email, group_id=member.group_id, look_id=look.pk)
    return writer


@transaction.atomic
def show_name(*, member: Membership, conversation: Conversation) -> None:
    """Show her name on all she wrote without it in a conversation that she started.

    Raises NotAllowed. Emits NameShown when anything changed.
    """
    policy.require(member, "conversations.show_name", conversation)
    kept = Conversation.objects.select_for_update().get(pk=conversation.pk)
    conversation.unnamed = False
    if not kept.unnamed:
        return
    Conversation.objects.filter(pk=kept.pk).update(unnamed=False)
    Message.objects.filter(conversation=kept, author=member, unnamed=True).update(unnamed=False)
    emit(events.NameShown(group_id=member.group_id, by_id=member.pk, conversation_id=kept.pk))
