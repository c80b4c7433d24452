"""Who may be interrupted, when: pure, and the only place that decides it.

The table that this follows stands in docs/mail.md; tests hold both together. Nothing here reads a database or
a clock. A verdict is a moment to tell her at, "in a letter", or never, each with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from byturns.notifications.kinds import LETTERS, Pace


class Why(StrEnum):
    """Why somebody is told, or is not."""

    OWN = "own"  # she wrote it
    OUTSIDE = "outside"  # not in the group, or not in the circle
    GUEST = "guest"  # guests get no letters (settled point 9)
    NO_ADDRESS = "no_address"
    BLOCKED = "blocked"  # she keeps away from the writer
    MUTED = "muted"  # the conversation or the person
    RESTING = "resting"
    WANTS_NONE = "wants_none"
    NOT_FOR_HER = "not_for_her"  # she hears only what is for her, and this is not
    BROUGHT_IN = "brought_in"  # words of an old group send no mail (settled point 16)
    AS_IT_COMES = "as_it_comes"
    FOR_HER = "for_her"  # she started it, wrote in it or follows it
    LETTER = "letter"
    TO_EVERYONE = "to_everyone"  # a steward sent it to everyone at once, which is rationed


@dataclass(frozen=True)
class Listener:
    """What is known of one member when something was said."""

    is_inside: bool  # present in the group, and in the circle if it was said in one
    is_guest: bool
    has_address: bool
    rests_until: date | None
    pace: str
    hour: int
    weekday: int
    quiet_from: int
    quiet_to: int
    quiet_days: frozenset[int]
    zone: ZoneInfo


@dataclass(frozen=True)
class Said:
    """What is known of the message, as it stands to her."""

    by_her: bool = False
    blocked: bool = False
    muted: bool = False  # the conversation, or the writer by name
    followed: bool = False
    hers: bool = False  # she started the conversation or wrote in it
    brought_in: bool = False
    to_everyone: bool = False  # a steward's notice: at once at any pace but "nothing"


@dataclass(frozen=True)
class Verdict:
    """When she is told (None: not at once, or never) and why."""

    at: datetime | None
    why: Why

    @property
    def in_letter(self) -> bool:
        return self.why is Why.LETTER


AT_ONCE = (Pace.EACH, Pace.MINE)  # at any other pace only what she follows is told at once
AFTER_BREAK = timedelta(days=7)  # so long can the letter after a break come late


def decide(listener: Listener, said: Said, now: datetime) -> Verdict:
    """Whether and when `listener` is told of what was `said`. `now` is aware; so is the moment given."""
    why = _never(listener, said, now)
    if why is not None:
        return Verdict(None, why)
    # What she follows comes at once whatever her pace: she asked for that one conversation.
    if said.followed or (listener.pace == Pace.MINE and said.hers):
        return Verdict(next_open(listener, now), Why.FOR_HER)
    if said.to_everyone:
        return Verdict(next_open(listener, now), Why.TO_EVERYONE)
    if listener.pace == Pace.MINE:
        return Verdict(None, Why.NOT_FOR_HER)
    if listener.pace in LETTERS:
        return Verdict(None, Why.LETTER)
    return Verdict(next_open(listener, now), Why.AS_IT_COMES)


def comes_at(listener: Listener, said: Said, now: datetime) -> datetime | None:
    """When a mail tells her of what is said at `now`: at once, with her next letter, or (None) never."""
    verdict = decide(listener, said, now)
    if not verdict.in_letter:
        return verdict.at
    today = now.astimezone(listener.zone).date()
    for n in range(32):
        due = _at(today + timedelta(days=n), listener.hour, listener.zone)
        if due >= now and _letter_day(listener, due) == due.astimezone(listener.zone).date():
            return letter_moment(listener, due)
    return None


def _never(listener: Listener, said: Said, now: datetime) -> Why | None:
    checks = (
        (said.by_her, Why.OWN),
        (not listener.is_inside, Why.OUTSIDE),
        (listener.is_guest, Why.GUEST),
        (not listener.has_address, Why.NO_ADDRESS),
        (said.blocked, Why.BLOCKED),
        (said.muted, Why.MUTED),
        (said.brought_in, Why.BROUGHT_IN),
        (rests(listener, now), Why.RESTING),
        (listener.pace == Pace.NONE and not said.followed, Why.WANTS_NONE),
    )
    return next((why for holds, why in checks if holds), None)


def asked_after(listener: Listener, now: datetime) -> Verdict:
    """Whether and when the starter of what went quiet is asked by mail if it helped."""
    checks = (
        (not listener.is_inside, Why.OUTSIDE),
        (listener.is_guest, Why.GUEST),
        (not listener.has_address, Why.NO_ADDRESS),
        (rests(listener, now), Why.RESTING),
        (listener.pace == Pace.NONE, Why.WANTS_NONE),
    )
    why = next((why for holds, why in checks if holds), None)
    if why is not None:
        return Verdict(None, why)
    return Verdict(next_open(listener, now), Why.FOR_HER)


def rests(listener: Listener, now: datetime) -> bool:
    """Whether she is on a break at `now`, the last day included, by the group's calendar."""
    until = listener.rests_until
    return until is not None and now.astimezone(listener.zone).date() <= until


def is_quiet(listener: Listener, moment: datetime) -> bool:
    """Whether `moment` lies in her quiet hours or on one of her quiet days."""
    there = moment.astimezone(listener.zone)
    if there.weekday() in listener.quiet_days:
        return True
    start, end = listener.quiet_from, listener.quiet_to
    if start == end:
        return False
    if start < end:
        return start <= there.hour < end
    return there.hour >= start or there.hour < end


def next_open(listener: Listener, now: datetime) -> datetime:
    """`now`, or the first full hour after it that is not quiet; when every day is quiet, a week on."""
    if not is_quiet(listener, now):
        return now
    there = now.astimezone(listener.zone)
    day, hour = there.date(), there.hour
    for step in range(1, 8 * 24):
        moment = _at(day + timedelta(days=(hour + step) // 24), (hour + step) % 24, listener.zone)
        if moment > now and not is_quiet(listener, moment):
            return moment
    return now + timedelta(days=7)


def stays_open(listener: Listener, now: datetime) -> timedelta:
    """For how long from `now` on none of her quiet hours begins; half a day at most."""
    for minutes in range(0, 12 * 60, 5):
        if is_quiet(listener, now + timedelta(minutes=minutes)):
            return timedelta(minutes=max(minutes - 5, 0))
    return timedelta(hours=12)


def wants_letters(listener: Listener, now: datetime) -> bool:
    """Whether a letter can go to her: after a break at any pace but "nothing", and in a break none."""
    return listener.pace != Pace.NONE and not rests(listener, now)


def only_hers(listener: Listener) -> bool:
    """Whether a letter to her holds only what is for her."""
    return listener.pace == Pace.MINE


def letter_is_due(listener: Listener, now: datetime, last: datetime | None) -> bool:
    """Whether her letter goes out at `now`: its moment has come and none went since then.

    `last` is when the last one went or, before the first, when she joined. A letter that could not go when it
    was due (the server was off, its day was quiet) goes at her next hour. After a break one goes at any pace
    but "nothing".
    """
    if not wants_letters(listener, now):
        return False
    due = _last_due(listener, now)
    return due is not None and (last is None or last < due) and letter_moment(listener, now) == now


def letter_moment(listener: Listener, due: datetime) -> datetime:
    """The first moment from `due` on that is not quiet and at or after her hour of the day.

    Where her quiet hours leave no such hour, the first that opens.
    """
    for step in range(8 * 24):
        moment = due + timedelta(hours=step)
        if moment.astimezone(listener.zone).hour >= listener.hour and not is_quiet(listener, moment):
            return moment
    return next_open(listener, due)


def _last_due(listener: Listener, now: datetime) -> datetime | None:
    """The last moment up to `now` at which a letter was to go: by her pace, or because a break was over."""
    rested = listener.rests_until
    found = []
    day = _letter_day(listener, now)
    if day is not None and (rested is None or day > rested):
        found.append(_at(day, listener.hour, listener.zone))
    if rested is not None and now.astimezone(listener.zone).date() - rested <= AFTER_BREAK:
        found.append(_at(rested + timedelta(days=1), listener.hour, listener.zone))
    moments = [letter_moment(listener, due) for due in found]
    return max((moment for moment in moments if moment <= now), default=None)


def _letter_day(listener: Listener, now: datetime) -> date | None:
    """The latest day on which a letter of her pace was to go, its hour over by `now`."""
    there = now.astimezone(listener.zone)
    day = there.date() if there.hour >= listener.hour else there.date() - timedelta(days=1)
    if listener.pace == Pace.DAILY:
        return day
    if listener.pace == Pace.WEEKLY:
        return day - timedelta(days=(day.weekday() - listener.weekday) % 7)
    return day.replace(day=1) if listener.pace == Pace.MONTHLY else None


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone)
