"""Who is in the group and what each will need in the year: drawn once from the seed, the same for every policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import NormalDist
from types import SimpleNamespace

from byturns.reciprocity.matching import ALWAYS, NEVER, NOT_NOW, Pace, Urgency, Week

START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
YEAR = 365 * 24.0  # times are hours since the start
KINDS = {"call": 25, "been there": 20, "form": 15, "small": 15, "lift": 10, "sitting in": 10, "loan": 5}
AT_HOME = {"lift", "sitting in"}
THERE = {"lift", "sitting in", "loan"}
PLACES = [(2.0, 2.0), (8.0, 2.0), (5.0, 5.0), (2.0, 8.0), (8.0, 8.0)]
TAGS = [f"tag {number}" for number in range(12)]
PACES = [(Pace(1, 28), 25), (Pace(2, 28), 31), (Pace(1, 7), 31), (Pace(2, 7), 13)]
SMALL_PACE = Pace(1, 7)
NIGHT = Week.of(range(7), [22, 23, *range(7)])
EVENINGS = Week.of(range(5), range(17, 22)) | Week.of([5, 6], range(8, 22))
TRUSTED_AFTER = 28 * 24.0
NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Need:
    number: int
    who: int
    at: float
    kind: str
    urgency: Urgency
    starts: float | None
    ends: float
    hours: int
    place: str
    wanted: frozenset[str]


@dataclass(slots=True)
class Member:
    """What somebody is like, whatever the policy."""

    number: int
    joined: float
    leaves: float  # for reasons of her own
    kinds: frozenset[str]
    pace: Pace
    will: float
    looks: float  # at the board, a day
    free: Week
    quiet: Week
    how_far: float | None
    distances: dict[str, float]
    tags: frozenset[str]
    apart: frozenset[str]
    crises: list[tuple[float, float, bool]]  # from, to, said so by a break
    needs: list[Need]


@dataclass(frozen=True)
class World:
    seed: int
    size: int
    given: SimpleNamespace
    members: list[Member]


def make(seed: int, size: int, given: SimpleNamespace) -> World:
    """A group of `size` at the start, those who join in the year, and everything that will happen to them."""
    rng = Random(f"{seed} {size}")
    joins = [0.0] * size
    at = 0.0
    while given.joins_a_year and (at := at + rng.expovariate(size * given.joins_a_year / YEAR)) < YEAR:
        joins.append(at)
    members = [
        _member(Random(f"{seed} {size} {number}"), number, joined, len(joins), given)
        for number, joined in enumerate(joins)
    ]
    number = 0
    for member in members:
        numbered = []
        for need in member.needs:
            numbered.append(_numbered(need, number))
            number += 1
        member.needs = numbered
    return World(seed, size, given, members)


def _numbered(need: Need, number: int) -> Need:
    return Need(number, *(getattr(need, name) for name in Need.__slots__[1:]))


def _member(rng: Random, number: int, joined: float, everybody: int, given: SimpleNamespace) -> Member:
    x, y = rng.uniform(0, 10), rng.uniform(0, 10)
    works = rng.random()
    free = ALWAYS
    if works < given.shifts:
        free = Week.of(range(7), range(6, 14)) if rng.random() < 0.5 else Week.of(range(7), range(14, 22))
    elif works < given.shifts + 0.3:
        free = EVENINGS
    pace = NOT_NOW
    if rng.random() >= given.not_now:
        pace = rng.choices([one for one, _ in PACES], [much for _, much in PACES])[0]
        pace = Pace(max(round(pace.times * given.pace), 1), round(pace.days * max(1 / given.pace, 1)))
    a = 2.0
    crises = _crises(rng, joined, given)
    member = Member(
        number,
        joined,
        joined + rng.expovariate(given.leaves_a_year / YEAR) if given.leaves_a_year else YEAR,
        frozenset(kind for kind in KINDS if rng.random() < (0.8 if kind == "small" else given.kinds)),
        pace,
        rng.betavariate(a, a * (1 - given.will) / given.will),
        0.0 if rng.random() < given.lurks else given.looks_a_day * rng.lognormvariate(0, given.looks_spread),
        free,
        NIGHT if rng.random() < 0.8 else NEVER,
        rng.choice([None, 3.0, 6.0, 10.0]),
        {f"place {n}": ((x - px) ** 2 + (y - py) ** 2) ** 0.5 for n, (px, py) in enumerate(PLACES)},
        frozenset(rng.sample(TAGS, rng.randint(1, 4))),
        frozenset(f"{rng.randrange(everybody)}" for _ in range(everybody // 50) if rng.random() < 0.5),
        crises,
        [],
    )
    member.needs = _needs(rng, member, given)
    return member


def _crises(rng: Random, joined: float, given: SimpleNamespace) -> list[tuple[float, float, bool]]:
    found, at = [], joined
    while given.crises_a_year and (at := at + rng.expovariate(given.crises_a_year / YEAR)) < YEAR:
        ends = at + 24 * given.crisis_days * rng.uniform(0.5, 1.5)
        found.append((at, ends, rng.random() < given.takes_a_break))
        at = ends
    return found


def _needs(rng: Random, member: Member, given: SimpleNamespace) -> list[Need]:
    found, at, most = [], member.joined, given.asks_a_year * max(given.crisis_asks, 1) / YEAR
    while (at := at + rng.expovariate(most)) < YEAR:
        hard = any(start <= at < end for start, end, _said in member.crises)
        if rng.random() < (1 if hard else 1 / max(given.crisis_asks, 1)):
            found.append(_need(rng, member.number, _awake(at)))
    return found


def _awake(at: float) -> float:
    """Asks are written by day: one of the night waits for the morning."""
    hour = at % 24
    return at if 7 <= hour < 22 else at + (7.5 - hour) % 24


def _need(rng: Random, who: int, at: float) -> Need:
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    urgency = rng.choices(list(Urgency), [2, 5, 3])[0]
    window = {Urgency.TODAY: 24.0, Urgency.SOON: 72.0, Urgency.WHENEVER: 14 * 24.0}[urgency]
    starts = None
    hours = 2 if kind in {"sitting in", "form"} else 1
    if kind in AT_HOME and urgency is not Urgency.TODAY:  # an appointment: at one hour of the day
        starts = float(int((at + window - 24) // 24) * 24 + rng.randint(9, 16))
        starts = max(starts, at + 24)
        window = starts + hours - at
    place = f"place {rng.randrange(len(PLACES))}" if kind in THERE else ""
    wanted = (
        frozenset(rng.sample(TAGS, rng.choice([1, 2]))) if kind in {"been there", "form"} else frozenset()
    )
    return Need(0, who, at, kind, urgency, starts, at + window, hours, place, wanted)


def moment(at: float) -> datetime:
    return START + timedelta(hours=at)


def chance(*of: int) -> float:
    """A number from 0 to 1 that belongs to these whole numbers alone: the same whatever happened before."""
    mixed = 0x9E3779B97F4A7C15
    for one in of:
        mixed = (mixed ^ one) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
        mixed ^= mixed >> 29
    mixed = mixed * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
    return ((mixed ^ mixed >> 32) & 0xFFFFFFFF) / 2**32
