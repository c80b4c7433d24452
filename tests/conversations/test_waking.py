from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byturns.conversations.waking import waited_waking_hours


@dataclass
class Hours:
    waking_from: int = 8
    waking_to: int = 21
    name: str = "Europe/London"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.name)


LONDON = ZoneInfo("Europe/London")


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("hours", "since", "now", "waited"),
    [
        (Hours(), london(2026, 11, 24, 9), london(2026, 11, 24, 12, 30), 3.5),
        (Hours(), london(2026, 11, 23, 22), london(2026, 11, 24, 7), 0),
        (Hours(), london(2026, 11, 23, 20), london(2026, 11, 24, 9), 2),
        (Hours(), london(2026, 11, 20, 8), london(2026, 11, 24, 8), 4 * 13),
        (Hours(), london(2026, 11, 24, 12), london(2026, 11, 24, 9), 0),
        # In spring the hour from 1 to 2 is not lived; in autumn it is lived twice.
        (Hours(0, 24), london(2026, 3, 29, 0), london(2026, 3, 30, 0), 23),
        (Hours(0, 24), london(2026, 10, 25, 0), london(2026, 10, 26, 0), 25),
        (Hours(1, 3), london(2026, 3, 29, 0), london(2026, 3, 29, 12), 1),
        (Hours(), london(2026, 3, 28, 20), london(2026, 3, 29, 9), 2),
        (Hours(name="America/New_York"), london(2026, 11, 24, 12), london(2026, 11, 24, 14), 1),
    ],
)
def test_waking_hours(hours, since, now, waited):
    assert waited_waking_hours(hours, since, now) == waited


moments = st.timedeltas(timedelta(0), timedelta(days=700)).map(
    lambda span: datetime(2026, 1, 1, tzinfo=UTC) + span
)
groups = st.builds(
    lambda opens, more, name: Hours(opens, min(opens + more, 24), name),
    st.integers(0, 23),
    st.integers(1, 24),
    st.sampled_from(["Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]),
)


@given(groups, moments, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_never_less_than_nothing_nor_more_than_the_clock(group, since, span):
    waited = waited_waking_hours(group, since, since + span)
    assert 0 <= waited <= span / timedelta(hours=1) + 1e-9


@given(groups, moments, st.lists(st.timedeltas(timedelta(0), timedelta(days=9)), min_size=2, max_size=2))
def test_two_waits_in_a_row_add_up(group, since, spans):
    middle, end = since + spans[0], since + spans[0] + spans[1]
    parts = waited_waking_hours(group, since, middle) + waited_waking_hours(group, middle, end)
    assert waited_waking_hours(group, since, end) == pytest.approx(parts)


@given(groups, moments)
def test_awake_and_asleep_make_up_the_clock(group, since):
    """Counting minute by minute over two days gives the same."""
    step = timedelta(minutes=15)
    start = since.replace(minute=0, second=0, microsecond=0)
    counted = 0
    for number in range(2 * 24 * 4):
        here = (start + number * step).astimezone(group.zone)
        counted += group.waking_from <= here.hour < group.waking_to
    assert waited_waking_hours(group, start, start + timedelta(days=2)) == pytest.approx(counted / 4)
