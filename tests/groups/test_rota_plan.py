"""The plan of a fortnight: everybody's own pace, as many days as can be, and spread evenly."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from byturns.groups import rota
from byturns.groups.rota import Willing

MONDAY = rota.fortnight_of(date(2026, 11, 24))[0]
FORTNIGHT = rota.fortnight_of(MONDAY)
willing = st.lists(
    st.builds(
        Willing,
        number=st.integers(1, 9),
        weekdays=st.frozensets(st.integers(0, 6)),
        most=st.integers(1, 14),
        rests_until=st.none() | st.sampled_from(FORTNIGHT),
    ),
    max_size=6,
    unique_by=lambda one: one.number,
)
kept_days = st.dictionaries(st.sampled_from(FORTNIGHT), st.integers(1, 9), max_size=4)


def most_that_can_be(people: list[Willing], days: list[date], had: Counter) -> int:
    """How many days can be somebody's, worked out in another way: each place of each person takes one day."""
    places = [one for one in people for _ in range(max(0, one.most - had[one.number]))]
    whose: dict[int, date] = {}

    def seat(day: date, tried: set[int]) -> bool:
        for number, one in enumerate(places):
            if one.can(day) and number not in tried:
                tried.add(number)
                if number not in whose or seat(whose[number], tried):
                    whose[number] = day
                    return True
        return False

    return sum(seat(day, set()) for day in days)


@given(willing, kept_days)
def test_everybodys_pace_is_kept_and_no_day_is_lost(people: list[Willing], kept: dict[date, int]):
    made = rota.plan(FORTNIGHT, people, kept)
    had = Counter(kept.values())
    new = {day: number for day, number in made.items() if day not in kept}
    assert {day: made[day] for day in kept} == kept
    known = {one.number: one for one in people}
    assert [day for day, number in new.items() if not known[number].can(day)] == []
    loads = Counter(made.values())
    assert [n for n in set(new.values()) if loads[n] > max(known[n].most, had[n])] == []
    free = [day for day in FORTNIGHT if day not in kept]
    assert len(new) == most_that_can_be(people, free, had)


@given(willing, kept_days)
def test_the_plan_is_the_same_in_whatever_order_they_said_it(people, kept):
    assert rota.plan(FORTNIGHT, people, kept) == rota.plan(FORTNIGHT[::-1], people[::-1], kept)


@given(willing)
def test_nobody_has_two_more_than_somebody_who_could_take_one(people: list[Willing]):
    made = rota.plan(FORTNIGHT, people, {})
    loads = Counter(made.values())
    unfair = [
        (day, one.number)
        for day, number in made.items()
        for one in people
        if one.can(day) and loads[one.number] < one.most and loads[number] - loads[one.number] >= 2
    ]
    assert unfair == []


def test_who_can_always_shares_evenly_and_not_two_days_running():
    people = [Willing(number, frozenset(range(7)), 14) for number in (1, 2, 3, 4)]
    made = rota.plan(FORTNIGHT, people, {})
    assert sorted(Counter(made.values()).values()) == [3, 3, 4, 4]
    assert [day for day in FORTNIGHT[1:] if made[day] == made[day - timedelta(days=1)]] == []


def test_another_fortnight_begins_with_somebody_else():
    people = [Willing(number, frozenset({0}), 1) for number in (1, 2, 3)]
    firsts = {
        rota.plan(days, people, {})[days[0]]
        for n in range(3)
        for days in [rota.fortnight_of(MONDAY + timedelta(days=14 * n))]
    }
    assert firsts == {1, 2, 3}


def test_a_fortnight_begins_on_a_monday_and_holds_the_day():
    for n in range(40):
        days = rota.fortnight_of(MONDAY + timedelta(days=n))
        assert (len(days), days[0].weekday()) == (14, 0)
        assert MONDAY + timedelta(days=n) in days
