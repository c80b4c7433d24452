"""How well a member and an ask go together, as one cost: lower is asked earlier."""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32

from byturns.reciprocity.matching.facts import ALWAYS, Ask, Asking, Because, Candidate, Reason, Weights
from byturns.reciprocity.matching.limits import Needed, first_open

FOUR_WEEKS = timedelta(days=28)
WEEK = timedelta(days=7)
SMALL_WEIGHS = 0.25  # of a whole help
AHEAD = 0.25  # of the help in question is counted already: who can carry more is asked a little earlier
MANY_KINDS = 8
MOST_MEETINGS = 3  # from then on a pair counts as one that meets all the time
MOST_REASONS = 3
LONG = timedelta(days=28)  # "nobody has asked you since" is said from then on


def faded(since: timedelta, half: timedelta) -> float:
    """1 just now, a half after `half`; what is still to come counts in full."""
    return float(0.5 ** max(since / half, 0.0))


def load(candidate: Candidate, now: datetime, *, more: float = 0.0) -> float:
    """What she agreed to lately, and `more`, as a share of what she can carry in four weeks; a no is none."""
    carried = more
    for one in candidate.given:
        carried += (SMALL_WEIGHS if one.small else 1.0) * faded(now - one.at, FOUR_WEEKS)
    if not carried:
        return 0.0
    can = candidate.pace.in_four_weeks
    if candidate.small_pace is not None:
        can += SMALL_WEIGHS * candidate.small_pace.in_four_weeks
    return carried / can if can else carried


def mostly_received(candidate: Candidate, now: datetime) -> float:
    """0 to 1: how much more she received than she gave lately. Kept inside; nothing ever shows it."""
    got = sum(faded(now - one, FOUR_WEEKS) for one in candidate.received)
    if not got:
        return 0.0
    gave = sum(faded(now - one.at, FOUR_WEEKS) for one in candidate.given)
    return max(got - gave, 0.0) / (got + gave + 1.0)


def standing(candidate: Candidate, weights: Weights, now: datetime, *, small: bool) -> float:
    """The part of the cost that is the same for all asks of one size."""
    cost = weights.spread * load(candidate, now, more=AHEAD * (SMALL_WEIGHS if small else 1.0))
    cost += weights.keep * min(len(candidate.kinds), MANY_KINDS) / MANY_KINDS
    if candidate.last_asked is not None:
        cost += weights.rest * faded(now - candidate.last_asked, WEEK)
    if small:
        cost -= weights.small_first * mostly_received(candidate, now)
    return cost


def between(ask: Ask, candidate: Candidate, weights: Weights, seed: int) -> float:
    """The part of the cost that lies between this ask and this member; never below 0."""
    cost = 0.0
    if ask.wanted:
        cost += weights.experience * (1 - len(ask.wanted & candidate.tags) / len(ask.wanted))
    if ask.place and candidate.distances:
        far = candidate.distances.get(ask.place)
        if far is not None:
            cost += weights.near * min(far / (candidate.how_far or max(far, 1.0)), 1.0)
    if candidate.met:
        cost += weights.mixing * min(candidate.met.get(ask.asker, 0), MOST_MEETINGS) / MOST_MEETINGS
    return cost + lot(f"{seed} {ask.key} {candidate.key}") * 1e-6


def lot(name: str) -> float:
    """Equals are drawn by lot, from 0 to 1: the same for the same name, and much quicker than a true hash."""
    # Multiplied, because alone the sums of two names that differ in one letter always differ alike.
    return (crc32(name.encode()) * 2654435761 & 0xFFFFFFFF) / 2**32


def because(ask: Ask, candidate: Candidate, now: datetime) -> tuple[Because, ...]:
    """Up to three reasons to tell her, strongest first: nothing about others, nor about what she received."""
    found = [Because(Reason.EXPERIENCE, tag) for tag in sorted(ask.wanted & candidate.tags)[:1]]
    if not found:
        found.append(Because(Reason.OFFERED, ask.kind))
    if ask.small:
        found.append(Because(Reason.SMALL))
    if candidate.last_asked is None:
        found.append(Because(Reason.NEVER_ASKED))
    elif now - candidate.last_asked >= LONG:
        found.append(Because(Reason.NOT_ASKED_SINCE, when=candidate.last_asked))
    if ask.place and candidate.distances.get(ask.place) is not None and candidate.how_far is not None:
        found.append(Because(Reason.NEAR, ask.place))
    if ask.starts is not None and candidate.free is not ALWAYS:
        found.append(Because(Reason.FREE_THEN, when=ask.starts))
    return tuple(found[:MOST_REASONS])


def asking(needed: Needed, candidate: Candidate, cost: float) -> Asking:
    """The question to her, at the first moment at which it may reach her."""
    at = first_open(candidate.quiet, needed.now, needed.last_chance) or needed.now
    return Asking(candidate.key, at, because(needed.ask, candidate, needed.now), cost)
