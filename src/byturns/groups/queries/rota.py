"""Who is on duty when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from byturns.core import clock
from byturns.groups import rota
from byturns.groups.models import Duty, Membership, Offered

AHEAD = 2 * rota.DAYS  # this fortnight and the next


@dataclass(frozen=True)
class Day:
    """One day of the rota as a page shows it. `duty` None: nobody has it."""

    day: date
    duty: Duty | None
    mine: bool = False


def days_ahead(today: date) -> list[date]:
    """From today to the end of the next fortnight: at least a fortnight of it lies ahead."""
    first = rota.fortnight_of(today)[0]
    return [day for n in range(AHEAD) if (day := first + timedelta(days=n)) >= today]


def is_kept() -> bool:
    """Whether this group keeps a rota: some listener has said when she can."""
    return Offered.objects.filter(membership__in=Membership.objects.listeners()).exists()


def days_of(member: Membership, today: date) -> list[Day]:
    """What the page shows, by day. One query."""
    ahead = days_ahead(today)
    rows = Duty.objects.filter(day__gte=ahead[0], day__lte=ahead[-1]).select_related("listener")
    found = {row.day: row for row in rows}
    return [
        Day(day, duty, duty is not None and duty.listener_id == member.pk)
        for day in ahead
        for duty in [found.get(day)]
    ]


def gaps(days: list[Day]) -> list[Day]:
    """The days that nobody has, or that somebody cannot keep."""
    return [one for one in days if one.duty is None or one.duty.wants_out]


def count_of_gaps(member: Membership) -> int:
    """How many days ahead are nobody's; 0 where no rota is kept, so that no day is anybody's. One query."""
    ahead = days_ahead(clock.today(member.group.zone))
    rows = Duty.objects.filter(day__gte=ahead[0], day__lte=ahead[-1])
    standing = rows.values_list("wants_out", flat=True)
    return len(ahead) - list(standing).count(False) if standing else 0


def duty_of(day: date) -> Duty | None:
    """The row of one day."""
    return Duty.objects.filter(day=day).select_related("listener").first()


def on_duty(day: date) -> int | None:
    """The membership that is asked first on this day; None when nobody is, or no rota is kept."""
    rows = Duty.objects.filter(day=day, listener__in=Membership.objects.listeners())
    return rows.values_list("listener_id", flat=True).first()


def offered_by(member: Membership) -> Offered:
    """What she has said, or (not saved) what stands in the form until she does."""
    return Offered.objects.filter(membership=member).first() or Offered(
        group_id=member.group_id, membership=member
    )


def willing() -> list[rota.Willing]:
    """Every listener who has said when she can, as the plan knows her."""
    rows = Offered.objects.filter(membership__in=Membership.objects.listeners()).select_related("membership")
    return [
        rota.Willing(row.membership_id, row.days, row.most, row.membership.on_break_until)
        for row in rows.order_by("membership")
    ]
