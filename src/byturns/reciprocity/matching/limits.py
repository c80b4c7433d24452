"""What is never broken. Each limit is one that a member, or the group, has set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from byturns.reciprocity.matching.facts import ALWAYS, HOURS_OF_WEEK, Ask, Candidate, Help, Pace, Week

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


class Limit(StrEnum):
    """Why somebody may not be asked. Told to nobody but the member herself ("why am I not asked?")."""

    HERSELF = "herself"
    GUEST = "guest"
    APART = "apart"
    ASKED = "asked"
    CIRCLE = "circle"
    BREAK = "break"
    KIND = "kind"
    TRUST = "trust"
    DISTANCE = "distance"
    HOURS = "hours"
    PACE = "pace"
    BUSY = "busy"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Needed:
    """What an ask comes to at this moment, worked out once for all candidates."""

    ask: Ask
    now: datetime
    at: datetime  # when the help would begin at the earliest: the pace is held there
    last_chance: datetime  # asking later is too late
    hours: int  # bits of the week in which it could be done
    whole: bool  # all of these hours are needed

    @classmethod
    def by(cls, ask: Ask, now: datetime) -> Needed:
        at = max(now, ask.starts) if ask.starts is not None else now
        takes = max(ask.hours, 1)
        last = ask.ends - takes * HOUR
        if ask.starts is not None:
            last = max(last, ask.starts)
        whole = ask.starts is not None and ask.ends - ask.starts <= takes * HOUR
        return cls(ask, now, at, last, _bits(at, ask.ends), whole)

    @property
    def help(self) -> Help:
        """The help as it would stand among those she agreed to."""
        return Help(self.at, self.ask.ends if self.whole else None, self.ask.small)


def limit(ask: Ask, candidate: Candidate, now: datetime) -> Limit | None:
    """The first limit that keeps `candidate` from being asked at `now`, or None.

    QUIET only when her quiet hours last until it is too late: before that she is asked when they end.
    """
    return limit_of(Needed.by(ask, now), candidate)


def limit_of(needed: Needed, candidate: Candidate) -> Limit | None:
    """As `limit`, for many candidates of one ask."""
    ask = needed.ask
    key = candidate.key
    if key == ask.asker:
        return Limit.HERSELF
    if candidate.guest:
        return Limit.GUEST
    if ask.asker in candidate.apart:
        return Limit.APART
    if key in ask.asked or key in ask.declined:
        return Limit.ASKED
    return own_limit(needed, candidate)


def own_limit(needed: Needed, candidate: Candidate) -> Limit | None:
    """The limits that she, and the group, have set whoever it is that asks."""
    ask = needed.ask
    if ask.circle is not None and ask.circle not in candidate.circles:
        return Limit.CIRCLE
    if candidate.break_until is not None and candidate.break_until > needed.now:
        return Limit.BREAK
    if ask.kind not in candidate.kinds:
        return Limit.KIND
    if ask.needs_trust and not candidate.trusted:
        return Limit.TRUST
    if ask.place and candidate.how_far is not None and _far(ask.place, candidate) > candidate.how_far:
        return Limit.DISTANCE
    if candidate.free is not ALWAYS and not _has_hours(needed, candidate.free):
        return Limit.HOURS
    if not within_pace(needed, candidate):
        return Limit.PACE
    if needed.whole and any(_clash(needed.help, other) for other in (*candidate.given, *candidate.open)):
        return Limit.BUSY
    if first_open(candidate.quiet, needed.now, needed.last_chance) is None:
        return Limit.QUIET
    return None


def within_pace(needed: Needed, candidate: Candidate) -> bool:
    """Whether one more, whenever in its window, keeps her pace in every stretch of days around it.

    What she was asked and has not answered counts as if she had agreed: she could say yes to all.
    """
    small = needed.ask.small
    pace = candidate.pace
    own = candidate.small_pace is not None
    if small and candidate.small_pace is not None:
        pace = candidate.small_pace
    if pace.times <= 0:
        return False
    if len(candidate.given) + len(candidate.open) < pace.times:
        return True
    all_of_it = (*candidate.given, *candidate.open)
    all_of_it = (*candidate.given, *candidate.open)
    counted = [one.at for one in all_of_it if not own or one.small == small]
    # It may come about on any day of the window. Where more would be too many, they are too many at one of
    # its ends or at one of the others.
    last = max(needed.at, needed.last_chance)
    between = [one for one in counted if needed.at < one < last]
    return all(keeps(pace, counted, at) for at in (needed.at, *between, last))


def keeps(pace: Pace, counted: Sequence[datetime], at: datetime) -> bool:
    """Whether `at` may join `counted` so that no stretch of `pace.days` holds more than `pace.times`."""
    span = timedelta(days=pace.days)
    near = sorted(one for one in counted if -span < one - at < span)
    if len(near) < pace.times:
        return True
    near.append(at)
    near.sort()
    return all(near[place + pace.times] - near[place] >= span for place in range(len(near) - pace.times))


def first_open(quiet: Week, now: datetime, last: datetime) -> datetime | None:
    """The first moment from `now` on that is not quiet; None if there is none by `last`."""
    if now > last:
        return None
    if not quiet.bits or not quiet.holds(now):
        return now
    at = now.replace(minute=0, second=0, microsecond=0)
    for _ in range(HOURS_OF_WEEK):
        at += HOUR
        if at > last:
            return None
        if not quiet.holds(at):
            return at
    return None


def _bits(start: datetime, end: datetime) -> int:
    """The hours of the week that lie between, those in part too."""
    if end - start >= WEEK:
        return ALWAYS.bits
    bits, at = 0, start.replace(minute=0, second=0, microsecond=0)
    while at < end:
        bits |= 1 << (at.weekday() * 24 + at.hour)
        at += HOUR
    return bits


def _has_hours(needed: Needed, free: Week) -> bool:
    """Whether she is free for long enough in one piece (for all of it, where the hours are fixed)."""
    both = needed.hours & free.bits
    if needed.whole:
        return both == needed.hours
    run = both | both << HOURS_OF_WEEK  # a piece may go over from Sunday to Monday
    for _ in range(max(needed.ask.hours, 1) - 1):
        run &= run >> 1
    return run != 0


def _far(place: str, candidate: Candidate) -> float:
    """A place that nobody can measure is too far for who has said how far she goes."""
    return candidate.distances.get(place, float("inf"))


def _clash(one: Help, other: Help) -> bool:
    if one.until is None or other.until is None:
        return False
    return one.at < other.until and other.at < one.until
