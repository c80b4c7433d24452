"""Facts about giving and receiving. Ids only. None tells of a no, and none who took a yes back."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from byturns.core.events import Event, fact


@fact
@dataclass(frozen=True, kw_only=True)
class AskMade(Event):
    """Somebody asks for something; also when the teller said yes to what another had put into words."""

    ask_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class AskProposed(Event):
    """A member put into words what the teller of a conversation could ask for; it waits for her yes."""

    ask_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class AskChanged(Event):
    ask_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MemberAsked(Event):
    """A member was asked, alone; what she answers is no fact."""

    asked_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class HelpOffered(Event):
    ask_id: int
    hand_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class HelpAgreed(Event):
    ask_id: int
    hand_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class AgreedEnded(Event):
    """What was agreed does not hold any more and the ask is open again. `by_id` stays empty."""

    ask_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class AskEnded(Event):
    """`how` is done, not_needed or past."""

    ask_id: int
    how: str


@fact
@dataclass(frozen=True, kw_only=True)
class PaceChosen(Event):
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class TrustRuleChanged(Event):
    log_line = _("A steward changed who may help in a home, in a car or with things of value")


@fact
@dataclass(frozen=True, kw_only=True)
class VouchesChosen(Event):
    """A member said whom she knows; not whom."""


@fact
@dataclass(frozen=True, kw_only=True)
class CarefulRead(Event):
    """A member has read what nobody checks."""


@fact
@dataclass(frozen=True, kw_only=True)
class DetailsPassed(Event):
    hand_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class Thanked(Event):
    hand_id: int
