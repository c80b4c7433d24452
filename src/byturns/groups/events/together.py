"""Who is in the group and how it is looked after. Ids only."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from byturns.core.events import Event, fact


@fact
@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class BreakTaken(Event):
    """A member rests until a date: whoever asks or reminds leaves her in peace."""

    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class BreakEnded(Event):
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class CaringChanged(Event):
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class DistanceChanged(Event):
    """Somebody keeps away from somebody, or no longer. Nobody else may ever hear of it."""

    distance_by_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Event):
    log_line = _("A steward removed a member")
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class WordsSettled(Event):
    """A member who was removed said what becomes of her words: keep, unnamed or down."""

    membership_id: int
    words: str


@fact
@dataclass(frozen=True, kw_only=True)
class MemberDied(Event):
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class DeathTold(Event):
    log_line = _("A member has died. We remember them")
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class StewardAsked(Event):
    log_line = _("A steward asked a member to be a steward too")
    offer_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class StewardOfferAnswered(Event):
    offer_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class StewardNamed(Event):
    log_line = _("A member became a steward, with their own yes")
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class StewardSteppedDown(Event):
    log_line = _("A steward stepped down")
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class StewardMadeByHost(Event):
    log_line = _("Whoever runs the server made a member a steward")
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ListenersNamed(Event):
    log_line = _("A steward changed who the listeners are")


@fact
@dataclass(frozen=True, kw_only=True)
class HearersNamed(Event):
    log_line = _("A steward changed who hears reports about stewards")


@fact
@dataclass(frozen=True, kw_only=True)
class GuestMade(Event):
    log_line = _("A steward let a guest in")
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class GuestEnded(Event):
    log_line = _("A guest’s visit ended")
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MemberRecorded(Event):
    log_line = _("A steward wrote down a member who has no e-mail")
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ContactSeen(Event):
    """Somebody looked at how to reach a member; she can read who and when."""

    look_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ContactChanged(Event):
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class TypistNamed(Event):
    log_line = _("A member named somebody who may type for them")
    grant_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class TypingEnded(Event):
    log_line = _("Somebody no longer types for a member")
    grant_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class CircleStarted(Event):
    circle_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class PairStarted(Event):
    """Two who agreed on something write to each other; the log does not tell."""

    circle_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class CircleAsked(Event):
    circle_id: int
    whom_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class CircleAnswered(Event):
    circle_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class CircleLeft(Event):
    circle_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class CircleClosed(Event):
    circle_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class PinTakenAway(Event):
    log_line = _("A steward took away a PIN that a member had forgotten")
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class RecoveryOpened(Event):
    log_line = _("A steward began to let a member back in at a new e-mail address")
    recovery_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class RecoveryVouched(Event):
    log_line = _("A second member said yes to a new e-mail address")
    recovery_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class RecoveryStopped(Event):
    log_line = _("A change of e-mail address was stopped")
    recovery_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MailboxMoved(Event):
    log_line = _("A member signs in at a new e-mail address")
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class OwnDataTaken(Event):
    membership_id: int
