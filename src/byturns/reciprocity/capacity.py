"""Members and asks as `matching` sees them: read once for all, in a handful of queries."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from datetime import datetime, time, timedelta

from byturns.core import clock
from byturns.groups.models import CircleMember, Distance, Group, Membership
from byturns.reciprocity import kinds, matching, trust
from byturns.reciprocity.kinds import (
    AWAY,
    HOURS_OF,
    SMALL,
    TRUSTING,
    Far,
    Pace,
    Part,
    Patience,
    State,
    Urgency,
)
from byturns.reciprocity.models import Ask, Asked, Hand, Willing

PACES = {
    Pace.WEEK: matching.Pace(1, 7),
    Pace.FORTNIGHT: matching.Pace(2, 28),
    Pace.NOT_NOW: matching.NOT_NOW,
}
URGENT = {
    Urgency.SOON: matching.Urgency.TODAY,
    Urgency.WEEK: matching.Urgency.SOON,
    Urgency.EASY: matching.Urgency.WHENEVER,
}
LATELY = timedelta(days=120)

Quiet = Callable[[Collection[Membership]], dict[int, matching.Week]]
_QUIET: list[Quiet] = []


def declare_quiet(hours: Quiet) -> None:
    """Let the app that knows say when nothing may reach a member."""
    _QUIET.append(hours)


def fact_of(ask: Ask, *, agreed: int) -> matching.Ask:
    """An ask for matching. All who were asked or have a hand in it are not asked again."""
    zone = ask.group.zone
    begins = datetime.combine(ask.day_from, ask.time_from or time(ask.group.waking_from), tzinfo=zone)
    ends = ask.ends_at.astimezone(zone)
    one_day = ask.day_from == ask.day_to and ask.time_from and ask.time_to
    told = list(Asked.objects.filter(ask=ask).values_list("member", "declined_at"))
    hands = Hand.objects.filter(ask=ask).values_list("helper", flat=True)
    beside = [ask.typed_by_id, ask.proposed_by_id]
    return matching.Ask(
        key=str(ask.pk),
        asker=str(ask.asked_by_id),
        kind=ask.kind,
        starts=begins if begins > clock.now() else None,
        ends=ends,
        hours=max(1, math.ceil((ends - begins) / timedelta(hours=1))) if one_day else 1,
        urgency=URGENT[Urgency(ask.urgency)],
        how_many=ask.wanted - agreed,
        waiting=sum(1 for _member, declined_at in told if declined_at is None and _is_fresh(ask)),
        small=ask.kind in SMALL,
        needs_trust=ask.kind in TRUSTING,
        circle=str(ask.circle_id) if ask.circle_id else None,
        asked=frozenset(str(one) for one in [*(row[0] for row in told), *hands, *beside] if one),
        patience=timedelta(hours=ask.patience) if ask.patience != Patience.AS_URGENT else None,
    )


def _is_fresh(ask: Ask) -> bool:
    """Whether those who were asked still have their time; afterwards the next is asked beside them."""
    return ask.ask_again_at is not None and ask.ask_again_at > clock.now()


def candidates(group: Group) -> list[matching.Candidate]:
    """All who said what they may be asked for."""
    rows = Willing.objects.exclude(pace=Pace.NOT_NOW).filter(membership__status=Membership.Status.HERE)
    willing = list(rows.select_related("membership", "membership__person"))
    people = [one.membership for one in willing if one.membership.person.account_id is not None]
    numbers = {one.pk for one in people}
    circles, apart = _circles(), _apart()
    given, received, met = _helped()
    waiting = defaultdict(list)
    for one in Asked.objects.waiting().filter(member__in=numbers).select_related("ask", "ask__group"):
        if one.ask.is_open:
            waiting[one.member_id].append(_help(one.ask))
    quiet = _quiet(group, people)
    may_be_trusted = trust.trusted()
    return [
        matching.Candidate(
            key=str(one.membership_id),
            kinds=one.able - ({str(kind) for kind in AWAY} if one.far == Far.HOME else set()),
            pace=PACES[Pace(one.pace)],
            free=_free(one),
            quiet=quiet[one.membership_id],
            break_until=_rests_until(one.membership, group),
            guest=one.membership.is_guest,
            trusted=one.membership_id in may_be_trusted,
            circles=frozenset(circles[one.membership_id]),
            apart=frozenset(apart[one.membership_id]),
            given=tuple(given[one.membership_id]),
            open=tuple(waiting[one.membership_id]),
            received=tuple(received[one.membership_id]),
            last_asked=one.last_asked_at.astimezone(group.zone) if one.last_asked_at else None,
            met=dict(met[one.membership_id]),
        )
        for one in willing
        if one.membership_id in numbers
    ]


def _help(ask: Ask) -> matching.Help:
    zone = ask.group.zone
    begins = datetime.combine(ask.day_from, ask.time_from or time(ask.group.waking_from), tzinfo=zone)
    whole = ask.day_from == ask.day_to and ask.time_from and ask.time_to
    return matching.Help(begins, ask.ends_at.astimezone(zone) if whole else None, ask.kind in SMALL)


def _free(one: Willing) -> matching.Week:
    if not one.weekdays and not one.parts:
        return matching.ALWAYS
    days = [int(day) for day in one.weekdays] or range(7)
    hours = [hour for part in one.parts for hour in HOURS_OF[Part(part)]] or range(24)
    return matching.Week.of(days, hours)


def _rests_until(member: Membership, group: Group) -> datetime | None:
    until = member.on_break_until
    return None if until is None else datetime.combine(until + timedelta(days=1), time(0), tzinfo=group.zone)


def _quiet(group: Group, people: Collection[Membership]) -> dict[int, matching.Week]:
    """Outside the group's waking hours, and when she said that nothing may reach her."""
    asleep = [hour for hour in range(24) if not group.waking_from <= hour < group.waking_to]
    found = {one.pk: matching.Week.of(range(7), asleep) for one in people}
    for hours in _QUIET:
        for number, week in hours(people).items():
            found[number] = found[number] | week
    return found


def _circles() -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    joined = CircleMember.objects.joined().filter(circle__closed_at=None)
    for member, circle in joined.values_list("membership", "circle"):
        found[member].add(str(circle))
    return found


def _apart() -> dict[int, set[str]]:
    """Whom each is never matched with: blocked by her, or by them."""
    found: dict[int, set[str]] = defaultdict(set)
    for by, whom in Distance.objects.filter(kind=Distance.Kind.BLOCK).values_list("by", "whom"):
        found[by].add(str(whom))
        found[whom].add(str(by))
    return found


def _helped() -> tuple[dict[int, list[matching.Help]], dict[int, list[datetime]], dict[int, Counter[str]]]:
    """What each agreed to and what came to each lately, and who met whom."""
    given: dict[int, list[matching.Help]] = defaultdict(list)
    received: dict[int, list[datetime]] = defaultdict(list)
    met: dict[int, Counter[str]] = defaultdict(Counter)
    hands = Hand.objects.agreed().filter(agreed_at__gt=clock.now() - LATELY)
    for hand in hands.select_related("ask", "ask__group"):
        helper, asker = hand.helper_id, hand.ask.asked_by_id
        given[helper].append(_help(hand.ask))
        if hand.ask.state == State.DONE:
            received[asker].append(_help(hand.ask).at)
        met[helper][str(asker)] += 1
        met[asker][str(helper)] += 1
    return given, received, met


NAMES = {kind.value: kind.label for kind in kinds.Help}
