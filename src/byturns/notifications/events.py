"""Facts about what members choose to hear. Never what or how much."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from byturns.core.events import Event, fact


@fact
@dataclass(frozen=True, kw_only=True)
class MailChosen(Event):
    """A member chose what comes by mail. Nobody is told."""

    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class VoiceChosen(Event):
    log_line = _("A steward changed how the group’s mail names itself")


@fact
@dataclass(frozen=True, kw_only=True)
class SentToEveryone(Event):
    log_line = _("A steward sent a notice to everyone at once")
    conversation_id: int
