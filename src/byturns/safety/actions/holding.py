"""Holding reported words until a steward has looked (D36): told, never silent, never by one alone."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from byturns.conversations.actions import hiding
from byturns.conversations.models import Message
from byturns.core import clock
from byturns.groups.models import Membership
from byturns.safety import queries
from byturns.safety.actions import telling
from byturns.safety.kinds import Deed, Outcome, Route
from byturns.safety.models import Act, Report
from byturns.safety.models.reports import ReportQuerySet

SETTLED_IN = timedelta(days=14)  # newer members' reports are read as any, but hold nothing
A_WEEK = timedelta(days=7)


def hold_if_enough(*, message: Message, report: Report) -> Act | None:
    """Hold `message` when enough members have reported it, or its writer's messages this week.

    One member counts once. Never when a steward has decided about this message before. The writer is
    told why. Called inside the transaction of the report.
    """
    chosen = queries.choices()
    # Two may report at the same moment: the second finds it held.
    message = Message.objects.select_for_update().get(pk=message.pk)
    if not message.stands or Act.objects.filter(message=message, by__isnull=False).exists():
        return None
    about_this = _voices().filter(message=message)
    about_writer = _voices().filter(about=report.about, at__gt=clock.now() - A_WEEK)
    enough = 0 < chosen.hold_message_at <= _people(about_this) or (
        report.about_id is not None and 0 < chosen.hold_person_at <= _people(about_writer)
    )
    if not enough:
        return None
    reason = _("Several members asked the stewards to look at it. It is held until one of them has.")
    hiding.hold_message(message=message, reason=reason)
    return telling.record(
        Deed.HOLD, by=None, reason=reason, message=message, whose=message.author, report=report
    )


def _voices() -> ReportQuerySet:
    return Report.objects.exclude(outcome=Outcome.BACK, closed_at__isnull=False).filter(
        route=Route.REPORT,
        message__isnull=False,
        by__joined_at__lt=clock.now() - SETTLED_IN,
        by__role__in=[Membership.Role.MEMBER, Membership.Role.STEWARD],
    )


def _people(rows: ReportQuerySet) -> int:
    return rows.order_by().values("by").distinct().count()
