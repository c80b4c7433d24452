"""Bringing a file: by a steward on a page, or by whoever runs the server."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from byturns.core import jobs, outbox
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Group, Membership
from byturns.portability import events
from byturns.portability.actions.reading_in import READ, read
from byturns.portability.importing import uploads
from byturns.portability.importing.parsing.report import Parsed
from byturns.portability.kinds import State
from byturns.portability.models import Batch


@transaction.atomic
def start(
    *, member: Membership, kind: str, file_name: str, chunks: Iterable[bytes], order: str = ""
) -> Batch:
    """Take a file that a steward brought; it is read in the background.

    Raises NotAllowed. Emits FileBrought.
    """
    policy.require(member, "portability.bring_in")
    batch = Batch.objects.create(
        group_id=member.group_id,
        kind=kind,
        file_name=file_name[:120],
        kept_as=uploads.keep(chunks),
        order=order,
        made_by=member,
    )
    emit(events.FileBrought(group_id=batch.group_id, by_id=member.pk, batch_id=batch.pk))
    jobs.enqueue(READ, group_id=batch.group_id, batch_id=batch.pk)
    return batch


def start_from_host(
    *, group: Group, kind: str, path: Path, order: str = "", parsed: Parsed | None = None
) -> Batch:
    """Take a file from whoever runs the server, and read it at once. Never publishes.

    `parsed` is the history if it was read already. The stewards are told by mail and find it among what
    waits for them. Emits FileFromHost.
    """
    with transaction.atomic():
        with path.open("rb") as opened:
            kept = uploads.keep(iter(lambda: opened.read(1024 * 1024), b""))
        batch = Batch.objects.create(
            group_id=group.pk, kind=kind, file_name=path.name[:120], kept_as=kept, order=order
        )
        emit(events.FileBrought(group_id=group.pk, batch_id=batch.pk))
    read(batch=batch, parsed=parsed)
    if batch.state == State.STAGED:
        _tell_stewards(batch)
    return batch


@transaction.atomic
def _tell_stewards(batch: Batch) -> None:
    emit(events.FileFromHost(group_id=batch.group_id, batch_id=batch.pk))
    for steward in Membership.objects.stewards().select_related("person__account"):
        if steward.person.account is not None:
            outbox.put(
                "portability.waits_for_stewards",
                to=steward.person.account.email,
                group_id=batch.group_id,
                batch_id=batch.pk,
                membership_id=steward.pk,
            )
