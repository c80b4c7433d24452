"""Who was in the old group, after somebody said "not mine" or claimed a name."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from byturns.conversations import actions as conversations
from byturns.portability.kinds import Source, State
from byturns.portability.models import Batch
from byturns.portability.queries.batches import there


@transaction.atomic
def settle(*, batch: Batch, membership_id: int) -> None:
    """Let a member into exactly the conversations of an open batch in which she was.

    A conversation may go on in another file, so the other open ones are looked through again too.
    """
    if batch.state != State.OPEN:
        return
    others = Batch.objects.filter(state=State.OPEN).exclude(pk=batch.pk).exclude(kind=Source.MEMBERS)
    for one in (batch, *others):
        days = there(one).get(membership_id, [])
        if one.pk != batch.pk and not days:
            continue
        since = [datetime.combine(day, time(), one.group.zone) if day else None for day in days]
        conversations.settle_presence(
            group_id=one.group_id, batch_id=one.pk, membership_id=membership_id, since=since
        )
