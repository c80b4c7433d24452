"""A whole day at once: many asks, shared out so that the day as a whole comes out best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import nsmallest

from byturns.reciprocity.matching.facts import Ask, Asking, Candidate, Weights
from byturns.reciprocity.matching.fit import SMALL_WEIGHS, asking, between, standing
from byturns.reciprocity.matching.flow import Edge, cheapest
from byturns.reciprocity.matching.limits import Needed, limit_of

WIDTH = 30  # candidates looked at for each ask
AT_A_TIME = (
    500  # asks in one flow, the most urgent first: time then grows with the number of asks, not its square
)
ROOM = 8  # more than so many asks of one day go to nobody


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is asked for what today, by the ask's key, and the asks for which nobody may be asked."""

    asks: Mapping[str, tuple[Asking, ...]] = field(default_factory=dict)
    nobody: tuple[str, ...] = ()


def plan_day(
    asks: Sequence[Ask],
    candidates: Iterable[Candidate],
    weights: Weights | None = None,
    *,
    now: datetime,
    seed: int = 0,
    width: int = WIDTH,
) -> Plan:
    """Give each ask as many members as are still wanted, at the least cost over all asks of the day.

    Each ask gets one before any gets a second. Nobody is planned beyond her pace, or twice for one hour:
    what the flow cannot know (several asks in one stretch of days) is looked at again before it is taken.
    """
    weights = weights or Weights()
    pool = Pool.of(candidates)
    planned: dict[str, list[Asking]] = {ask.key: [] for ask in asks}
    in_order = sorted(asks, key=lambda ask: (ask.ends, ask.key))
    for start in range(0, len(in_order), AT_A_TIME):
        _plan_some(
            in_order[start : start + AT_A_TIME], pool, weights, planned, now=now, seed=seed, width=width
        )
    return Plan(
        {key: tuple(many) for key, many in planned.items()},
        tuple(key for key, many in planned.items() if not many),
    )


@dataclass(slots=True)
class Pool:
    """The members as they stand while the day is being planned."""

    members: dict[str, Candidate]
    by_kind: dict[str, list[str]]
    by_tag: dict[str, set[str]]

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> Pool:
        pool = cls({}, defaultdict(list), defaultdict(set))
        for candidate in candidates:
            pool.members[candidate.key] = candidate
            for kind in candidate.kinds:
                pool.by_kind[kind].append(candidate.key)
            for tag in candidate.tags:
                pool.by_tag[tag].add(candidate.key)
        return pool

    def take(self, who: str, needed: Needed) -> bool:
        """Count this help as hers, if no limit stands against it by now."""
        candidate = self.members[who]
        if limit_of(needed, candidate) is not None:
            return False
        self.members[who] = replace(candidate, open=(*candidate.open, needed.help))
        return True


def _plan_some(
    asks: Sequence[Ask],
    pool: Pool,
    weights: Weights,
    planned: dict[str, list[Asking]],
    *,
    now: datetime,
    seed: int,
    width: int,
) -> None:
    standings = {
        small: {key: standing(one, weights, now, small=small) for key, one in pool.members.items()}
        for small in {ask.small for ask in asks}
    }
    ranked = {
        (kind, small): sorted(pool.by_kind.get(kind, []), key=lambda key: (standings[small][key], key))
        for kind, small in {(ask.kind, ask.small) for ask in asks}
    }
    needs = {ask.key: Needed.by(ask, now) for ask in asks}
    edges: list[Edge] = []
    rows: dict[str, list[Edge]] = {}
    for ask in asks:
        row = _row(
            needs[ask.key], pool, weights, ranked[ask.kind, ask.small], standings[ask.small], seed, width
        )
        rows[ask.key] = row
        edges += row
    room = {who: _room(pool.members[who]) for who in dict.fromkeys(edge.who for edge in edges)}
    each = {who: _each_more(pool.members[who], weights) for who in room}
    taken = cheapest(edges, {ask.key: ask.how_many for ask in asks}, room, each)

    def give(ask: Ask, row: Iterable[Edge], most: int) -> None:
        for edge in row:
            if len(planned[ask.key]) >= most:
                return
            if pool.take(edge.who, needs[ask.key]):
                planned[ask.key].append(asking(needs[ask.key], pool.members[edge.who], edge.cost))

    for ask in asks:
        give(ask, sorted(taken.get(ask.key, ()), key=lambda edge: (edge.cost, edge.who)), ask.how_many)
    # What was refused above may still be met by somebody else; again the first before any second.
    for first in (True, False):
        for ask in asks:
            spare = [edge for edge in rows[ask.key] if not _has(planned[ask.key], edge.who)]
            give(ask, spare, min(ask.how_many, 1) if first else ask.how_many)


def _has(asked: Sequence[Asking], who: str) -> bool:
    return any(one.who == who for one in asked)


def _row(
    needed: Needed,
    pool: Pool,
    weights: Weights,
    ranked: Sequence[str],
    standings: Mapping[str, float],
    seed: int,
    width: int,
) -> list[Edge]:
    """The candidates for one ask: those who stand best, and besides them those whose experience fits."""
    ask = needed.ask
    found: dict[str, Edge] = {}

    def look(keys: Iterable[str], most: int) -> None:
        for key in keys:
            if len(found) >= most:
                return
            candidate = pool.members[key]
            if key not in found and limit_of(needed, candidate) is None:
                cost = standings[key] + between(ask, candidate, weights, seed)
                found[key] = Edge(ask.key, key, cost)

    fitting = set().union(*(pool.by_tag[tag] for tag in ask.wanted if tag in pool.by_tag))
    look(nsmallest(2 * width, fitting, key=lambda key: (standings[key], key)), width // 2)
    look(ranked, width)
    return sorted(found.values(), key=lambda edge: (edge.cost, edge.who))


def _room(candidate: Candidate) -> int:
    """How many more in one day's plan, at the most; each is looked at again when it is taken."""
    small = candidate.small_pace.times if candidate.small_pace is not None else 0
    return min(candidate.pace.times + small, ROOM)


def _each_more(candidate: Candidate, weights: Weights) -> float:
    """What a second and a third ask of the same day cost more, as load will once they are agreed."""
    return weights.spread / max(candidate.pace.in_four_weeks, SMALL_WEIGHS)
