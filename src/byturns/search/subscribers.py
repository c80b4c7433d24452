"""The index follows what is said, in the transaction of the one who says it, takes it down or hides it."""

from __future__ import annotations

from typing import Any

from byturns.conversations import events as said
from byturns.conversations.models import Message
from byturns.core.events import within
from byturns.groups import events as group_events
from byturns.knowledge import events as known
from byturns.knowledge.models import Experience
from byturns.search import index, kept


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
    index.refresh_one(event.message_id, event.group_id)


@within(said.ConversationHidden, said.ConversationShown)
def one_conversation(event: said.OfConversation) -> None:
    """All words of a conversation went or came back."""
    index.refresh(Message.objects.filter(conversation=event.conversation_id))


@within(group_events.MemberLeft, group_events.WordsSettled)
def words_of_who_left(event: group_events.MemberLeft | group_events.WordsSettled) -> None:
    """Runs after conversations has settled her words: apps are asked in the order of the settings."""
    index.refresh(Message.objects.filter(author=event.membership_id))


@within(said.HistoryBroughtIn)
def a_history(event: said.HistoryBroughtIn) -> None:
    """All messages of a batch at once. When it is taken back, entries go with their messages."""
    index.refresh(Message.objects.filter(said_by__batch_id=event.batch_id))


@within(said.NameTakenDown, said.NameHidden)
def words_under_a_name(event: said.NameTakenDown | said.NameHidden) -> None:
    """All words under a name that was brought in went, or came back."""
    index.refresh(Message.objects.filter(said_by=event.imported_name_id))


@within(known.ExperienceKept, known.ExperienceChanged, known.ExperienceGone)
def one_experience(event: known.OfExperience) -> None:
    """What became of one experience."""
    kept.refresh(Experience.objects.filter(pk=event.experience_id))


@within(said.MessageHidden, said.MessageHeld, said.MessageShown)
def kept_of_a_message(event: Any) -> None:
    """What was kept of a message is hidden and shown with it."""
    kept.refresh(Experience.objects.filter(message=event.message_id))


@within(said.ConversationHidden, said.ConversationShown)
def kept_of_a_conversation(event: said.OfConversation) -> None:
    """The same for all that was kept of a conversation."""
    kept.refresh(Experience.objects.filter(message__conversation=event.conversation_id))
