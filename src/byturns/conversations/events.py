"""Facts about conversations. Ids only, never words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from byturns.core.events import Event, fact


@fact
@dataclass(frozen=True, kw_only=True)
class ConversationOpened(Event):
    conversation_id: int
    message_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MessageAdded(Event):
    conversation_id: int
    message_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MessageEdited(Event):
    conversation_id: int
    message_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MessageTakenDown(Event):
    conversation_id: int
    message_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MessagePutBack(Event):
    conversation_id: int
    message_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MessageHidden(Event):
    """A steward hid a message with a reason; the writer is told."""

    log_line = _("A steward hid a message")
    conversation_id: int
    message_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MessageShown(Event):
    log_line = _("A hidden message was put back")
    conversation_id: int
    message_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ConversationHidden(Event):
    log_line = _("A steward hid a conversation")
    conversation_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ConversationShown(Event):
    log_line = _("A hidden conversation was put back")
    conversation_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ConversationClosed(Event):
    log_line = _("A steward closed a conversation")
    conversation_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ConversationReopened(Event):
    log_line = _("A closed conversation was opened again")
    conversation_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class Acknowledged(Event):
    message_id: int
    kind_of_ack: str


@fact
@dataclass(frozen=True, kw_only=True)
class KindChanged(Event):
    conversation_id: int
