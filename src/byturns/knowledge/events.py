"""Facts about what is kept. Ids only, never words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

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


@dataclass(frozen=True, kw_only=True)
class OfPage(Event):
    """Something became of a page."""

    page_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class PageStarted(OfPage):
    """A member begins to put together what several know. Only she and its tellers see it yet."""


@fact
@dataclass(frozen=True, kw_only=True)
class PageOpened(OfPage):
    """Enough members tell on it: the group finds it."""

    log_line = _("A page opened under “What we know”")


@fact
@dataclass(frozen=True, kw_only=True)
class PageClosed(OfPage):
    """Words were taken back and too few tell on it: it left the list, and its tellers are told."""

    log_line = _("A page under “What we know” left the list")


@fact
@dataclass(frozen=True, kw_only=True)
class PageChanged(OfPage):
    """A line was written, changed or taken out."""


@fact
@dataclass(frozen=True, kw_only=True)
class PageLookedAt(OfPage):
    """The group looked at it together."""

    log_line = _("A page under “What we know” was looked at together")
