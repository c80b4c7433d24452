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
class WaitsAgain(Event):
    """Its starter still needs something, a week after it went quiet."""

    conversation_id: int


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
class MessageHeld(Event):
    """Several members reported it: it is held until a steward has looked."""

    log_line = _("A message that members had reported was held until a steward looks")
    conversation_id: int
    message_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MessageShown(Event):
    log_line = _("A hidden message was put back")
    conversation_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True)
class OfConversation(Event):
    """What stewards do to a whole conversation."""

    conversation_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ConversationHidden(OfConversation):
    log_line = _("A steward hid a conversation")


@fact
@dataclass(frozen=True, kw_only=True)
class ConversationShown(OfConversation):
    log_line = _("A hidden conversation was put back")


@fact
@dataclass(frozen=True, kw_only=True)
class ConversationClosed(OfConversation):
    log_line = _("A steward closed a conversation")


@fact
@dataclass(frozen=True, kw_only=True)
class ConversationReopened(OfConversation):
    log_line = _("A closed conversation was opened again")


@fact
@dataclass(frozen=True, kw_only=True)
class Acknowledged(Event):
    message_id: int
    kind_of_ack: str


@fact
@dataclass(frozen=True, kw_only=True)
class KindChanged(Event):
    conversation_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class AnswerWish(Event):
    """The starter said that no answer is needed, or that one is after all."""

    conversation_id: int
    needed: bool


@fact
@dataclass(frozen=True, kw_only=True)
class OlderTextsForgotten(Event):
    message_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class NameShown(Event):
    """Who started a conversation without her name shows it now, on all she wrote there."""

    conversation_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class LookedBehind(Event):
    """A steward looked who wrote a message without a name; the writer is told."""

    log_line = _("A steward looked who wrote a message without a name")
    message_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class VisitProposed(Event):
    log_line = _("A steward asked whether a guest may come into a conversation")
    visit_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class VisitObjected(Event):
    """Somebody who wrote there would rather not. Never says who: `by_id` stays empty."""

    visit_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class VisitStopped(Event):
    log_line = _("A guest’s visit was ended early")
    visit_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class HistoryBroughtIn(Event):
    """All conversations of a batch are there: the one fact for all its messages (settled point 16)."""

    log_line = _("Words from an old group opened to those who were in it")
    batch_id: int
    count: int


@fact
@dataclass(frozen=True, kw_only=True)
class HistoryTakenBack(Event):
    """Stored while the batch's messages are still there, so that `within` hears of each; then they go."""

    log_line = _("Words from an old group were taken back")
    batch_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class NameTakenDown(Event):
    """Everything under a name that was brought in was taken down."""

    imported_name_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class NameHidden(Event):
    """The words under a name that was brought in were hidden by their writer, or show again."""

    imported_name_id: int
    choice: str


@fact
@dataclass(frozen=True, kw_only=True)
class MessageWidened(Event):
    """The writer of a message that was brought in lets the whole group read it, or no longer."""

    conversation_id: int
    message_id: int
    choice: str
