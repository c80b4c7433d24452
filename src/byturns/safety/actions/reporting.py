"""Turning to the stewards. Everyone on the case hears of it at once."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import IntegrityError, transaction

from byturns.conversations import naming
from byturns.conversations.models import Message
from byturns.core import clock, outbox, text
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Group, Membership, ProfileLine
from byturns.groups.scoping import in_group
from byturns.safety import events, queries
from byturns.safety.actions import holding
from byturns.safety.kinds import Kept, Outcome, Route, Severity
from byturns.safety.models import Hearer, Report, ReportNote, Snapshot
from byturns.safety.models.reports import SEALED_CLOSED, SEALED_OPEN

BEFORE = 5  # messages before a reported one that those on the case may read, in a circle (point 11)


@transaction.atomic
def report_message(
    *,
    member: Membership,
    message: Message,
    route: str = Route.REPORT,
    severity: str = Severity.HOUSE,
    words: str = "",
    once: str = "",
) -> Report:
    """Turn to the stewards about `message`, with a snapshot of it as it stands now.

    In a circle up to five messages before it come along. When enough members have reported it, it is
    held until a steward has looked. Raises NotAllowed. Emits ReportMade; letters go to all on the case.
    """
    policy.require(member, "safety.report", message)
    imported = message.said_by.membership if message.said_by is not None else None
    made, is_new = _open(
        member,
        once,
        route=route,
        severity=severity,
        words=text.tidy(words),
        about=message.author or imported,
        about_too=message.typed_by if message.typed_by_id != member.pk else None,
        message=message,
        conversation_id=message.conversation_id,
    )
    if is_new:
        _take_snapshots(member, made, message)
        if route == Route.REPORT:
            holding.hold_if_enough(message=message, report=made)
        _tell(made)
    return made


@transaction.atomic
def report_person(
    *,
    member: Membership,
    person: Membership,
    route: str = Route.REPORT,
    severity: str = Severity.HOUSE,
    words: str = "",
    once: str = "",
) -> Report:
    """Turn to the stewards about `person`; the snapshot holds the lines of their page that I can read.

    Raises NotAllowed. Emits ReportMade; letters go to all on the case.
    """
    policy.require(member, "safety.report", person)
    made, is_new = _open(member, once, route=route, severity=severity, words=text.tidy(words), about=person)
    if is_new:
        for line in ProfileLine.objects.visible_to(member).filter(membership=person).order_by("pk"):
            Snapshot.objects.create(
                group_id=made.group_id,
                report=made,
                who=person.display_name,
                words=f"{line.get_key_display()}: {line.words}",
                is_reported=True,
                until=clock.now() + SEALED_OPEN,
            )
        _tell(made)
    return made


def write_from_outside(
    *, slug: str, route: str, severity: str, words: str, answer_to: str = "", about_stewards: bool = False
) -> None:
    """Somebody without an account writes to the stewards of the group at `slug`.

    Says nothing back, whether there is such a group or not. Emits ReportMade; letters go to all on
    the case.
    """
    group = Group.objects.filter(slug=slug).first()
    if group is None:
        return
    with in_group(group), transaction.atomic():
        made = Report.objects.create(
            group=group,
            route=route,
            severity=severity,
            words=text.tidy(words),
            answer_to=answer_to,
            about_stewards=about_stewards,
        )
        _tell(made)


@transaction.atomic
def add_to_mine(*, member: Membership, report: Report, words: str) -> ReportNote:
    """Add something to my own report. A settled one opens again, and those on it hear of it."""
    policy.require(member, "safety.add_to_mine", report)
    return add_line(report, member, words, Kept.FROM_REPORTER)


@transaction.atomic
def take_back(*, member: Membership, report: Report) -> None:
    """Say that my own report was a mistake, while nobody has looked. Stewards see that it was taken back.

    Nobody gets a letter; those still waiting are not sent. Raises NotAllowed. Emits ReportSettled.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    policy.require(member, "safety.take_back", report)
    moment = clock.now()
    report.closed_at = moment
    report.closed_by = member
    report.outcome = Outcome.BACK
    report.reason = str(Outcome.BACK.label)
    report.save(update_fields=["closed_at", "closed_by", "outcome", "reason"])
    Snapshot.objects.filter(report=report).update(until=moment + SEALED_CLOSED)
    ReportNote.objects.create(group_id=report.group_id, report=report, by=member, kind=Kept.TAKEN_BACK)
    emit(events.ReportSettled(group_id=report.group_id, report_id=report.pk))


def add_line(report: Report, by: Membership, words: str, kind: Kept) -> ReportNote:
    """Put a line of the reporter or the writer into the case: a settled one opens, all on it hear."""
    note = ReportNote.objects.create(
        group_id=report.group_id, report=report, by=by, kind=kind, words=text.tidy(words)
    )
    settled = Report.objects.filter(pk=report.pk).exclude(closed_at=None)
    if settled.update(closed_at=None, closed_by=None):
        emit(events.ReportOpenedAgain(group_id=report.group_id, report_id=report.pk))
    _letters(report, queries.hearers(report))
    return note


def open_appeal(*, writer: Membership, message: Message | None, **fields: Any) -> Report:
    """A case of its own for an answer to something that was hidden outside any case.

    It is about its writer as well, so that a steward never hears her own.
    """
    made = Report.objects.create(
        group_id=writer.group_id, by=writer, about=writer, route=Route.APPEAL, message=message, **fields
    )
    _tell(made)
    return made


def _open(member: Membership, once: str, **fields: Any) -> tuple[Report, bool]:
    """The new report, or the one that the same form made before."""
    if once:
        earlier = Report.objects.filter(by=member, once=once).first()
        if earlier is not None:
            return earlier, False
    try:
        with transaction.atomic():
            return Report.objects.create(group_id=member.group_id, by=member, once=once, **fields), True
    except IntegrityError:
        return Report.objects.get(by=member, once=once), False


def _take_snapshots(member: Membership, report: Report, message: Message) -> None:
    until = report.at + SEALED_OPEN
    kept = [_snapshot(report, message, until, is_reported=True)]
    if message.conversation.circle_id is not None:
        before = (
            Message.objects.visible_to(member)
            .filter(conversation=message.conversation_id, sent_at__lte=message.sent_at)
            .exclude(pk=message.pk)
            .exclude(sent_at=message.sent_at, pk__gt=message.pk)
            .select_related("author", "said_by")
            .order_by("-sent_at", "-pk")[:BEFORE]
        )
        kept += [_snapshot(report, earlier, until, is_reported=False) for earlier in before]
    Snapshot.objects.bulk_create(kept)


def _snapshot(report: Report, message: Message, until: datetime.datetime, *, is_reported: bool) -> Snapshot:
    older: list[dict[str, str]] = []
    if is_reported:
        older = [
            {"words": row.words, "until": row.replaced_at.isoformat()} for row in message.older_texts.all()
        ]
    return Snapshot(
        group_id=report.group_id,
        report=report,
        message=message,
        who=naming.name_of(message),
        words=message.words,
        older=older,
        said_at=message.sent_at,
        is_reported=is_reported,
        until=until,
    )


def _tell(report: Report) -> None:
    on_it = queries.hearers(report)
    _keep_hearers(report, on_it)
    emit(events.ReportMade(group_id=report.group_id, report_id=report.pk))
    _letters(report, on_it)


def _keep_hearers(report: Report, on_it: list[Membership]) -> None:
    """When it goes to members named for it, write down who: it stays with them, whoever is named later."""
    if not any(hearer.is_steward for hearer in on_it):
        Hearer.objects.bulk_create(
            Hearer(group_id=report.group_id, report=report, member=hearer) for hearer in on_it
        )


def _letters(report: Report, on_it: list[Membership]) -> None:
    """At once, also at night and during a break: each letter asks again whether its reader is on the case."""
    for hearer in on_it:
        address = queries.address_of(hearer)
        if address:
            outbox.put(
                "safety.reported",
                to=address,
                group_id=report.group_id,
                report_id=report.pk,
                membership_id=hearer.pk,
            )
