"""Who may be interrupted: the table, and what holds for anybody at any moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byturns.notifications import audience
from byturns.notifications.audience import Listener, Said, Why
from byturns.notifications.kinds import Pace

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday
HER = Listener(
    is_inside=True,
    is_guest=False,
    has_address=True,
    rests_until=None,
    pace=Pace.EACH,
    hour=8,
    weekday=0,
    quiet_from=0,
    quiet_to=0,
    quiet_days=frozenset(),
    zone=LONDON,
)

TABLE = [
    ({}, {}, Why.AS_IT_COMES),
    ({"pace": Pace.DAILY}, {}, Why.LETTER),
    ({"pace": Pace.WEEKLY}, {}, Why.LETTER),
    ({"pace": Pace.MONTHLY}, {}, Why.LETTER),
    ({"pace": Pace.MINE}, {}, Why.NOT_FOR_HER),
    ({"pace": Pace.MINE}, {"hers": True}, Why.FOR_HER),
    ({"pace": Pace.DAILY}, {"followed": True}, Why.FOR_HER),
    ({"pace": Pace.NONE}, {}, Why.WANTS_NONE),
    ({"pace": Pace.NONE}, {"hers": True}, Why.WANTS_NONE),
    ({"pace": Pace.NONE}, {"followed": True}, Why.FOR_HER),
    ({"pace": Pace.MONTHLY}, {"to_everyone": True}, Why.TO_EVERYONE),
    ({"pace": Pace.MINE}, {"to_everyone": True}, Why.TO_EVERYONE),
    ({"pace": Pace.NONE}, {"to_everyone": True}, Why.WANTS_NONE),
    ({"rests_until": date(2026, 11, 24)}, {"to_everyone": True}, Why.RESTING),
    ({}, {"blocked": True, "to_everyone": True}, Why.BLOCKED),
    ({}, {"by_her": True}, Why.OWN),
    ({}, {"muted": True}, Why.MUTED),
    ({}, {"muted": True, "followed": True}, Why.MUTED),
    ({}, {"blocked": True}, Why.BLOCKED),
    ({}, {"brought_in": True}, Why.BROUGHT_IN),
    ({"is_inside": False}, {"followed": True}, Why.OUTSIDE),
    ({"is_guest": True}, {"followed": True}, Why.GUEST),
    ({"has_address": False}, {}, Why.NO_ADDRESS),
    ({"rests_until": date(2026, 11, 24)}, {"followed": True}, Why.RESTING),
    ({"rests_until": date(2026, 11, 23)}, {}, Why.AS_IT_COMES),
]


@pytest.mark.parametrize(("her", "said", "why"), TABLE)
def test_the_table(her, said, why):
    verdict = audience.decide(replace(HER, **her), Said(**said), NOON)
    assert verdict.why == why
    assert verdict.at == (NOON if why in {Why.AS_IT_COMES, Why.FOR_HER, Why.TO_EVERYONE} else None)


MOMENTS = st.integers(1_704_067_200, 1_893_456_000).map(lambda at: datetime.fromtimestamp(at, UTC))
LISTENERS = st.builds(
    Listener,
    is_inside=st.booleans(),
    is_guest=st.booleans(),
    has_address=st.booleans(),
    rests_until=st.none() | st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    pace=st.sampled_from(Pace.values),
    hour=st.integers(0, 23),
    weekday=st.integers(0, 6),
    quiet_from=st.integers(0, 23),
    quiet_to=st.integers(0, 23),
    quiet_days=st.frozensets(st.integers(0, 6), max_size=6),
    zone=st.sampled_from([LONDON, ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/St_Johns")]),
)
SAIDS = st.builds(
    Said,
    by_her=st.booleans(),
    blocked=st.booleans(),
    muted=st.booleans(),
    followed=st.booleans(),
    hers=st.booleans(),
    brought_in=st.booleans(),
    to_everyone=st.booleans(),
)


@given(LISTENERS, SAIDS, MOMENTS)
def test_nobody_who_must_not_be_told_is_ever_told(her: Listener, said: Said, now: datetime):
    verdict = audience.decide(her, said, now)
    told = verdict.at is not None or verdict.in_letter
    if told:
        assert her.is_inside
        assert not her.is_guest
        assert her.has_address
        assert (said.by_her, said.blocked, said.muted, said.brought_in) == (False,) * 4
        assert not audience.rests(her, now)
    if verdict.at is not None:
        assert verdict.at >= now
        assert not audience.is_quiet(her, verdict.at)
        assert verdict.at - now <= timedelta(days=8)


@given(LISTENERS, SAIDS, MOMENTS)
def test_at_any_other_pace_only_what_she_follows_is_told_at_once(her: Listener, said: Said, now: datetime):
    """So that nothing need be looked up about her when something is said (queries.hearers_of)."""
    if her.pace not in audience.AT_ONCE and not said.followed:
        assert audience.decide(her, replace(said, to_everyone=False), now).at is None
    if her.pace == Pace.NONE and not said.followed:
        assert audience.decide(her, said, now).at is None


@given(LISTENERS, SAIDS, MOMENTS)
def test_what_is_said_of_the_reach_is_what_the_mails_will_do(her: Listener, said: Said, now: datetime):
    comes, verdict = audience.comes_at(her, said, now), audience.decide(her, said, now)
    if not verdict.in_letter:
        assert comes == verdict.at
        return
    assert comes is not None
    assert comes >= now
    assert audience.letter_is_due(her, comes, now - timedelta(minutes=1))


@settings(max_examples=15, deadline=None)
@given(LISTENERS, MOMENTS)
def test_a_letter_goes_at_most_once_for_each_of_its_days(her: Listener, start: datetime):
    her = replace(her, rests_until=None, quiet_from=0, quiet_to=0, quiet_days=frozenset())
    last, gone = start, []
    for step in range(24 * 2 * 9):
        now = start + timedelta(minutes=30 * step)
        if audience.letter_is_due(her, now, last):
            gone.append(now)
            last = now
    days = [moment.astimezone(her.zone).date() for moment in gone]
    assert len(days) == len(set(days))
    if her.pace == Pace.DAILY:
        assert len(days) >= 8
    if her.pace in {Pace.EACH, Pace.MINE, Pace.NONE}:
        assert days == []
    assert all(moment.astimezone(her.zone).hour >= her.hour for moment in gone)


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("quiet", "days", "now", "opens"),
    [
        ((21, 8), "", on(24, 22, 30), on(25, 8)),
        ((21, 8), "", on(24, 7, 59), on(24, 8)),
        ((21, 8), "", on(24, 8), on(24, 8)),
        ((0, 0), "1", on(24, 9), on(25, 0)),
        ((21, 8), "56", on(27, 23), on(30, 8)),
        ((0, 0), "0123456", NOON, NOON + timedelta(days=7)),
    ],
)
def test_what_comes_in_a_quiet_time_waits_until_it_is_over(quiet, days, now, opens):
    quiet_days = frozenset(int(day) for day in days)
    her = replace(HER, quiet_from=quiet[0], quiet_to=quiet[1], quiet_days=quiet_days)
    assert audience.next_open(her, now) == opens


MONTHLY = {"pace": Pace.MONTHLY}
LATE = {"quiet_from": 21, "quiet_to": 8, "hour": 22}


@pytest.mark.parametrize(
    ("her", "last", "now", "due"),
    [
        # Missed because the server was off: at her next hour, also on a later day.
        (MONTHLY, on(1, 7), on(3, 7), False),
        (MONTHLY, on(1, 7), on(3, 8), True),
        (MONTHLY, on(1, 8, 10), on(3, 8), False),
        ({"pace": Pace.WEEKLY, "weekday": 0}, on(20, 8), on(25, 9), True),
        # Her hour lies in quiet hours, or its day is quiet.
        ({"quiet_days": frozenset({1})}, on(23, 9), on(24, 9), False),
        ({"quiet_days": frozenset({1})}, on(23, 9), on(25, 8), True),
        ({"quiet_from": 7, "quiet_to": 10}, on(23, 10), on(24, 9), False),
        ({"quiet_from": 7, "quiet_to": 10}, on(23, 10), on(24, 10), True),
        (LATE, on(23, 8), on(24, 7), False),
        (LATE, on(23, 8), on(24, 8), True),
        # A break swallows nothing: one letter at her first hour after it, whatever her pace.
        ({"rests_until": date(2026, 11, 23), "pace": Pace.EACH}, on(2, 8), on(24, 7, 59), False),
        ({"rests_until": date(2026, 11, 23), "pace": Pace.EACH}, on(2, 8), on(24, 8), True),
        ({"rests_until": date(2026, 11, 23), "pace": Pace.MINE}, on(24, 8), on(24, 9), False),
        ({"rests_until": date(2026, 11, 23), "pace": Pace.NONE}, on(2, 8), on(24, 8), False),
        ({"rests_until": date(2026, 11, 2), **MONTHLY}, on(1, 7), on(3, 8), True),
        ({"rests_until": date(2026, 11, 2), "pace": Pace.EACH}, on(1, 7), on(24, 8), False),
    ],
)
def test_when_a_letter_is_due(her, last, now, due: bool):
    assert audience.letter_is_due(replace(HER, **{"pace": Pace.DAILY, **her}), now, last) is due


@pytest.mark.parametrize(
    ("listener", "why"),
    [
        ({}, Why.FOR_HER),
        ({"pace": Pace.DAILY}, Why.FOR_HER),
        ({"pace": Pace.MINE}, Why.FOR_HER),
        ({"pace": Pace.NONE}, Why.WANTS_NONE),
        ({"is_inside": False}, Why.OUTSIDE),
        ({"is_guest": True}, Why.GUEST),
        ({"has_address": False}, Why.NO_ADDRESS),
        ({"rests_until": date(2026, 11, 24)}, Why.RESTING),
    ],
)
def test_who_is_asked_by_mail_whether_it_helped(listener, why):
    verdict = audience.asked_after(replace(HER, **listener), NOON)
    assert (verdict.why, verdict.at) == (why, NOON if why is Why.FOR_HER else None)


@given(LISTENERS, MOMENTS)
def test_nobody_is_asked_in_her_quiet_hours_whether_it_helped(listener, now):
    verdict = audience.asked_after(listener, now)
    if verdict.at is not None:
        assert verdict.at >= now
        assert len(listener.quiet_days) == 7 or not audience.is_quiet(listener, verdict.at)
        assert not audience.rests(listener, now)
