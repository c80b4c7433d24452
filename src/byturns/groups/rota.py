"""Who is on duty on which day of a fortnight: pure, the same for everybody, and fair.

As many days as can be are somebody's. Nobody has a day that she did not offer, more days than she said, or
one while she rests. Of all ways to do that, the days are spread as evenly as they can be.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 14


@dataclass(frozen=True)
class Willing:
    """A listener as the rota knows her. `most`: days in a fortnight. `rests_until`: that day included."""

    number: int
    weekdays: frozenset[int]
    most: int
    rests_until: date | None = None

    def can(self, day: date) -> bool:
        """Whether she offered such a day and does not rest on it."""
        return day.weekday() in self.weekdays and (self.rests_until is None or day > self.rests_until)


def fortnight_of(day: date) -> list[date]:
    """The fourteen days, from a Monday on, that `day` is one of."""
    first = day - timedelta(days=(day.toordinal() - 1) % DAYS)
    return [first + timedelta(days=n) for n in range(DAYS)]


def plan(days: Sequence[date], willing: Collection[Willing], kept: Mapping[date, int]) -> dict[date, int]:
    """Whose each day is; a day that nobody can take is left out. `kept` stays as it is, and counts."""
    made = _Plan(willing, kept)
    for day in sorted(set(days) - kept.keys()):
        made.give([day], to=made.has_room)
    while made.even_out():
        pass
    return {day: kept[day] for day in days if day in kept} | made.whose


class _Plan:
    """The days given so far; a day may change hands again as long as no other is lost by it."""

    def __init__(self, willing: Collection[Willing], kept: Mapping[date, int]) -> None:
        self.able = {one.number: one for one in willing}
        self.kept = kept
        self.whose: dict[date, int] = {}

    def load(self, number: int) -> int:
        """How many days she has, with those that stay as they are."""
        return sum(one == number for one in (*self.kept.values(), *self.whose.values()))

    def has_room(self, number: int) -> bool:
        return self.load(number) < self.able[number].most

    def takers(self, day: date) -> list[int]:
        """Who can have it, the best first: fewest days, then the nearest other one far off, then by turn."""

        def order(number: int) -> tuple[int, int, int]:
            hers = [other for other, one in {**self.kept, **self.whose}.items() if one == number]
            near = min((abs((other - day).days) for other in hers), default=DAYS)
            return self.load(number), -near, (number - day.toordinal() // DAYS) % (max(self.able) + 1)

        return sorted((number for number, one in self.able.items() if one.can(day)), key=order)

    def give(self, start: Sequence[date], to: Callable[[int], bool], seen: Collection[int] = ()) -> bool:
        """Give one of these days to somebody, by the shortest chain of days that change hands.

        It ends with somebody whom `to` allows one more. Whether there is such a chain.
        """
        passed = set(seen)
        todo = deque(start)
        before: dict[date, list[tuple[date, int]]] = {day: [] for day in start}
        while todo:
            day = todo.popleft()
            for number in self.takers(day):
                if number in passed:
                    continue
                passed.add(number)
                chain = [*before[day], (day, number)]
                if to(number):
                    self.whose.update(chain)
                    return True
                for other in sorted(self.whose):
                    if self.whose[other] == number and other not in before:
                        before[other] = chain
                        todo.append(other)
        return False

    def even_out(self) -> bool:
        """Let somebody with many days give one to somebody with at least two fewer; whether anybody could."""
        for number in sorted(self.able, key=lambda one: (-self.load(one), one)):
            hers = [day for day in sorted(self.whose) if self.whose[day] == number]
            fewer = self.load(number) - 1
            can = {one for one in self.able if self.has_room(one) and self.load(one) < fewer}
            if self.give(hers, can.__contains__, {number}):
                return True
        return False
