"""Who is on duty when. Ids only; nobody is told of the first two but who is asked."""

from __future__ import annotations

from dataclasses import dataclass

from byturns.core.events import Event, fact


@fact
@dataclass(frozen=True, kw_only=True)
class DaysOffered(Event):
    """A listener said on which days she can be on duty."""

    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class DutyOffered(Event):
    """A listener asked the others to take a day of hers."""

    duty_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class DutyTaken(Event):
    duty_id: int
