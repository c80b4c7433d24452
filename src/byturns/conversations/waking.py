"""How long somebody has waited while the group is awake: pure, for pages now and for alerts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Hours(Protocol):
    """What is needed of a group: its waking hours in its own time zone (24 is midnight)."""

    waking_from: int
    waking_to: int

    @property
    def zone(self) -> ZoneInfo: ...


def waited_waking_hours(group: Hours, since: datetime, now: datetime) -> float:
    """The waking hours of `group` that lie between `since` and `now`, as real hours.

    On the nights when clocks change, a day whose waking hours hold the change is an hour shorter or
    longer, as it is for those who live it. 0.0 when `now` is not after `since`.
    """
    since, now, zone = since.astimezone(UTC), now.astimezone(UTC), group.zone
    day, last = since.astimezone(zone).date(), now.astimezone(zone).date()
    waited = timedelta()
    while day <= last:
        opens = _at(day, group.waking_from, zone)
        shuts = _at(day, group.waking_to, zone)
        waited += max(min(shuts, now) - max(opens, since), timedelta())
        day += timedelta(days=1)
    return waited / timedelta(hours=1)


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    # In UTC, because Python subtracts two times of one zone by the clock on the wall.
    if hour == 24:
        day, hour = day + timedelta(days=1), 0
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
