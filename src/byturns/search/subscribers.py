"""The index follows what is said, in the transaction of the one who says it, takes it down or hides it."""

from __future__ import annotations

from typing import Any

from byturns.conversations import events as said
from byturns.conversations.models import Message
from byturns.core.events import within
from byturns.groups import events as group_events
from byturns.search import index


@within(
    said.ConversationOpened,
    said.MessageAdded,
    said.MessageEdited,
    said.MessageTakenDown,
    said.MessagePutBack,
    said.MessageHidden,
    said.MessageHeld,
    said.MessageShown,
)
def one_message(event: Any) -> None:
    """What became of one message."""
    index.refresh(Message.objects.filter(pk=event.message_id))


@within(said.ConversationHidden, said.ConversationShown)
def one_conversation(event: said.OfConversation) -> None:
    """All words of a conversation went or came back."""
    index.refresh(Message.objects.filter(conversation=event.conversation_id))


@within(group_events.MemberLeft, group_events.WordsSettled)
def words_of_who_left(event: group_events.MemberLeft | group_events.WordsSettled) -> None:
    """Runs after conversations has settled her words: apps are asked in the order of the settings."""
    index.refresh(Message.objects.filter(author=event.membership_id))
