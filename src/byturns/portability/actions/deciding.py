"""Deciding that a history comes in: everybody is told, and nothing shows for 14 days. And taking it back."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations import actions as conversations
from byturns.core import clock, ids, outbox
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.portability import events, queries
from byturns.portability.importing import uploads
from byturns.portability.kinds import LINK_LASTS, TIME_TO_SAY, State
from byturns.portability.models import Batch, GoneLine, OwnerLink, StagedName


@transaction.atomic
def decide(*, member: Membership, batch: Batch) -> None:
    """A steward decides that it comes in, 14 days from now. The raw file is deleted.

    Members whose words are in it and every address in the file get a letter with a link that needs no
    account; all other members hear that something comes. Raises NotAllowed. Emits HistoryDecided.
    """
    policy.require(member, "portability.decide", batch)
    moment = clock.now()
    batch.state = State.TOLD
    batch.decided_by = member
    batch.told_at = moment
    batch.opens_at = moment + TIME_TO_SAY
    uploads.forget(batch.kept_as)
    batch.kept_as = ""
    batch.save()
    told = queries.who_is_told(batch)
    for who in told.writers:
        if who.person.account is not None:
            _send_link(batch, to=who.person.account.email, membership=who)
    for name in told.addresses:
        _send_link(batch, to=name.address, name=name)
    for other in told.others:
        if other.person.account is not None:
            outbox.put(
                "portability.group_told",
                to=other.person.account.email,
                group_id=batch.group_id,
                batch_id=batch.pk,
                membership_id=other.pk,
            )
    emit(events.HistoryDecided(group_id=batch.group_id, by_id=member.pk, batch_id=batch.pk))


def _send_link(
    batch: Batch, *, to: str, name: StagedName | None = None, membership: Membership | None = None
) -> None:
    token = ids.secret()
    link = OwnerLink.objects.create(
        group_id=batch.group_id,
        batch=batch,
        name=name,
        membership=membership,
        digest=ids.digest(token),
        ends_at=clock.now() + LINK_LASTS,
    )
    outbox.put(
        "portability.yours",
        to=to,
        group_id=batch.group_id,
        secret={"token": token},
        link_id=link.pk,
    )


@transaction.atomic
def withdraw(*, member: Membership, batch: Batch) -> None:
    """Take a whole file back, at whatever stage. Its words are deleted at once, its links are dead.

    What people took down is still known again by its key. Raises NotAllowed. Emits HistoryWithdrawn,
    and HistoryTakenBack when it was open.
    """
    policy.require(member, "portability.withdraw", batch)
    was_open = batch.state == State.OPEN
    _empty(batch)
    if was_open and batch.is_history:
        gone = conversations.take_history_back(group_id=batch.group_id, batch_id=batch.pk, by_id=member.pk)
        GoneLine.objects.bulk_create(
            (GoneLine(group_id=batch.group_id, key=key) for key in gone), ignore_conflicts=True
        )
    emit(events.HistoryWithdrawn(group_id=batch.group_id, by_id=member.pk, batch_id=batch.pk))


@transaction.atomic
def forget_undecided(*, batch: Batch) -> None:
    """The clock's work: what nobody decided about for long is gone, words and file. Nothing was shown."""
    if batch.state in {State.READING, State.STAGED, State.REFUSED}:
        _empty(batch)


def _empty(batch: Batch) -> None:
    uploads.forget(batch.kept_as)
    batch.links.all().delete()
    batch.messages.all().delete()
    batch.lines.all().delete()
    batch.rows.all().delete()
    batch.names.all().delete()
    batch.others_there.all().delete()
    batch.kept_as = batch.file_name = ""
    batch.state = State.WITHDRAWN
    batch.withdrawn_at = clock.now()
    batch.save()
