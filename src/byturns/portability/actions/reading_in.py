"""Reading a file that was brought into rows that wait. Nothing of it shows to members."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core.events import emit
from byturns.portability import events
from byturns.portability.actions import guessing, staging, staging_members
from byturns.portability.importing import keys, reading, uploads
from byturns.portability.importing.parsing.report import DateOrder, NotThisKind, Parsed
from byturns.portability.kinds import Source, State
from byturns.portability.models import Batch

READ = "portability.read"


def read(*, batch: Batch, parsed: Parsed | None = None) -> None:
    """Read the file of a batch into rows, in small steps, so that the page can say how far it is.

    Can be run again: it begins anew, unless it was read already. A file that cannot be read says so in
    `fault` and is deleted. Emits FileRead.
    """
    if batch.state != State.READING:
        return
    _begin_anew(batch)
    path = uploads.path_of(batch.kept_as)
    try:
        if batch.kind == Source.MEMBERS:
            staging_members.stage(batch, reading.read_members(path))
        else:
            staging.stage(batch, parsed or _parsed(batch, path))
    except NotThisKind as refusal:
        _refuse(batch, str(refusal))
        return
    except FileNotFoundError:
        _refuse(batch, _("The file is no longer here. Please bring it once more."))
        return
    batch.digest = keys.file(path)
    batch.state = State.STAGED
    with transaction.atomic():
        batch.save()
        if batch.is_history:
            guessing.match_names(batch)
        emit(events.FileRead(group_id=batch.group_id, by_id=batch.made_by_id, batch_id=batch.pk))


def _parsed(batch: Batch, path: Path) -> Parsed:
    return reading.read(
        batch.kind,
        path,
        tz=batch.group.zone,
        order=cast("DateOrder | None", batch.order or None),
        silence_hours=batch.silence_hours,
    )


def give_up(*, batch: Batch) -> None:
    """Say that reading failed in a way nobody foresaw. The file is deleted."""
    _refuse(batch, _("Something in this file could not be read. Nothing was brought in. We are sorry."))


@transaction.atomic
def _begin_anew(batch: Batch) -> None:
    for rows in (batch.messages, batch.names, batch.lines, batch.rows):
        cast("Any", rows).all().delete()
    batch.state = State.READING
    batch.done = batch.total = 0
    batch.numbers = {}
    batch.save()


@transaction.atomic
def _refuse(batch: Batch, fault: str) -> None:
    uploads.forget(batch.kept_as)
    batch.state, batch.fault, batch.kept_as = State.REFUSED, fault, ""
    batch.save()
