"""Facts about groups and who is in them. Ids only."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from byturns.core.events import Event, fact


@fact
@dataclass(frozen=True, kw_only=True)
class GroupStarted(Event):
    log_line = _("The group was started here")


@fact
@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    log_line = _("A member joined")
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    """`words` says what happens to her words: keep, unnamed or down."""

    log_line = _("A member left")
    membership_id: int
    words: str
