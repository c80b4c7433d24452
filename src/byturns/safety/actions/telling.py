"""Keeping what was done to words, and telling whose words they are (N12)."""

from __future__ import annotations

from byturns.conversations.models import Conversation, Message
from byturns.core import outbox
from byturns.core.events import emit
from byturns.groups.models import Membership
from byturns.safety import events, queries
from byturns.safety.kinds import Deed, Kept
from byturns.safety.models import Act, Report, ReportNote


def record(
    deed: Deed,
    *,
    by: Membership | None,
    reason: str,
    whose: Membership | None,
    message: Message | None = None,
    conversation: Conversation | None = None,
    report: Report | None = None,
) -> Act:
    """Keep the act with its reason, put a line in its case and write to whose words they are.

    Called inside the transaction of the act. Emits ActDone.
    """
    thing = message or conversation
    assert thing is not None  # noqa: S101 - for the type checker; the database holds it too
    act = Act.objects.create(
        group_id=thing.group_id,
        deed=deed,
        message=message,
        conversation=conversation,
        whose=whose,
        by=by,
        reason=reason,
        report=report,
    )
    if report is not None:
        ReportNote.objects.create(
            group_id=act.group_id,
            report=report,
            by=by,
            kind=Kept.ACT,
            words=f"{act.did}: {reason}",
        )
    if whose is not None and (address := queries.address_of(whose)):
        outbox.put("safety.done_to_yours", to=address, group_id=act.group_id, act_id=act.pk)
    emit(events.ActDone(group_id=act.group_id, by_id=by.pk if by else None, act_id=act.pk))
    return act
