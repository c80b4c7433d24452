"""The listener rota: it plans itself, and days are swapped by one yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from byturns.core import clock, outbox
from byturns.core.events import emit
from byturns.groups import events, policy, rota
from byturns.groups.models import Duty, Group, Membership, Offered
from byturns.groups.queries import rota as queries
from byturns.groups.rules_rota import HAS_IT

KEPT = timedelta(days=28)  # how long a day that is over is still known


@transaction.atomic
def offer_days(*, member: Membership, weekdays: Sequence[int], most: int) -> Offered:
    """Keep on which weekdays she can be on duty, and on how many days of a fortnight; the rota follows.

    No weekday: she is left out of it. Raises NotAllowed, and ValidationError for what is no such day or
    number. Emits DaysOffered.
    """
    policy.require(member, "groups.offer_days")
    if not all(0 <= day < 7 for day in weekdays) or not 1 <= most <= rota.DAYS:
        raise ValidationError(_("Choose one of these."))
    wanted = {"weekdays": "".join(map(str, sorted(set(weekdays)))), "most": most}
    offered, _made = Offered.objects.update_or_create(
        membership=member, defaults=wanted, create_defaults={**wanted, "group_id": member.group_id}
    )
    emit(events.DaysOffered(group_id=member.group_id, by_id=member.pk, membership_id=member.pk))
    plan_ahead(group=member.group)
    return offered


@transaction.atomic
def ask_swap(*, member: Membership, duty: Duty) -> None:
    """She cannot be on duty that day: the other listeners are asked by mail, and it stays hers until one can.

    Asked twice changes nothing. Raises NotAllowed. Emits DutyOffered.
    """
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    policy.require(member, "groups.ask_swap", duty)
    if duty.wants_out:
        return
    duty.wants_out = True
    duty.save(update_fields=["wants_out"])
    emit(events.DutyOffered(group_id=member.group_id, by_id=member.pk, duty_id=duty.pk))
    others = Membership.objects.listeners().exclude(pk=member.pk).exclude(person__account=None)
    for other in others.select_related("person__account").order_by("pk"):
        if other.person.account is not None and not other.on_break(duty.day):
            outbox.put(
                "groups.day_to_take",
                to=other.person.account.email,
                group_id=member.group_id,
                duty_id=duty.pk,
                membership_id=other.pk,
            )


@transaction.atomic
def take_day(*, member: Membership, day: date) -> Duty:
    """Take a day that nobody has, or that somebody cannot keep; her own again after all. The first yes wins.

    Raises NotAllowed when somebody was quicker, and ValidationError for a day that is over or too far off, or
    in her own break. Emits DutyTaken.
    """
    policy.require(member, "groups.take_day")
    today = clock.today(member.group.zone)
    if not today <= day <= queries.days_ahead(today)[-1]:
        raise ValidationError(_("This day is over, or too far off."))
    if member.on_break(day):
        raise ValidationError(_("You are on a break then."))
    duty = queries.duty_of(day) or _new(member, day)
    if duty.listener_id == member.pk:
        Duty.objects.filter(pk=duty.pk).update(wants_out=False, taken=True)  # she can after all
        return duty
    policy.require(member, "groups.take_day", duty)
    # Asked once more in the statement itself: of two at one moment, one changes a row.
    still = Duty.objects.filter(pk=duty.pk, listener=duty.listener_id, wants_out=True)
    if not still.update(listener=member, wants_out=False, taken=True):
        raise policy.NotAllowed(HAS_IT)
    emit(events.DutyTaken(group_id=member.group_id, by_id=member.pk, duty_id=duty.pk))
    return duty


def _new(member: Membership, day: date) -> Duty:
    """The row of a day that nobody had; somebody else's, when she was quicker."""
    try:
        with transaction.atomic():
            duty = Duty.objects.create(group_id=member.group_id, day=day, listener=member, taken=True)
    except IntegrityError:
        return Duty.objects.get(day=day)
    emit(events.DutyTaken(group_id=member.group_id, by_id=member.pk, duty_id=duty.pk))
    return duty


@transaction.atomic
def plan_ahead(*, group: Group) -> None:
    """Fill this fortnight and the next, and drop what no longer holds: a break, a listener who has gone.

    A day that was taken stays with who took it. Nobody is told. For the clock, and for what changes who can.
    """
    today = clock.today(group.zone)
    Duty.objects.filter(day__lt=today - KEPT).delete()
    willing = {one.number: one for one in queries.willing()}
    listening = {row.pk: row for row in Membership.objects.listeners()}
    ahead = queries.days_ahead(today)
    for fortnight in {tuple(rota.fortnight_of(day)): None for day in ahead}:
        rows = list(Duty.objects.filter(day__in=fortnight).order_by("day"))
        kept, had = {}, Counter[int]()
        for row in sorted(rows, key=lambda row: (row.day >= today, not row.taken, row.day)):
            one = willing.get(row.listener_id)
            offered = one is not None and one.can(row.day) and had[row.listener_id] < one.most
            able = row.listener_id in listening and not listening[row.listener_id].on_break(row.day)
            if row.day < today or (able and (row.taken or offered)):
                kept[row.day] = row.listener_id
                had[row.listener_id] += 1
            else:
                row.delete()
        days = [day for day in fortnight if day >= today]
        planned = rota.plan(days, willing.values(), kept)
        Duty.objects.bulk_create(
            [
                Duty(group_id=group.pk, day=day, listener_id=number)
                for day, number in sorted(planned.items())
                if day not in kept
            ],
            ignore_conflicts=True,
        )


def forget_days(*, membership_id: int) -> None:
    """Keep nothing of when somebody could be on duty who has gone."""
    Offered.objects.filter(membership=membership_id).delete()
    Duty.objects.filter(listener=membership_id).delete()
