"""The group itself, coming in and going. Ids only."""

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


@fact
@dataclass(frozen=True, kw_only=True)
class AgreementChanged(Event):
    """A new version stands; every member is asked again."""

    log_line = _("The group’s agreement changed")
    version: int


@fact
@dataclass(frozen=True, kw_only=True)
class AgreementAgreed(Event):
    """A member said yes; `said_to_id` when a steward wrote it down for her."""

    membership_id: int
    version: int
    said_to_id: int | None = None


@fact
@dataclass(frozen=True, kw_only=True)
class HealthConsentGiven(Event):
    version: int


@fact
@dataclass(frozen=True, kw_only=True)
class HealthConsentWithdrawn(Event):
    version: int


@fact
@dataclass(frozen=True, kw_only=True)
class InvitationSent(Event):
    log_line = _("Somebody was invited")
    invitation_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class InvitationTakenBack(Event):
    invitation_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class JoinLinkChanged(Event):
    """The link that may be passed on was changed: `how` is reset, on or off."""

    log_line = _("The link for asking to join was changed")
    how: str


@fact
@dataclass(frozen=True, kw_only=True)
class AskedToJoin(Event):
    log_line = _("Somebody asked to join")
    application_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ApplicantWrote(Event):
    application_id: int
    word_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ApplicantAnswered(Event):
    """A member wrote to somebody who asks to join."""

    application_id: int
    word_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class NotWhileIAmHereSaid(Event):
    """Told to stewards only: `how` is said or taken_back."""

    application_id: int
    how: str


@fact
@dataclass(frozen=True, kw_only=True)
class ApplicationRefused(Event):
    log_line = _("Somebody who asked to join was not let in, with a reason")
    application_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ApplicationLetIn(Event):
    log_line = _("Somebody who asked to join was let in")
    application_id: int
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ApplicationTakenBack(Event):
    log_line = _("Somebody who asked to join took it back")
    application_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class QuestionsChanged(Event):
    log_line = _("The questions to those who want to join changed")


@fact
@dataclass(frozen=True, kw_only=True)
class SettingsChanged(Event):
    """`choices`: which settings, by name; never what they hold."""

    log_line = _("The group’s settings changed")
    choices: list[str]
