"""What the one who started a conversation may change about it."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations import events
from byturns.conversations.kinds import Kind
from byturns.conversations.models import Conversation
from byturns.core import text
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership


@transaction.atomic
def change_conversation(
    *, member: Membership, conversation: Conversation, title: str, kind: str, just_listening: bool
) -> Conversation:
    """Give it another title or kind, or say (no longer) "just listening". Raises NotAllowed.

    Emits KindChanged when kind or listening changed.
    """
    policy.require(member, "conversations.change", conversation)
    listening = just_listening or kind == Kind.LISTEN
    asks_otherwise = (kind, listening) != (conversation.kind, conversation.just_listening)
    conversation.title = text.tidy(title) or conversation.title
    conversation.kind = kind
    conversation.just_listening = listening
    conversation.save(update_fields=["title", "kind", "just_listening"])
    if asks_otherwise:
        emit(events.KindChanged(group_id=member.group_id, by_id=member.pk, conversation_id=conversation.pk))
    return conversation


@transaction.atomic
def say_no_answer_needed(
    *, member: Membership, conversation: Conversation, needed: bool = False
) -> Conversation:
    """The starter says that she waits for nobody, or (`needed`) that she does after all.

    Its clock still runs from the first message. Raises NotAllowed. Emits AnswerWish.
    """
    policy.require(member, "conversations.change", conversation)
    if conversation.no_answer_needed == (not needed):
        return conversation
    conversation.no_answer_needed = not needed
    conversation.save(update_fields=["no_answer_needed"])
    emit(
        events.AnswerWish(
            group_id=member.group_id, by_id=member.pk, conversation_id=conversation.pk, needed=needed
        )
    )
    return conversation
