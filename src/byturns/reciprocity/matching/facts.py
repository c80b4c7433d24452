"""What matching is told, and what it answers: plain frozen facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

HOURS_OF_WEEK = 168
NOBODY: frozenset[str] = frozenset()


class Urgency(StrEnum):
    """How soon an answer is needed; it decides how long each is given before the next is asked."""

    TODAY = "today"
    SOON = "soon"
    WHENEVER = "whenever"


@dataclass(frozen=True, slots=True)
class Week:
    """Hours of a week on the clock of the wall, as bits; hour 0 is Monday, midnight to one."""

    bits: int

    @classmethod
    def of(cls, days: Iterable[int], hours: Iterable[int]) -> Week:
        """These hours (0 to 23) on each of these days (0 is Monday)."""
        each = list(hours)
        bits = 0
        for day in days:
            for hour in each:
                bits |= 1 << (day * 24 + hour)
        return cls(bits)

    def __or__(self, other: Week) -> Week:
        return Week(self.bits | other.bits)

    def holds(self, at: datetime) -> bool:
        return bool(self.bits >> (at.weekday() * 24 + at.hour) & 1)


ALWAYS = Week((1 << HOURS_OF_WEEK) - 1)
NEVER = Week(0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a member may be asked to do something: "once a week" is Pace(1, 7)."""

    times: int
    days: int

    @property
    def in_four_weeks(self) -> float:
        return self.times * 28 / self.days


NOT_NOW = Pace(0, 7)


@dataclass(frozen=True, slots=True)
class Help:
    """One thing that a member agreed to, or is asked for just now. `until` only where its hours are fixed."""

    at: datetime
    until: datetime | None = None
    small: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody needs. `how_many` are still wanted, `waiting` were asked and may still answer."""

    key: str
    asker: str
    kind: str
    ends: datetime  # by then it must be done
    starts: datetime | None = None  # None: any time from now
    hours: int = 1  # how long it takes
    urgency: Urgency = Urgency.SOON
    how_many: int = 1
    waiting: int = 0
    small: bool = False  # a small give: read and nod, ring on the day, a recipe
    needs_trust: bool = False  # in a home, in a car, with things of value
    place: str = ""  # as rough as she likes; "" where it does not matter
    circle: str | None = None
    wanted: frozenset[str] = NOBODY  # tags of experience that would fit; never a condition
    asked: frozenset[str] = NOBODY  # who was asked before, whatever came of it
    declined: frozenset[str] = NOBODY
    patience: timedelta | None = None  # how long each is given before the next is asked


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member as matching sees her. The caller shows only the tags and places that it may."""

    key: str
    kinds: frozenset[str]  # what she said she can do
    pace: Pace
    small_pace: Pace | None = None  # None: small gives count within `pace`
    free: Week = ALWAYS  # when she can help
    quiet: Week = NEVER  # when nothing may reach her
    break_until: datetime | None = None
    guest: bool = False
    trusted: bool = True  # the group lets her help in a home, in a car, with things of value
    circles: frozenset[str] = NOBODY
    apart: frozenset[str] = NOBODY  # blocked, by her or by them: one and the same here
    how_far: float | None = None  # None: anywhere
    distances: Mapping[str, float] = field(default_factory=dict)  # to rough places, in the same measure
    tags: frozenset[str] = NOBODY
    given: tuple[Help, ...] = ()  # agreed in the last months, and what is still to come
    open: tuple[Help, ...] = ()  # asked, not yet answered
    received: tuple[datetime, ...] = ()
    last_asked: datetime | None = None
    met: Mapping[str, int] = field(default_factory=dict)  # how often she and they helped each other lately


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much. The group's own; the defaults were chosen in docs/reciprocity.md."""

    spread: float = 4.0
    experience: float = 2.0
    rest: float = 3.0  # who was asked lately is asked later
    small_first: float = 1.5  # who mostly received is offered the small gives
    keep: float = 1.0  # who can do many things is kept for what few can do
    near: float = 1.0
    mixing: float = 1.0  # the same pair again and again
    likely_yes: float = 0.3  # how often a question gets a yes in time, for the whole group, never per member
    sure: float = 0.99  # how sure each ask shall be of an answer, where there are enough to ask
    later_at_once: int = 2  # how many a later round may ask: the more, the fewer are asked at first
    most_at_once: int = 8
    patience: Mapping[Urgency, timedelta] = field(
        default_factory=lambda: {
            Urgency.TODAY: timedelta(hours=2),
            Urgency.SOON: timedelta(hours=8),
            Urgency.WHENEVER: timedelta(hours=24),
        }
    )


class Reason(StrEnum):
    """Why somebody is asked; `reasons.py` has the sentences."""

    EXPERIENCE = "experience"  # tag
    OFFERED = "offered"  # kind
    NEVER_ASKED = "never_asked"
    NOT_ASKED_SINCE = "not_asked_since"  # when
    FREE_THEN = "free_then"  # when
    NEAR = "near"  # place
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Because:
    """One reason with the value its sentence needs (a tag, a kind, a place, or a moment)."""

    reason: Reason
    about: str = ""
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """One member to ask: not before `at`, when her quiet hours are over; why, strongest first."""

    who: str
    at: datetime
    because: tuple[Because, ...]
    cost: float  # lower is better; for tests and benches, never shown


class Outlook(StrEnum):
    """What the asker may be told: it depends on the group's paces, never on who or how many said no."""

    GOOD = "good"
    FEW = "few"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Ask all of `now`; `then` are the next ones in order; look again at `next_at`.

    None: then it is too late to ask anybody. `then` may be empty and somebody be free again by `next_at`.
    """

    now: tuple[Asking, ...]
    then: tuple[Asking, ...]
    next_at: datetime | None
    outlook: Outlook
