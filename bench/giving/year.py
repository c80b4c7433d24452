"""One year of one group under one policy: who asks, who is asked, who answers, who tires, who leaves."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from math import exp
from typing import TYPE_CHECKING

from bench.giving.world import (
    AT_HOME,
    NORMAL,
    SMALL_PACE,
    TRUSTED_AFTER,
    YEAR,
    Member,
    Need,
    World,
    chance,
    moment,
)
from byturns.reciprocity.matching import ALWAYS, NOT_NOW, Candidate, Help, Urgency
from byturns.reciprocity.matching.limits import keeps

if TYPE_CHECKING:
    from bench.giving.policies import Policy

LAPSES = 48.0  # hours after which a question that nobody answered is taken back
REMEMBERED = 120 * 24.0


@dataclass(slots=True)
class Living:
    """A member as the year goes."""

    like: Member
    here: bool = False
    left_at: float | None = None
    why: str = ""
    given: list[tuple[float, Help]] = field(default_factory=list)  # when agreed, and the help
    open: dict[int, Help] = field(default_factory=dict)
    received: list[float] = field(default_factory=list)
    last_asked: float | None = None
    questions: int = 0
    burnt_until: float = -1.0
    over: int = 0  # helps beyond her pace
    pings: float = 0.0
    pinged_at: float = 0.0
    muted: bool = False
    balance: int = 0
    met: dict[str, int] = field(default_factory=dict)
    row: Candidate | None = None  # as matching sees her; made anew when something changes

    def in_crisis(self, at: float) -> bool:
        return any(start <= at < end for start, end, _ in self.like.crises)

    def on_break(self, at: float) -> float | None:
        return next((end for start, end, said in self.like.crises if said and start <= at < end), None)

    def candidate(self, at: float) -> Candidate:
        if self.row is None:
            like = self.like
            until = self.on_break(at)
            self.row = Candidate(
                f"{like.number}",
                like.kinds,
                like.pace,
                small_pace=SMALL_PACE,
                free=like.free,
                quiet=like.quiet,
                break_until=moment(until) if until is not None else None,
                trusted=at - like.joined >= TRUSTED_AFTER or like.joined == 0.0,
                apart=like.apart,
                how_far=like.how_far,
                distances=like.distances,
                tags=like.tags,
                given=tuple(one for when, one in self.given if at - when < REMEMBERED),
                open=tuple(self.open.values()),
                received=tuple(moment(one) for one in self.received if at - one < REMEMBERED),
                last_asked=moment(self.last_asked) if self.last_asked is not None else None,
                met=self.met,
            )
        return self.row


@dataclass(slots=True)
class Asked:
    """A need as the year goes."""

    need: Need
    asked: dict[int, float] = field(default_factory=dict)  # who, when
    noes: set[int] = field(default_factory=set)
    out: set[int] = field(default_factory=set)  # asked, may still answer
    helper: int | None = None
    waited: float | None = None
    in_vain: int = 0  # said yes when it was too late
    closed: bool = False
    held_back: bool = False
    token: int = 0


class Year:
    """Runs a world through a policy; afterwards `asks` and `members` hold what came of it."""

    def __init__(self, world: World, policy: Policy) -> None:
        self.world, self.policy, self.given = world, policy, world.given
        self.members = [Living(one) for one in world.members]
        self.here: dict[int, Living] = {}
        self.by_kind: dict[str, dict[int, Living]] = {}
        self.asks: list[Asked] = []
        self.never_made = 0  # needs of members who had left
        self.heap: list[tuple[float, int, Callable[..., None], tuple]] = []
        self.count = 0
        policy.begin(self)

    def run(self) -> Year:
        for one in self.members:
            self.at(one.like.joined, self.join, one)
            for need in one.like.needs:
                self.at(need.at, self.open, need)
            for start, end, said in one.like.crises:
                if said:
                    self.at(start, self.changed, one)
                    self.at(end, self.changed, one)
        while self.heap:
            at, _, what, of = heapq.heappop(self.heap)
            what(at, *of)
        return self

    def at(self, when: float, what: Callable[..., None], *of: object) -> None:
        self.count += 1
        heapq.heappush(self.heap, (when, self.count, what, of))

    def changed(self, _at: float, one: Living) -> None:
        one.row = None

    # coming and going

    def join(self, at: float, one: Living) -> None:
        one.here = True
        self.here[one.like.number] = one
        for kind in one.like.kinds:
            self.by_kind.setdefault(kind, {})[one.like.number] = one
        if one.like.joined:
            self.at(at + TRUSTED_AFTER, self.changed, one)
        if one.like.leaves < YEAR:
            self.at(one.like.leaves, self.go, one, "own reasons")

    def go(self, at: float, one: Living, why: str) -> None:
        if not one.here:
            return
        if why == "own reasons" and one.received and at - one.received[-1] < 90 * 24:
            stays = chance(self.world.seed, one.like.number, 77) < self.given.stays_when_helped
            if stays:
                return
        one.here, one.left_at, one.why = False, at, why
        del self.here[one.like.number]
        for kind in one.like.kinds:
            del self.by_kind[kind][one.like.number]

    # asking

    def open(self, at: float, need: Need) -> None:
        asker = self.members[need.who]
        if not asker.here:
            self.never_made += 1
            return
        ask = Asked(need)
        self.asks.append(ask)
        self.at(need.ends, self.close, ask)
        if self.policy.holds_back(self, asker, need):
            ask.held_back = True
            return
        self.policy.opened(self, ask, at)

    def question(
        self, at: float, ask: Asked, one: Living, *, factor: float = 1.0, after: float | None = None
    ) -> None:
        """Ask one member; her answer, if there will be one, comes later."""
        number = one.like.number
        ask.asked[number] = at
        one.last_asked, one.row = at, None
        one.questions += 1
        answer = self.answer(at, ask.need, one, factor)
        lapses = min(at + LAPSES, ask.need.ends)
        replies = at + self.delay(at, ask.need, one) if after is None else after
        if self.policy.keeps_limits:
            begins = moment(max(at, ask.need.starts or at))
            until = moment(ask.need.ends) if ask.need.starts is not None else None
            one.open[ask.need.number] = Help(begins, until, ask.need.kind == "small")
        ask.out.add(number)
        if answer is not None and replies <= lapses:
            self.at(replies, self.reply, ask, one, answer)
        else:
            self.at(lapses, self.lapse, ask, one)

    def answer(self, at: float, need: Need, one: Living, factor: float) -> bool | None:
        """Yes, no or never: the same draw for this need and member under every policy."""
        drawn = chance(self.world.seed, need.number, one.like.number)
        if drawn < self.will(at, one) * factor:
            return True
        silent = chance(self.world.seed, need.number, one.like.number, 1) < self.given.silence
        return None if silent else False

    def will(self, at: float, one: Living) -> float:
        if at < one.burnt_until or one.in_crisis(at):
            return 0.0
        helped = one.received and at - one.received[-1] < 56 * 24
        return min(one.like.will * (self.given.gives_when_helped if helped else 1.0), 0.95)

    def delay(self, at: float, need: Need, one: Living) -> float:
        """Hours until she answers: her own quiet hours do not count."""
        drawn = min(max(chance(self.world.seed, need.number, one.like.number, 2), 1e-6), 1 - 1e-6)
        hurry = 0.5 if need.urgency is Urgency.TODAY else 1.0
        hours = self.given.answer_hours * hurry * exp(NORMAL.inv_cdf(drawn) * 1.2)
        ends = at + hours
        while one.like.quiet.holds(moment(ends)):
            ends += 1.0
        return ends - at

    def reply(self, at: float, ask: Asked, one: Living, yes: bool) -> None:
        self.settle(ask, one)
        if ask.closed:
            ask.in_vain += yes
            return
        if not one.here:
            return
        if yes:
            self.agree(at, ask, one)
        else:
            ask.noes.add(one.like.number)
            self.policy.declined(self, ask, at)

    def lapse(self, _at: float, ask: Asked, one: Living) -> None:
        self.settle(ask, one)

    def settle(self, ask: Asked, one: Living) -> None:
        ask.out.discard(one.like.number)
        if one.open.pop(ask.need.number, None) is not None:
            one.row = None

    def agree(self, at: float, ask: Asked, one: Living) -> None:
        need, asker = ask.need, self.members[ask.need.who]
        small = need.kind == "small"
        help_at = max(at, need.starts or at)
        counted = [moment_of.at for _, moment_of in one.given if moment_of.small == small]
        pace = SMALL_PACE if small else one.like.pace
        beyond = pace.times == 0 or not keeps(pace, counted, moment(help_at))
        until = moment(need.ends) if need.starts is not None else None
        one.given.append((at, Help(moment(help_at), until, small)))
        one.balance += 1
        asker.balance -= 1
        asker.received.append(at)
        for a, b in ((one, asker), (asker, one)):
            a.met[f"{b.like.number}"] = a.met.get(f"{b.like.number}", 0) + 1
            a.row = None
        ask.helper, ask.waited = one.like.number, at - need.at
        self.over(ask)
        if beyond:
            one.over += 1
            if chance(self.world.seed, need.number, one.like.number, 3) < self.given.burnout:
                one.burnt_until = at + 24 * self.given.burnt_days
                if chance(self.world.seed, need.number, one.like.number, 4) < self.given.burnt_leaves:
                    self.go(at, one, "burnt out")

    def close(self, at: float, ask: Asked) -> None:
        if ask.closed:
            return
        self.over(ask)
        asker = self.members[ask.need.who]
        if asker.here and chance(self.world.seed, ask.need.number, 5) < self.given.lost_unanswered:
            self.go(at, asker, "unanswered")

    def over(self, ask: Asked) -> None:
        ask.closed = True
        for number in list(ask.out):
            one = self.members[number]
            if one.open.pop(ask.need.number, None) is not None:
                one.row = None


def can(need: Need, one: Living) -> bool:
    """Whether she could do it at all, whatever she has set: kind, hours, distance, and no block."""
    like = one.like
    if need.kind not in like.kinds or like.number == need.who or f"{need.who}" in like.apart:
        return False
    if like.pace is NOT_NOW and need.kind != "small":
        return False
    if need.place and like.how_far is not None and like.distances[need.place] > like.how_far:
        return False
    if like.free is ALWAYS or need.starts is None:
        return True
    return all(like.free.holds(moment(need.starts) + timedelta(hours=hour)) for hour in range(need.hours))


def trust_needed(need: Need) -> bool:
    return need.kind in AT_HOME
