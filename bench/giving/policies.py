"""Six ways in which an ask finds somebody. Three keep every member's limits, three are what groups do today."""

from __future__ import annotations

from collections.abc import Iterable
from math import log
from typing import TYPE_CHECKING

from bench.giving.world import Need, chance, moment
from bench.giving.year import Asked, Living, can, trust_needed
from byturns.reciprocity.matching import Ask, Weights, limit, suggest
from byturns.reciprocity.matching.choosing import patience

if TYPE_CHECKING:
    from bench.giving.year import Year


class Policy:
    name = ""
    keeps_limits = True

    def begin(self, year: Year) -> None:
        """Before the first day."""

    def holds_back(self, _year: Year, _asker: Living, _need: Need) -> bool:
        return False

    def opened(self, year: Year, ask: Asked, at: float) -> None:
        raise NotImplementedError

    def declined(self, _year: Year, _ask: Asked, _at: float) -> None:
        return


def as_ask(ask: Asked, at: float, weights: Weights, *, waiting: bool = True) -> Ask:
    """The need in the words of matching."""
    need = ask.need
    made = Ask(
        f"{need.number}",
        f"{need.who}",
        need.kind,
        ends=moment(need.ends),
        starts=moment(need.starts) if need.starts is not None else None,
        hours=need.hours,
        urgency=need.urgency,
        small=need.kind == "small",
        needs_trust=trust_needed(need),
        place=need.place,
        wanted=need.wanted,
        asked=frozenset(map(str, ask.asked)),
        declined=frozenset(map(str, ask.noes)),
        waiting=0,
    )
    if not waiting:
        return made
    given = patience(made, weights).total_seconds() / 3600
    out = sum(1 for number in ask.out if at - ask.asked[number] < given - 1e-9)
    return Ask(*(out if name == "waiting" else getattr(made, name) for name in Ask.__slots__))


class Ours(Policy):
    """The product's own matching, asked as the product asks it."""

    name = "Byturns"

    def __init__(self, weights: Weights | None = None) -> None:
        self.weights = weights or Weights()

    def opened(self, year: Year, ask: Asked, at: float) -> None:
        self.step(at, year, ask, ask.token)

    def declined(self, year: Year, ask: Asked, at: float) -> None:
        self.step(at, year, ask, ask.token)

    def step(self, at: float, year: Year, ask: Asked, token: int) -> None:
        if ask.closed or token != ask.token or not year.members[ask.need.who].here:
            return
        ask.token += 1
        small = ask.need.kind == "small"
        pool = [
            one.candidate(at)
            for one in year.by_kind.get(ask.need.kind, {}).values()
            if small or one.like.pace.times  # as the query of the product does
        ]
        found = suggest(
            as_ask(ask, at, self.weights), pool, self.weights, now=moment(at), seed=year.world.seed
        )
        for asking in found.now:
            year.question(at, ask, year.here[int(asking.who)])
        if found.next_at is not None:
            then = (found.next_at - moment(0)).total_seconds() / 3600
            year.at(max(then, at + 0.01), self.step, year, ask, ask.token)


class OneByOne(Policy):
    """Within everybody's limits, one after the other, in some order."""

    def order(self, year: Year, at: float) -> Iterable[Living]:
        raise NotImplementedError

    def opened(self, year: Year, ask: Asked, at: float) -> None:
        self.step(at, year, ask, ask.token)

    def declined(self, year: Year, ask: Asked, at: float) -> None:
        self.step(at, year, ask, ask.token)

    def step(self, at: float, year: Year, ask: Asked, token: int) -> None:
        if ask.closed or token != ask.token or not year.members[ask.need.who].here:
            return
        ask.token += 1
        now = moment(at)
        made = as_ask(ask, at, Weights(), waiting=False)
        kind = year.by_kind.get(ask.need.kind, {})
        again = at + patience(made, Weights()).total_seconds() / 3600
        for one in self.order(year, at):
            if one.like.number not in kind or one.like.quiet.holds(now):
                continue
            if limit(made, one.candidate(at), now) is None:
                self.took(year, one)
                year.question(at, ask, one)
                break
        else:
            again = at + 1.0  # nobody awake: look again
        if again < ask.need.ends:
            year.at(again, self.step, year, ask, ask.token)

    def took(self, _year: Year, _one: Living) -> None:
        return


class RoundRobin(OneByOne):
    name = "round robin"

    def begin(self, year: Year) -> None:
        self.last = -1

    def order(self, year: Year, at: float) -> Iterable[Living]:
        members = list(year.here.values())
        start = next((place for place, one in enumerate(members) if one.like.number > self.last), 0)
        return [*members[start:], *members[:start]]

    def took(self, _year: Year, one: Living) -> None:
        self.last = one.like.number


class LeastLoaded(OneByOne):
    name = "least loaded"

    def order(self, year: Year, at: float) -> Iterable[Living]:
        def load(one: Living) -> tuple[int, float]:
            recent = sum(1 for when, _ in reversed(one.given[-40:]) if at - when < 56 * 24)
            return recent, chance(year.world.seed, one.like.number, int(at))

        return sorted(year.here.values(), key=load)


class Board(Policy):
    """As in a forum: the ask stands there, who comes by and feels like it answers, and the first has it."""

    name = "first come first served"
    keeps_limits = False

    def opened(self, year: Year, ask: Asked, at: float) -> None:
        need = ask.need
        for one in list(year.by_kind.get(need.kind, {}).values()):
            if not one.like.looks or not can(need, one):
                continue
            drawn = max(chance(year.world.seed, need.number, one.like.number, 6), 1e-9)
            comes = at - log(drawn) * 24 / one.like.looks
            if comes < need.ends:
                year.at(comes, self.looks, year, ask, one)

    def looks(self, at: float, year: Year, ask: Asked, one: Living) -> None:
        if ask.closed or not one.here or one.on_break(at) is not None:
            return
        factor = year.given.steps_forward * self.keen(one)
        if year.answer(at, ask.need, one, factor):
            ask.asked[one.like.number] = at
            year.agree(at, ask, one)

    def keen(self, _one: Living) -> float:
        return 1.0


class TimeBank(Board):
    """A board with a ledger: who is in debt answers more and asks less, who is rich answers less."""

    name = "time bank"

    def keen(self, one: Living) -> float:
        return 1.5 if one.balance < 0 else 1.0 if one.balance <= 3 else 0.6

    def holds_back(self, year: Year, asker: Living, need: Need) -> bool:
        return asker.balance < 0 and chance(year.world.seed, need.number, 7) < year.given.holds_back


class Everyone(Policy):
    """As in WhatsApp: each ask pings everybody at once; who bears too many pings mutes the group."""

    name = "ask everyone"
    keeps_limits = False

    def opened(self, year: Year, ask: Asked, at: float) -> None:
        for one in list(year.here.values()):
            if one.muted or one.like.number == ask.need.who:
                continue
            one.pings = one.pings * 0.5 ** ((at - one.pinged_at) / 84) + 1  # about those of one week
            one.pinged_at = at
            if one.pings > year.given.pings_a_week:
                one.muted = chance(year.world.seed, ask.need.number, one.like.number, 8) < year.given.mutes
            one.questions += 1
            if can(ask.need, one) and year.answer(at, ask.need, one, year.given.steps_forward):
                year.at(at + year.delay(at, ask.need, one), self.replies, year, ask, one)

    def replies(self, at: float, year: Year, ask: Asked, one: Living) -> None:
        if ask.closed:
            ask.in_vain += ask.helper is not None
        elif one.here and not one.muted:
            year.agree(at, ask, one)


def six(weights: Weights | None = None) -> list[Policy]:
    return [Ours(weights), Board(), Everyone(), RoundRobin(), LeastLoaded(), TimeBank()]
