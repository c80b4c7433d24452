"""Working on a case. Nothing is settled without an outcome and a reason."""

from __future__ import annotations

from django.db import transaction

from byturns.core import clock, outbox, text
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.safety import events, queries
from byturns.safety.kinds import Kept, Severity
from byturns.safety.models import Report, ReportNote, Snapshot
from byturns.safety.models.reports import SEALED_CLOSED


@transaction.atomic
def take(*, member: Membership, report: Report) -> None:
    """Say "I am looking at this", in place of whoever said it before. Raises NotAllowed."""
    policy.require(member, "safety.settle", report)
    if report.taken_by_id == member.pk:
        return
    report.taken_by = member
    report.taken_at = clock.now()
    report.save(update_fields=["taken_by", "taken_at"])
    _line(report, member, Kept.TAKEN)


@transaction.atomic
def let_go(*, member: Membership, report: Report) -> None:
    """Say "I am no longer looking at this"; nothing changes for somebody who was not. Raises NotAllowed."""
    policy.require(member, "safety.settle", report)
    if report.taken_by_id != member.pk:
        return
    report.taken_by = None
    report.taken_at = None
    report.save(update_fields=["taken_by", "taken_at"])
    _line(report, member, Kept.LET_GO)


@transaction.atomic
def note(*, member: Membership, report: Report, words: str) -> ReportNote:
    """Write a note for those on the case. Raises NotAllowed."""
    policy.require(member, "safety.case", report)
    return _line(report, member, Kept.NOTE, text.tidy(words))


@transaction.atomic
def judge(*, member: Membership, report: Report, severity: str) -> None:
    """Say how grave it is, which moves the clock. Raises NotAllowed."""
    policy.require(member, "safety.settle", report)
    if report.severity == severity:
        return
    report.severity = severity
    report.told_late_at = None
    report.save(update_fields=["severity", "told_late_at"])
    _line(report, member, Kept.GRAVER, str(Severity(severity).label))


@transaction.atomic
def settle(
    *, member: Membership, report: Report, outcome: str, reason: str, said_to_reporter: str = ""
) -> None:
    """Settle the case; the reporter is told kindly, by a letter that says nothing but that.

    Snapshots stay sealed for half a year longer. Raises NotAllowed, ValueError without a reason.
    Emits ReportSettled.
    """
    # Two may settle it at the same moment: the second finds it settled.
    report = Report.objects.select_for_update().get(pk=report.pk)
    policy.require(member, "safety.settle", report)
    if not reason.strip():
        raise ValueError("nothing is settled without a reason")
    moment = clock.now()
    report.closed_at = moment
    report.closed_by = member
    report.outcome = outcome
    report.reason = text.tidy(reason)
    report.said_to_reporter = text.tidy(said_to_reporter)
    report.save(update_fields=["closed_at", "closed_by", "outcome", "reason", "said_to_reporter"])
    Snapshot.objects.filter(report=report).update(until=moment + SEALED_CLOSED)
    _line(report, member, Kept.CLOSED, f"{report.get_outcome_display()}. {report.reason}")
    if report.by is not None and (address := queries.address_of(report.by)):
        outbox.put("safety.settled", to=address, group_id=report.group_id, report_id=report.pk)
    elif report.answer_to:
        outbox.put(
            "safety.settled_outside", to=report.answer_to, group_id=report.group_id, report_id=report.pk
        )
    emit(events.ReportSettled(group_id=report.group_id, by_id=member.pk, report_id=report.pk))


@transaction.atomic
def reopen(*, member: Membership, report: Report, reason: str) -> None:
    """Open a settled case again. What its reporter was told stays. Raises NotAllowed."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    policy.require(member, "safety.reopen", report)
    report.closed_at = None
    report.closed_by = None
    report.save(update_fields=["closed_at", "closed_by"])
    _line(report, member, Kept.OPENED, text.tidy(reason))
    emit(events.ReportOpenedAgain(group_id=report.group_id, by_id=member.pk, report_id=report.pk))


def _line(report: Report, by: Membership, kind: Kept, words: str = "") -> ReportNote:
    return ReportNote.objects.create(group_id=report.group_id, report=report, by=by, kind=kind, words=words)
