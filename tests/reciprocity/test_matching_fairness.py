"""Whom matching asks first; load spreads; neither a no nor having received costs anybody help."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from byturns.reciprocity.matching import (
    NOT_NOW,
    Ask,
    Because,
    Candidate,
    Help,
    Outlook,
    Pace,
    Reason,
    Urgency,
    Week,
    plan_day,
    suggest,
)
from tests.reciprocity.matching_worlds import HOUR, KEYS, LOTS, MONDAY, Lot

DAY = timedelta(days=1)
SRC = Path(__file__).resolve().parents[2] / "src"
FORM = Ask("ask", "her", "form", ends=MONDAY + 7 * DAY, urgency=Urgency.WHENEVER, wanted=frozenset({"AA"}))
OFTEN = Pace(200, 7)


def member(key: str, **more) -> Candidate:
    return replace(Candidate(key, frozenset({"form"}), Pace(1, 7)), **more)


def order(ask: Ask, *members: Candidate) -> list[str]:
    found = suggest(ask, members, now=MONDAY)
    return [one.who for one in (*found.now, *found.then)]


def test_experience_comes_first_among_the_rested():
    assert order(FORM, member("a"), member("b", tags=frozenset({"AA"})), member("c"))[0] == "b"


def test_who_carried_much_of_what_she_can_comes_later_than_who_carried_little():
    some = (Help(MONDAY - 10 * DAY), Help(MONDAY - 20 * DAY))
    ask = replace(FORM, wanted=frozenset())
    members = [
        member("full", given=some, pace=Pace(2, 14)),
        member("strong", given=some, pace=Pace(2, 7)),
        member("fresh"),
    ]
    assert order(ask, *members) == ["fresh", "strong", "full"]


def test_who_was_asked_this_week_comes_later():
    ask = replace(FORM, wanted=frozenset())
    assert order(ask, member("asked", last_asked=MONDAY - DAY), member("rested")) == ["rested", "asked"]


def test_a_small_thing_goes_first_to_who_mostly_received_and_a_large_one_does_not():
    received = member("z", received=(MONDAY - DAY, MONDAY - 2 * DAY))
    others = [member(key, given=(Help(MONDAY - 30 * DAY),)) for key in "abc"]
    large = replace(FORM, wanted=frozenset())
    assert order(replace(large, small=True), *others, received)[0] == "z"
    even = [member(key) for key in "abc"]
    places = {order(replace(large, key=f"ask {n}"), *even, received).index("z") for n in range(30)}
    assert places == {0, 1, 2, 3}


def test_the_same_pair_is_not_put_together_again_and_again():
    ask = replace(FORM, wanted=frozenset())
    assert order(ask, member("friend", met={"her": 3}), member("other")) == ["other", "friend"]


def test_each_is_told_why_in_what_she_said_herself():
    since = MONDAY - 180 * DAY
    found = suggest(FORM, [member("she", tags=frozenset({"AA", "nights"}), last_asked=since)], now=MONDAY)
    assert found.now[0].because == (
        Because(Reason.EXPERIENCE, "AA"),
        Because(Reason.NOT_ASKED_SINCE, when=since),
    )
    small = replace(FORM, small=True, place="north", starts=MONDAY + DAY)
    near = member("she", how_far=3.0, distances={"north": 1.0}, free=Week.of(range(7), range(24)))
    assert [one.reason for one in suggest(small, [near], now=MONDAY).now[0].because] == [
        Reason.OFFERED,
        Reason.SMALL,
        Reason.NEVER_ASKED,
    ]


@pytest.mark.parametrize(
    ("hours", "at_once"),
    [(7 * 24, 1), (5 * 24, 5), (24, 8), (3, 8)],
)
def test_one_after_the_other_where_there_is_time_and_more_at_once_where_not(hours: int, at_once: int):
    ask = replace(FORM, ends=MONDAY + hours * HOUR)
    assert len(suggest(ask, [member(f"{n}") for n in range(40)], now=MONDAY).now) == at_once


def test_the_next_is_asked_after_the_time_the_asker_allows():
    ask = replace(FORM, patience=5 * HOUR)
    found = suggest(ask, [member(key) for key in "abc"], now=MONDAY)
    assert (len(found.now), found.next_at) == (1, MONDAY + 5 * HOUR)
    waiting = replace(ask, asked=frozenset({found.now[0].who}), waiting=1)
    assert suggest(waiting, [member(key) for key in "abc"], now=MONDAY).now == ()
    assert len(suggest(replace(waiting, waiting=0), [member(key) for key in "abc"], now=MONDAY).now) == 1


@given(st.integers(2, 9), st.integers(1, 40), st.integers(1, 200), st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_equals_who_all_say_yes_never_differ_by_more_than_one(people: int, times: int, gap: int, seed: int):
    """The stated bound, after every single ask."""
    members = {key: member(key, pace=OFTEN) for key in KEYS + ["m8"][: people - 8]}
    members = dict(list(members.items())[:people])
    count = Counter(dict.fromkeys(members, 0))
    now = MONDAY
    for number in range(times):
        ask = Ask(f"{number}", f"asker {number}", "form", ends=now + 7 * DAY, urgency=Urgency.WHENEVER)
        who = suggest(ask, members.values(), now=now, seed=seed).now[0].who
        count[who] += 1
        members[who] = replace(members[who], given=(*members[who].given, Help(now)), last_asked=now)
        assert max(count.values()) - min(count.values()) <= 1
        now += gap * HOUR


@given(st.integers(1, 30), st.lists(st.integers(1, 4), min_size=2, max_size=6))
@settings(max_examples=30, deadline=None)
def test_who_can_carry_more_carries_more_in_proportion(times: int, can: list[int]):
    """Of one day: shares of what each can carry never differ by more than one help of who can carry least."""
    members = {f"m{n}": member(f"m{n}", pace=Pace(50 * much, 28)) for n, much in enumerate(can)}
    for number in range(times):
        ask = Ask(f"{number}", f"asker {number}", "form", ends=MONDAY + 7 * DAY, urgency=Urgency.WHENEVER)
        who = suggest(ask, members.values(), now=MONDAY).now[0].who
        members[who] = replace(members[who], given=(*members[who].given, Help(MONDAY)))
        shares = [len(one.given) / one.pace.times for one in members.values()]
        assert max(shares) - min(shares) <= 1 / (50 * min(can)) + 1e-9


@given(LOTS)
@settings(max_examples=60, deadline=None)
def test_what_she_gave_declined_or_received_never_changes_who_helps_her(lot: Lot):
    """N7, and "not kept against anyone": her own row, and every no she ever said, are nothing to her ask."""
    ask = lot.ask()
    others = [one for one in lot.group() if one.key != ask.asker]
    hers = lot.candidate(ask.asker)
    assert suggest(ask, [*others, hers], now=MONDAY) == suggest(ask, others, now=MONDAY)
    assert plan_day([ask], [*others, hers], now=MONDAY) == plan_day([ask], others, now=MONDAY)


@given(LOTS)
@settings(max_examples=60, deadline=None)
def test_what_the_asker_is_told_is_the_same_whoever_declined_or_keeps_away(lot: Lot):
    ask, members = lot.ask(), lot.group()
    told = suggest(ask, members, now=MONDAY)
    noes = frozenset(one.who for one in (*told.now, *told.then))
    assert suggest(replace(ask, declined=noes), members, now=MONDAY).outlook == told.outlook
    away = [replace(one, apart=one.apart | {ask.asker}) for one in members]
    assert suggest(ask, away, now=MONDAY).outlook == told.outlook


@given(LOTS, st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_the_same_facts_give_the_same_answer_in_whatever_order_they_come(lot: Lot, seed: int):
    many, members = lot.asks(), lot.group()
    shuffled = list(members)
    lot.shuffle(shuffled)
    for ask in many:
        assert suggest(ask, shuffled, now=MONDAY, seed=seed) == suggest(ask, members, now=MONDAY, seed=seed)
    turned = plan_day(many[::-1], shuffled, now=MONDAY, seed=seed)
    assert turned.asks == plan_day(many, members, now=MONDAY, seed=seed).asks


def test_a_small_group_is_told_so_and_blocks_do_not_show_in_it():
    def told(*members: Candidate) -> Outlook:
        return suggest(FORM, members, now=MONDAY).outlook

    assert told() == told(member("a", pace=NOT_NOW)) == Outlook.NOBODY
    assert told(member("a")) == told(member("a", apart=frozenset({"her"}))) == Outlook.FEW
    assert told(*(member(key) for key in KEYS)) == Outlook.GOOD


def test_a_day_comes_out_better_than_one_ask_after_the_other():
    """Both would do for the form, one of them alone for the lift: the form goes to the other."""
    form = replace(FORM, key="form", ends=MONDAY + DAY, wanted=frozenset())
    lift = replace(FORM, key="lift", kind="lift", wanted=frozenset())
    both = member("both", kinds=frozenset({"form", "lift"}))
    plan = plan_day([form, lift], [both, member("one", given=(Help(MONDAY - 8 * DAY),))], now=MONDAY)
    assert {key: [one.who for one in many] for key, many in plan.asks.items()} == {
        "form": ["one"],
        "lift": ["both"],
    }


def test_each_ask_of_a_day_gets_one_before_any_gets_a_second():
    first = replace(FORM, key="first", how_many=2)
    second = replace(FORM, key="second", ends=MONDAY + 8 * DAY)
    plan = plan_day([first, second], [member("a"), member("b")], now=MONDAY)
    assert {key: len(many) for key, many in plan.asks.items()} == {"first": 1, "second": 1}


def test_more_than_a_day_can_give_is_left_and_named():
    many = [replace(FORM, key=f"{n}", asker=f"asker {n}") for n in range(3)]
    plan = plan_day(many, [member("a", pace=Pace(2, 7))], now=MONDAY)
    assert (sorted(len(found) for found in plan.asks.values()), len(plan.nobody)) == ([0, 1, 1], 1)
    assert plan_day([], [member("a")], now=MONDAY).asks == {}


@given(LOTS)
@settings(max_examples=30, deadline=None)
def test_a_plan_leaves_nobody_out_whom_it_could_still_serve(lot: Lot):
    many, members = lot.asks(how_many=1), lot.group()
    plan = plan_day(many, members, now=MONDAY)
    assume(plan.nobody)
    used = {one.who for found in plan.asks.values() for one in found}
    spare = [one for one in members if one.key not in used]
    for ask in many:
        if ask.key in plan.nobody:
            found = suggest(ask, spare, now=MONDAY)
            assert (*found.now, *found.then) == ()


def test_matching_knows_neither_django_nor_a_database_and_loads_the_optimiser_late():
    code = """if True:
        import sys, byturns.reciprocity.matching
        print({'django', 'networkx', 'numpy'} & set(sys.modules))
    """
    said = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(SRC)}, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "set()"
