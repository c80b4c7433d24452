"""What a year came to, and what it could have come to."""

from __future__ import annotations

from collections import defaultdict
from math import ceil
from statistics import mean, median, stdev

from bench.giving.world import SMALL_PACE, TRUSTED_AFTER, YEAR, moment
from bench.giving.year import LAPSES, Asked, Living, Year, can, trust_needed
from byturns.reciprocity.matching.limits import keeps

SINCE_HALF_A_YEAR = YEAR / 2
# Student's t for 95 %, by degrees of freedom; 1.96 from 60 on
T = {
    1: 12.71,
    2: 4.3,
    3: 3.18,
    4: 2.78,
    5: 2.57,
    6: 2.45,
    7: 2.36,
    8: 2.31,
    9: 2.26,
    11: 2.2,
    14: 2.14,
    19: 2.09,
    29: 2.05,
    39: 2.02,
}


def of(year: Year) -> dict[str, float]:
    """The figures of one year under one policy."""
    asks = year.asks
    met = [one for one in asks if one.waited is not None]
    waits = sorted(one.waited for one in met if one.waited is not None)
    gave = [len(one.given) for one in year.members]
    total = sum(gave)
    long_here = [
        one
        for one in year.members
        if one.like.joined < SINCE_HALF_A_YEAR
        and (one.left_at is None or one.left_at > one.like.joined + SINCE_HALF_A_YEAR)
    ]
    lost = [one for one in year.members if one.left_at is not None and one.why != "own reasons"]
    months = sum(((one.left_at or YEAR) - one.like.joined) / (28 * 24) for one in year.members)
    return {
        "asks": len(asks),
        "met": len(met) / max(len(asks), 1),
        "within 24 h": sum(wait <= 24 for wait in waits) / max(len(asks), 1),
        "within 72 h": sum(wait <= 72 for wait in waits) / max(len(asks), 1),
        "median wait": median(waits) if waits else float("nan"),
        "p90 wait": waits[ceil(len(waits) * 0.9) - 1] if waits else float("nan"),
        "gini": gini(gave),
        "busiest three": sum(sorted(gave)[-3:]) / total if total else 0.0,
        "over capacity": sum(one.over > 0 for one in year.members) / len(year.members),
        "lost": len(lost) / len(year.members),
        "both": sum(bool(one.given) and bool(one.received) for one in long_here) / max(len(long_here), 1),
        "questions a month": sum(one.questions for one in year.members) / months,
        "experience fits": fits(year, met),
        "yes in vain": sum(one.in_vain for one in asks) / max(len(asks), 1),
        "never made": year.never_made / max(len(asks) + year.never_made, 1),
    }


def fits(year: Year, met: list[Asked]) -> float:
    """Of those who wanted somebody with a certain experience: how many got one who shares at least some of it."""
    wanted = [one for one in met if one.need.wanted and one.helper is not None]
    shared = sum(bool(one.need.wanted & year.members[one.helper or 0].like.tags) for one in wanted)
    return shared / len(wanted) if wanted else float("nan")


def gini(values: list[int]) -> float:
    """0: all the same; towards 1: one does it all."""
    ordered, total = sorted(values), sum(values)
    if not total:
        return 0.0
    n = len(ordered)
    return sum((2 * place - n - 1) * value for place, value in enumerate(ordered, 1)) / (n * total)


def would(year: Year, ask: Asked, one: Living, at: float) -> bool:
    """Whether, asked at that moment, she would have said yes in time; her pace aside."""
    need = ask.need
    if not (one.like.joined <= at and (one.left_at is None or at < one.left_at)) or not can(need, one):
        return False
    if trust_needed(need) and one.like.joined and at - one.like.joined < TRUSTED_AFTER:
        return False
    if one.on_break(at) is not None or one.like.quiet.holds(moment(at)):
        return False
    if not year.answer(at, need, one, 1.0):
        return False
    delay = year.delay(at, need, one)
    return delay <= LAPSES and at + delay <= need.ends


def moments_of(ask: Asked) -> list[float]:
    """Where a window is looked at afterwards: its beginning, then four times a day."""
    need = ask.need
    steps = int((need.ends - need.at) / 6)
    return [need.at, *(need.at + 6 * step for step in range(1, steps + 1))]


def could_have_been_met(year: Year, ask: Asked) -> bool:
    """For an ask that was not: was there, at some moment, somebody under her pace and not asked who would have?"""
    small = ask.need.kind == "small"
    for one in year.members:
        if one.like.number in ask.asked:
            continue
        pace = SMALL_PACE if small else one.like.pace
        for at in moments_of(ask):
            if would(year, ask, one, at):
                known = [help_.at for when, help_ in one.given if when <= at and help_.small == small]
                if pace.times and keeps(pace, known, moment(max(at, ask.need.starts or at))):
                    return True
    return False


def best_possible(year: Year) -> int:
    """How many of these asks somebody could have met who knew every answer beforehand.

    Each member helps at most as often as her pace in each of its stretches counted from the first day; that is
    looser than the pace itself, so no plan can do better. What did happen is the start, and is improved by
    augmenting paths until nothing can be.
    """
    room: dict[tuple[int, int, bool], int] = {}
    holds: dict[tuple[int, int, bool], list[int]] = defaultdict(list)
    asks = [one for one in year.asks if not one.held_back]
    edges: dict[int, list[tuple[int, int, bool]]] = {}
    by_number = {one.need.number: one for one in asks}

    def slot(ask: Asked, one: Living, at: float) -> tuple[int, int, bool]:
        small = ask.need.kind == "small"
        pace = SMALL_PACE if small else one.like.pace
        found = (one.like.number, int(max(at, ask.need.starts or at) // (24 * pace.days)), small)
        room[found] = pace.times
        return found

    def ways(number: int) -> list[tuple[int, int, bool]]:
        if number not in edges:
            ask, found = by_number[number], {}
            for one in year.members:
                for at in moments_of(ask)[:: 4 if len(moments_of(ask)) > 20 else 1]:
                    if would(year, ask, one, at):
                        found[slot(ask, one, at)] = None
            edges[number] = list(found)
        return edges[number]

    unmet = []
    for ask in asks:
        if ask.helper is None:
            unmet.append(ask.need.number)
        else:
            one = year.members[ask.helper]
            holds[slot(ask, one, ask.need.at + (ask.waited or 0))].append(ask.need.number)

    def augment(number: int, seen: set[tuple[int, int, bool]]) -> bool:
        """One more met, by moving others to somebody else where need be."""
        queue, came = [number], {}
        while queue:
            one = queue.pop(0)
            for place in ways(one):
                if place in seen:
                    continue
                seen.add(place)
                came[place] = one
                if len(holds[place]) < room[place]:
                    while True:
                        holder = came[place]
                        before = next((other for other, kept in holds.items() if holder in kept), None)
                        holds[place].append(holder)
                        if holder == number:
                            return True
                        if before is None:
                            raise RuntimeError("an ask stood in the path without a place of its own")
                        holds[before].remove(holder)
                        place = before
                queue += holds[place]
        return False

    more = sum(augment(number, set()) for number in unmet)
    return len(asks) - len(unmet) + more


def interval(values: list[float]) -> tuple[float, float]:
    """Mean and half of the 95 % interval over the seeds."""
    values = [value for value in values if value == value]
    if len(values) < 2:
        return (values[0] if values else float("nan"), float("nan"))
    free = len(values) - 1
    t = min((limit for degrees, limit in T.items() if degrees <= free), default=12.71) if free < 60 else 1.96
    return mean(values), t * stdev(values) / len(values) ** 0.5
