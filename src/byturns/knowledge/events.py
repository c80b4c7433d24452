"""Facts about what is kept. Ids only, never words."""

from __future__ import annotations

from dataclasses import dataclass

from byturns.core.events import Event, fact


@dataclass(frozen=True, kw_only=True)
class OfExperience(Event):
    """Something became of one experience."""

    experience_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ExperienceKept(OfExperience):
    """Its teller said yes: the group can find it."""


@fact
@dataclass(frozen=True, kw_only=True)
class ExperienceChanged(OfExperience):
    """Its teller changed it, or has to say again that it is right."""


@fact
@dataclass(frozen=True, kw_only=True)
class ExperienceGone(OfExperience):
    """Its teller took it back: its words are nowhere any more."""


@fact
@dataclass(frozen=True, kw_only=True)
class LeaveAsked(Event):
    """Somebody asks whether words may be kept."""

    use_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class LeaveAnswered(Event):
    use_id: int
    choice: str


@fact
@dataclass(frozen=True, kw_only=True)
class UseTakenBack(Event):
    use_id: int
