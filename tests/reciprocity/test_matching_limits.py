"""No limit of a member is ever broken, whatever is asked, answered and asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from byturns.reciprocity.matching import (
    NOT_NOW,
    Ask,
    Candidate,
    Help,
    Limit,
    Pace,
    Week,
    limit,
    plan_day,
    suggest,
)
from byturns.reciprocity.matching.limits import Needed
from tests.reciprocity.matching_worlds import HOUR, LOTS, MONDAY, Lot, wrongs

FORM = Ask("ask", "her", "form", ends=MONDAY + timedelta(days=3))
READY = Candidate("she", frozenset({"form"}), Pace(1, 7))
DAY = timedelta(days=1)


def test_who_has_said_she_can_may_be_asked():
    assert limit(FORM, READY, MONDAY) is None


@pytest.mark.parametrize(
    ("ask", "candidate", "found"),
    [
        ({}, {"key": "her"}, Limit.HERSELF),
        ({}, {"guest": True}, Limit.GUEST),
        ({}, {"apart": frozenset({"her"})}, Limit.APART),
        ({"declined": frozenset({"she"})}, {}, Limit.ASKED),
        ({"asked": frozenset({"she"})}, {}, Limit.ASKED),
        ({"circle": "small"}, {}, Limit.CIRCLE),
        ({}, {"break_until": MONDAY + HOUR}, Limit.BREAK),
        ({"kind": "lift"}, {}, Limit.KIND),
        ({"needs_trust": True}, {"trusted": False}, Limit.TRUST),
        ({"place": "north"}, {"how_far": 5.0, "distances": {"north": 6.0}}, Limit.DISTANCE),
        ({"place": "north"}, {"how_far": 5.0}, Limit.DISTANCE),
        ({}, {"free": Week.of([5], range(24))}, Limit.HOURS),
        ({"hours": 3}, {"free": Week.of(range(7), [9, 10])}, Limit.HOURS),
        (
            {"hours": 2, "starts": MONDAY, "ends": MONDAY + 2 * HOUR},
            {"free": Week.of([0], [10])},
            Limit.HOURS,
        ),
        ({}, {"pace": NOT_NOW}, Limit.PACE),
        ({}, {"given": (Help(MONDAY - 6 * DAY),)}, Limit.PACE),
        ({}, {"given": (Help(MONDAY + 6 * DAY),)}, Limit.PACE),
        ({}, {"open": (Help(MONDAY),)}, Limit.PACE),
        # Free today, but by the end of the window within a week of what she has agreed to.
        ({}, {"given": (Help(MONDAY + 8 * DAY),)}, Limit.PACE),
        ({"small": True}, {"small_pace": NOT_NOW}, Limit.PACE),
        (
            {"starts": MONDAY + HOUR, "ends": MONDAY + 2 * HOUR},
            {"pace": Pace(9, 7), "given": (Help(MONDAY, MONDAY + 2 * HOUR),)},
            Limit.BUSY,
        ),
        ({"ends": MONDAY + 5 * HOUR}, {"quiet": Week.of([0], range(8, 18))}, Limit.QUIET),
        ({"ends": MONDAY}, {}, Limit.QUIET),
    ],
)
def test_each_limit(ask, candidate, found):
    assert limit(replace(FORM, **ask), replace(READY, **candidate), MONDAY) == found


@pytest.mark.parametrize(
    ("ask", "candidate"),
    [
        ({}, {"break_until": MONDAY}),
        ({}, {"given": (Help(MONDAY - 7 * DAY),)}),
        ({}, {"given": (Help(MONDAY + 10 * DAY),)}),
        ({}, {"given": (Help(MONDAY, small=True),), "small_pace": Pace(1, 7)}),
        ({"small": True}, {"pace": NOT_NOW, "small_pace": Pace(1, 7)}),
        ({"place": "north"}, {}),
        ({"place": "north"}, {"how_far": 5.0, "distances": {"north": 5.0}}),
        ({"hours": 3}, {"free": Week.of([1], [9, 10, 11])}),
        ({"wanted": frozenset({"nights"})}, {}),  # other experience is no reason to leave anybody out
    ],
)
def test_what_is_no_limit(ask, candidate):
    assert limit(replace(FORM, **ask), replace(READY, **candidate), MONDAY) is None


def test_quiet_hours_put_the_question_off():
    found = suggest(FORM, [replace(READY, quiet=Week.of([0], range(8, 12)))], now=MONDAY)
    assert (found.now, [one.at for one in found.then], found.next_at) == (
        (),
        [MONDAY + 2 * HOUR],
        MONDAY + 2 * HOUR,
    )


@given(LOTS)
@settings(max_examples=100, deadline=None)
def test_no_limit_is_broken_in_any_course_of_one_ask(lot: Lot):
    ask = lot.ask()
    by_key = {one.key: one for one in lot.group()}
    now = MONDAY
    for answer in lot.choices(["yes", "no", "silent"], k=12):
        found = suggest(ask, by_key.values(), now=now)
        for one in found.now:
            assert wrongs(ask, by_key[one.who], now) == []
        for one in found.then:
            assert one.at >= now
            assert not by_key[one.who].quiet.holds(one.at)
        for one in found.now:
            ask, by_key[one.who] = answered(ask, by_key[one.who], answer, now)
        if found.next_at is None:
            break
        now = found.next_at


def answered(ask: Ask, member: Candidate, answer: str, now) -> tuple[Ask, Candidate]:
    this = Needed.by(ask, now).help
    asked = replace(ask, asked=ask.asked | {member.key})
    member = replace(member, last_asked=now)
    if answer == "yes":
        asked = replace(asked, how_many=max(asked.how_many - 1, 0))
        return asked, replace(member, given=(*member.given, this))
    if answer == "no":
        return replace(asked, declined=asked.declined | {member.key}), member
    return asked, replace(member, open=(*member.open, this))


@given(LOTS)
@settings(max_examples=60, deadline=None)
def test_no_limit_is_broken_in_a_plan_of_a_day(lot: Lot):
    many = lot.asks()
    by_key = {one.key: one for one in lot.group()}
    plan = plan_day(many, by_key.values(), now=MONDAY)
    for ask in sorted(many, key=lambda ask: (ask.ends, ask.key)):
        assert len(plan.asks[ask.key]) <= ask.how_many
        assert (plan.asks[ask.key] == ()) == (ask.key in plan.nobody)
    # Whatever the order in which they are asked, nobody can end over her pace.
    for ask in many:
        for one in plan.asks[ask.key]:
            assert [what for what in wrongs(ask, by_key[one.who], MONDAY) if what != "quiet hours"] == []
            assert not by_key[one.who].quiet.holds(one.at)
            by_key[one.who] = answered(ask, by_key[one.who], "silent", MONDAY)[1]
