"""Made-up asks and members for the tests of matching, and a judge who takes no shortcut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from byturns.reciprocity.matching import ALWAYS, NEVER, Ask, Candidate, Help, Pace, Urgency, Week

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
KINDS = ("lift", "call", "form")
TAGS = ("nights", "parent", "form")
KEYS = [f"m{number}" for number in range(8)]
HOUR = timedelta(hours=1)


PACES = [Pace(0, 7), Pace(1, 7), Pace(2, 7), Pace(1, 28), Pace(2, 28)]
WEEKS = [ALWAYS, ALWAYS, Week.of(range(5), range(9, 12)), Week.of([5, 6], range(24)), Week.of([0], [10])]
NIGHTS = [NEVER, NEVER, Week.of(range(7), [22, 23, *range(7)]), Week.of(range(5), range(8, 18))]


class Lot(Random):
    """Draws for one example; hypothesis draws the seed, which is much quicker than drawing every field."""

    def some(self, of: tuple[str, ...] | list[str]) -> frozenset[str]:
        return frozenset(one for one in of if self.random() < 0.6)

    def moment(self, days: int = 28) -> datetime:
        return MONDAY + self.randint(-24 * days, 24 * days) * HOUR

    def moments(self) -> list[datetime]:
        return [self.moment() for _ in range(self.choice([0, 0, 1, 2]))]

    def candidate(self, key: str) -> Candidate:
        return Candidate(
            key,
            kinds=self.some(KINDS),
            pace=self.choice(PACES),
            small_pace=self.choice([None, None, *PACES]),
            free=self.choice(WEEKS),
            quiet=self.choice(NIGHTS),
            break_until=self.choice([None, None, self.moment(7)]),
            guest=self.randint(0, 7) == 0,
            trusted=self.choice([True, True, False]),
            circles=self.some(["small"]),
            apart=frozenset(self.choice([[], [], [], ["m0"], ["m1"]])),
            how_far=self.choice([None, None, 0.0, 5.0]),
            distances=self.choice([{}, {"north": 3.0}, {"north": 8.0}]),
            tags=self.some(TAGS),
            given=tuple(Help(at) for at in self.moments()),
            received=tuple(self.moments()),
            last_asked=self.choice([None, self.moment()]),
            met=self.choice([{}, {"m0": 1}, {"m1": 5}]),
        )

    def group(self) -> list[Candidate]:
        return [self.candidate(key) for key in KEYS[: self.randint(1, len(KEYS))]]

    def ask(self, key: str = "ask", *, how_many: int = 2) -> Ask:
        starts = self.choice([None, MONDAY + self.randint(0, 72) * HOUR])
        hours = self.randint(1, 3)
        return Ask(
            key,
            asker=self.choice(KEYS[:3]),
            kind=self.choice(KINDS),
            starts=starts,
            ends=(starts or MONDAY) + self.randint(hours, 100) * HOUR,
            hours=hours,
            urgency=self.choice(list(Urgency)),
            how_many=self.randint(1, how_many),
            small=self.choice([True, False]),
            needs_trust=self.choice([True, False]),
            place=self.choice(["", "", "north", "elsewhere"]),
            circle=self.choice([None, None, None, "small"]),
            wanted=self.some(TAGS),
        )

    def asks(self, *, how_many: int = 2) -> list[Ask]:
        return [self.ask(f"ask {number}", how_many=how_many) for number in range(self.randint(1, 6))]


LOTS = st.integers(0, 2**32).map(Lot)


def wrongs(ask: Ask, member: Candidate, at: datetime) -> list[str]:
    """What would be wrong with asking `member` at `at`, looked at hour by hour, stretch by stretch."""
    begins = max(at, ask.starts) if ask.starts else at
    wrong = {
        "herself": member.key == ask.asker,
        "guest": member.guest,
        "apart": ask.asker in member.apart,
        "asked before": member.key in ask.asked | ask.declined,
        "circle": ask.circle is not None and ask.circle not in member.circles,
        "break": member.break_until is not None and member.break_until > at,
        "kind": ask.kind not in member.kinds,
        "trust": ask.needs_trust and not member.trusted,
        "distance": bool(ask.place)
        and member.how_far is not None
        and not member.distances.get(ask.place, 999) <= member.how_far,
        "quiet hours": member.quiet.holds(at),
        "hours": not _has_time(ask, member, begins),
        "too late": at > max(ask.ends - ask.hours * HOUR, ask.starts or ask.ends - ask.hours * HOUR),
        "pace": any(
            _over_pace(ask, member, begins + hours * HOUR) for hours in range(_hours_left(ask, begins))
        ),
    }
    return [what for what, is_so in wrong.items() if is_so]


def _has_time(ask: Ask, member: Candidate, begins: datetime) -> bool:
    first = begins.replace(minute=0)
    while first + (ask.hours - 1) * HOUR < ask.ends:
        if all(member.free.holds(first + hour * HOUR) for hour in range(ask.hours)):
            return True
        first += HOUR
    return False


def _hours_left(ask: Ask, begins: datetime) -> int:
    """Beginnings, an hour apart, at which it could still be done."""
    return max(int((ask.ends - ask.hours * HOUR - begins) / HOUR), 0) + 1


def _over_pace(ask: Ask, member: Candidate, begins: datetime) -> bool:
    pace, counted = member.pace, [*member.given, *member.open]
    if member.small_pace is not None:
        counted = [one for one in counted if one.small == ask.small]
        pace = member.small_pace if ask.small else pace
    times = [one.at for one in counted] + [begins]
    stretches = [
        sum(1 for other in times if start <= other < start + timedelta(days=pace.days))
        for start in times
        if start <= begins < start + timedelta(days=pace.days)
    ]
    return max(stretches) > pace.times
