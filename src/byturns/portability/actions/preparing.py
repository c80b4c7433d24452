"""What a steward says before it is decided: whose names, who else was there, where a chat is cut."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from byturns.core import jobs
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.portability import queries
from byturns.portability.actions.reading_in import READ
from byturns.portability.kinds import Choice, State
from byturns.portability.models import Batch, StagedName, WasThere


@dataclass(frozen=True)
class Named:
    """What is said of one name: a member's, nobody's yet, or not brought in."""

    name: StagedName
    choice: str
    membership: Membership | None = None
    there_from: date | None = None


@transaction.atomic
def choose(
    *,
    member: Membership,
    batch: Batch,
    said: Sequence[Named],
    others: Collection[Membership],
    silence_hours: int | None,
) -> None:
    """Keep all that one form says: whose names, who else was there, where a chat is cut. Raises NotAllowed.

    Whoever has a name in the file now is not kept as "was there and wrote nothing" too: it would open
    to her what was said before she came.
    """
    policy.require(member, "portability.prepare", batch)
    say_names(member=member, batch=batch, said=said)
    wrote = {one.membership.pk for one in said if one.membership is not None}
    silent = [other for other in others if other.pk not in wrote]
    say_who_was_there(member=member, batch=batch, others=silent)
    if silence_hours is not None and silence_hours != batch.silence_hours:
        cut(member=member, batch=batch, silence_hours=silence_hours)


@transaction.atomic
def say_names(*, member: Membership, batch: Batch, said: Sequence[Named]) -> None:
    """Keep whose names these are. A removed person's own address stays left out. Raises NotAllowed."""
    policy.require(member, "portability.prepare", batch)
    changed = []
    for one in said:
        row = one.name
        if is_fixed(row):
            continue
        row.choice = one.choice
        row.membership = one.membership if one.choice == Choice.MEMBER else None
        row.there_from = one.there_from if one.choice == Choice.MEMBER else None
        changed.append(row)
    StagedName.objects.bulk_update(changed, ["choice", "membership", "there_from"])


def is_fixed(name: StagedName) -> bool:
    """Whether this name can only be left out: its address is that of somebody whose words do not come."""
    return name.certain and name.choice == Choice.OUT


@transaction.atomic
def say_who_was_there(*, member: Membership, batch: Batch, others: Collection[Membership]) -> None:
    """Name the members who were in the old group and wrote nothing. Raises NotAllowed."""
    policy.require(member, "portability.prepare", batch)
    WasThere.objects.filter(batch=batch).delete()
    WasThere.objects.bulk_create(
        WasThere(group_id=batch.group_id, batch=batch, membership=other) for other in others
    )


@transaction.atomic
def cut(*, member: Membership, batch: Batch, silence_hours: int) -> None:
    """Cut a chat anew where nobody wrote for so many hours; no file is needed. Raises NotAllowed."""
    policy.require(member, "portability.prepare", batch)
    batch.silence_hours = silence_hours
    batch.numbers = {**batch.numbers, "conversations": len(queries.cuts(batch))}
    batch.save(update_fields=["silence_hours", "numbers"])


@transaction.atomic
def say_order(*, member: Membership, batch: Batch, order: str) -> None:
    """Say how the dates are written; in another order than was taken the file is read once more.

    Raises NotAllowed.
    """
    policy.require(member, "portability.prepare", batch)
    if order == batch.order:
        batch.order_sure = True
        batch.save(update_fields=["order_sure"])
        return
    batch.order = order
    batch.state = State.READING
    batch.save(update_fields=["order", "state"])
    jobs.enqueue(READ, group_id=batch.group_id, batch_id=batch.pk)
