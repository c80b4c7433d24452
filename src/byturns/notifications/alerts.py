"""Nobody waits unseen: who is asked to look, and when. Pure (settled points 2 and 3).

After four waking hours the listener on duty, after twelve hours by the clock a second, after twenty-four all.
The hours belong to the group. Whoever rests is passed over; in somebody's quiet hours the next whose hours
are open is asked, and if there is none, the first whose hours open again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from byturns.notifications import audience
from byturns.notifications.audience import Listener

ALL = 3  # the step at which every listener is asked
LOOKS_FOR = timedelta(hours=4)  # so long "I am looking at this" keeps a second from being asked


@dataclass(frozen=True)
class Hours:
    """After how long each step is due: the first in waking hours of the group, the others by the clock."""

    first: float = 4
    second: float = 12
    third: float = 24


@dataclass(frozen=True)
class OnCall:
    """Somebody who can be asked."""

    number: int
    listener: Listener


def step_due(awake: float, passed: timedelta, hours: Hours) -> int:
    """The latest step due after `awake` waking hours and `passed` by the clock; 0 before the first."""
    gone = passed / timedelta(hours=1)
    if gone >= hours.third:
        return 3
    if gone >= hours.second:
        return 2
    return 1 if awake >= hours.first else 0


def rests_with(step: int, looks_at: datetime | None, now: datetime) -> bool:
    """Whether nobody else is asked now, since somebody said that she looks. The last step always comes."""
    return step < ALL and looks_at is not None and now - looks_at < LOOKS_FOR


def is_able(listener: Listener, now: datetime) -> bool:
    """Whether somebody can be asked at all: inside, no guest, with a mailbox, not resting."""
    return (
        listener.is_inside
        and not listener.is_guest
        and listener.has_address
        and not audience.rests(listener, now)
    )


def in_turn(listeners: Sequence[OnCall], day: date, on_duty: int | None = None) -> list[OnCall]:
    """The listeners in the order of this day: everyone is first once before anybody is again.

    Before them comes who is `on_duty` by the rota of the group, where it keeps one.
    """
    ordered = sorted(listeners, key=lambda one: one.number)
    if not ordered:
        return []
    first = day.toordinal() % len(ordered)
    turn = ordered[first:] + ordered[:first]
    return sorted(turn, key=lambda one: one.number != on_duty)


def asked(
    step: int,
    listeners: Sequence[OnCall],
    before: Collection[int],
    now: datetime,
    instead: Sequence[OnCall] = (),
) -> list[tuple[OnCall, datetime]]:
    """Who is asked at this step and when each hears of it. `before`: whom earlier steps have asked.

    `listeners` stand in the order of turn. Who was asked before is asked again only when all are. `instead`
    are those who stand in when no listener can be asked, or none who has not been.
    """
    able = [one for one in listeners if is_able(one.listener, now)]
    stand_in = [one for one in instead if is_able(one.listener, now)]
    if step == ALL:
        return [(one, audience.next_open(one.listener, now)) for one in able or stand_in]
    fresh = [one for one in able if one.number not in before]
    fresh = fresh or [one for one in stand_in if one.number not in before]
    for one in fresh:
        if not audience.is_quiet(one.listener, now):
            return [(one, now)]
    if not fresh:
        return []
    opening = [(one, audience.next_open(one.listener, now)) for one in fresh]
    return [min(opening, key=lambda pair: pair[1])]
