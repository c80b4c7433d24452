"""Timed work: cases that nobody settled in time, and snapshots whose time is over."""

from __future__ import annotations

from django.db import transaction

from byturns.core import clock, jobs, outbox
from byturns.groups.models import Group
from byturns.groups.scoping import in_group
from byturns.safety import queries
from byturns.safety.kinds import GRACE, Kept
from byturns.safety.models import Report, ReportNote, Snapshot


@jobs.every("safety.late", minutes=30)
def tell_late() -> None:
    """Tell everyone on a case that its time is over, once, whoever is looking at it (D32)."""
    moment = clock.now()
    for group in Group.objects.all():
        with in_group(group), transaction.atomic():
            for report in Report.objects.open().filter(told_late_at=None):
                if report.is_late(moment) and moment - report.at > GRACE:
                    _tell(report)


def _tell(report: Report) -> None:
    report.told_late_at = clock.now()
    report.save(update_fields=["told_late_at"])
    ReportNote.objects.create(group_id=report.group_id, report=report, kind=Kept.LATE)
    for hearer in queries.hearers(report):
        if address := queries.address_of(hearer):
            outbox.put(
                "safety.reported",
                to=address,
                group_id=report.group_id,
                report_id=report.pk,
                membership_id=hearer.pk,
            )


@jobs.every("safety.unseal", minutes=60)
def forget_snapshots() -> None:
    """Delete sealed words whose end date has come."""
    for group in Group.objects.all():
        with in_group(group):
            Snapshot.objects.filter(until__lt=clock.now()).delete()
