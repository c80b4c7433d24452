"""Resting until a date. Nothing is taken away, and nobody is told."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.models import Membership

LONGEST = timedelta(days=366)


@transaction.atomic
def take(*, member: Membership, until: date, typed_by: Membership | None = None) -> None:
    """Rest up to and including `until`; it ends by itself. `typed_by` writes it down for who has no e-mail.

    Raises NotAllowed, and ValidationError for a day that is past or more than a year off. Emits BreakTaken.
    """
    policy.require(member, "groups.rest")
    if typed_by is not None:
        policy.require(typed_by, "groups.act_for", member)
    today = clock.today(member.group.zone)
    if until < today:
        raise ValidationError(_("That day has passed. Choose today or a day to come."))
    if until > today + LONGEST:
        raise ValidationError(_("That is more than a year from now. Choose an earlier day."))
    member.on_break_until = until
    member.save(update_fields=["on_break_until"])
    by_id = (typed_by or member).pk
    emit(events.BreakTaken(group_id=member.group_id, by_id=by_id, membership_id=member.pk))


@transaction.atomic
def end(*, member: Membership, typed_by: Membership | None = None) -> None:
    """Come back earlier. Emits BreakEnded; twice changes nothing."""
    policy.require(member, "groups.rest")
    if typed_by is not None:
        policy.require(typed_by, "groups.act_for", member)
    if member.on_break_until is None:
        return
    member.on_break_until = None
    member.save(update_fields=["on_break_until"])
    by_id = (typed_by or member).pk
    emit(events.BreakEnded(group_id=member.group_id, by_id=by_id, membership_id=member.pk))
