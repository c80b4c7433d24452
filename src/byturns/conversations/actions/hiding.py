"""What stewards do, with a reason that the writer is told: hide, put back, close, open again."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations import events
from byturns.conversations.actions.taking_down import settle_conversation
from byturns.conversations.models import Conversation, Message
from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership


@transaction.atomic
def hide_message(*, member: Membership, message: Message, reason: str) -> Message:
    """Hide a message; a line with the reason stays. Raises NotAllowed. Emits MessageHidden.

    The writer is told by whoever hears that fact. The first message takes the title with it.
    """
    policy.require(member, "conversations.hide", message)
    message.hidden_at = clock.now()
    message.hidden_reason = reason.strip()[:300]
    message.save(update_fields=["hidden_at", "hidden_reason"])
    settle_conversation(message, title_down_at=message.hidden_at)
    emit(_of_message(events.MessageHidden, member, message))
    return message


@transaction.atomic
def hold_message(*, message: Message, reason: str) -> Message:
    """Hide a message by the group's own rule, until a steward has looked. Emits MessageHeld.

    Nobody decides here, so no rule is asked; safety calls it when enough members have reported the words.
    """
    message.hidden_at = clock.now()
    message.hidden_reason = reason.strip()[:300]
    message.save(update_fields=["hidden_at", "hidden_reason"])
    settle_conversation(message, title_down_at=message.hidden_at)
    emit(
        events.MessageHeld(
            group_id=message.group_id, conversation_id=message.conversation_id, message_id=message.pk
        )
    )
    return message


@transaction.atomic
def show_message(*, member: Membership, message: Message) -> Message:
    """Put a hidden message back. Raises NotAllowed. Emits MessageShown."""
    policy.require(member, "conversations.hide", message)
    if message.hidden_at is None:
        return message
    message.hidden_at = None
    message.hidden_reason = ""
    message.save(update_fields=["hidden_at", "hidden_reason"])
    settle_conversation(message, title_down_at=message.taken_down_at)
    emit(_of_message(events.MessageShown, member, message))
    return message


@transaction.atomic
def hide_conversation(*, member: Membership, conversation: Conversation, reason: str) -> Conversation:
    """Take a whole conversation out of everybody's sight. Raises NotAllowed. Emits ConversationHidden."""
    policy.require(member, "conversations.hide", conversation)
    conversation.hidden_at = clock.now()
    conversation.hidden_reason = reason.strip()[:300]
    conversation.save(update_fields=["hidden_at", "hidden_reason"])
    emit(_of_conversation(events.ConversationHidden, member, conversation))
    return conversation


@transaction.atomic
def show_conversation(*, member: Membership, conversation: Conversation) -> Conversation:
    """Put a hidden conversation back. Raises NotAllowed. Emits ConversationShown."""
    policy.require(member, "conversations.hide", conversation)
    conversation.hidden_at = None
    conversation.hidden_reason = ""
    conversation.save(update_fields=["hidden_at", "hidden_reason"])
    emit(_of_conversation(events.ConversationShown, member, conversation))
    return conversation


@transaction.atomic
def close_conversation(*, member: Membership, conversation: Conversation, reason: str) -> Conversation:
    """Nobody can answer there any more; it can still be read. Raises NotAllowed. Emits ConversationClosed."""
    policy.require(member, "conversations.hide", conversation)
    conversation.closed_at = clock.now()
    conversation.closed_reason = reason.strip()[:300]
    conversation.save(update_fields=["closed_at", "closed_reason"])
    emit(_of_conversation(events.ConversationClosed, member, conversation))
    return conversation


@transaction.atomic
def reopen_conversation(*, member: Membership, conversation: Conversation) -> Conversation:
    """Let members answer there again. Raises NotAllowed. Emits ConversationReopened."""
    policy.require(member, "conversations.hide", conversation)
    conversation.closed_at = None
    conversation.closed_reason = ""
    conversation.save(update_fields=["closed_at", "closed_reason"])
    emit(_of_conversation(events.ConversationReopened, member, conversation))
    return conversation


def _of_message(
    fact: type[events.MessageHidden | events.MessageShown], member: Membership, message: Message
) -> events.MessageHidden | events.MessageShown:
    return fact(
        group_id=member.group_id,
        by_id=member.pk,
        conversation_id=message.conversation_id,
        message_id=message.pk,
    )


def _of_conversation(
    fact: type[events.OfConversation], member: Membership, conversation: Conversation
) -> events.OfConversation:
    return fact(group_id=member.group_id, by_id=member.pk, conversation_id=conversation.pk)
