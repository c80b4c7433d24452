"""Letting a guest into one conversation, until a date (settled point 9)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from byturns.conversations import events
from byturns.conversations.models import Conversation, GuestMayRead, GuestObjection, GuestVisit, Message
from byturns.core import clock, outbox
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership

TIME_TO_OBJECT = timedelta(days=3)


@transaction.atomic
def propose_visit(
    *, member: Membership, conversation: Conversation, guest: Membership, until: datetime
) -> GuestVisit:
    """A steward proposes to let `guest` into `conversation` until `until`.

    The starter and everyone who wrote there are told by a neutral letter and have three days to
    object; then it opens by itself. Raises NotAllowed, ValueError when `until` is too soon or the
    membership is not a guest's. Emits VisitProposed.
    """
    policy.require(member, "conversations.propose_visit", conversation)
    moment = clock.now()
    opens_at = moment + TIME_TO_OBJECT
    if not guest.is_guest or not guest.is_present:
        raise ValueError("only a guest visits")
    if until <= opens_at:
        raise ValueError("the visit would end before it opens")
    visit = GuestVisit.objects.create(
        group_id=member.group_id,
        conversation=conversation,
        guest=guest,
        proposed_by=member,
        proposed_at=moment,
        opens_at=opens_at,
        until=until,
    )
    emit(events.VisitProposed(group_id=member.group_id, by_id=member.pk, visit_id=visit.pk))
    writers = Message.objects.standing().filter(conversation=conversation).values("author")
    told = Membership.objects.full().filter(pk__in=writers).exclude(person__account=None)
    for address in told.values_list("person__account__email", flat=True):
        outbox.put("conversations.visit_proposed", to=address, group_id=member.group_id, visit_id=visit.pk)
    return visit


@transaction.atomic
def object_to_visit(*, member: Membership, visit: GuestVisit) -> None:
    """A writer there would rather not; no reason is asked and nobody is told who. It will not open.

    Raises NotAllowed. Emits VisitObjected, which says nothing of who.
    """
    policy.require(member, "conversations.object_to_visit", visit)
    _, new = GuestObjection.objects.get_or_create(group_id=member.group_id, visit=visit, by=member)
    if new and visit.refused_at is None:
        visit.refused_at = clock.now()
        visit.save(update_fields=["refused_at"])
        emit(events.VisitObjected(group_id=member.group_id, visit_id=visit.pk))


@transaction.atomic
def let_guest_read(*, member: Membership, visit: GuestVisit, yes: bool) -> None:
    """A writer lets the guest read what she wrote before, or takes that back. Hers alone: no fact.

    Raises NotAllowed.
    """
    policy.require(member, "conversations.let_guest_read", visit)
    if yes:
        GuestMayRead.objects.get_or_create(group_id=member.group_id, visit=visit, writer=member)
    else:
        GuestMayRead.objects.filter(visit=visit, writer=member).delete()


@transaction.atomic
def stop_visit(*, member: Membership, visit: GuestVisit) -> None:
    """End a visit at once, before or after it opened. Raises NotAllowed. Emits VisitStopped."""
    policy.require(member, "conversations.stop_visit", visit)
    if visit.stopped_at is not None:
        return
    visit.stopped_at = clock.now()
    visit.save(update_fields=["stopped_at"])
    emit(events.VisitStopped(group_id=member.group_id, by_id=member.pk, visit_id=visit.pk))
