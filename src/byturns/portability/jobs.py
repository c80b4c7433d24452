"""Work in the background: reading a file, opening what has waited its 14 days, tidying."""

from __future__ import annotations

import logging
import time

from byturns.core import clock, jobs
from byturns.groups.scoping import everywhere, in_group
from byturns.portability.actions import deciding, opening, reading_in
from byturns.portability.importing import uploads
from byturns.portability.kinds import KEPT_UNDECIDED, State
from byturns.portability.models import Batch, OwnerLink

log = logging.getLogger("byturns.portability")


@jobs.job(reading_in.READ, attempts=2)
def read(batch_id: int) -> None:
    """Read a file that was brought. What nobody foresaw is told on its page, not tried for hours."""
    batch = Batch.objects.select_related("group").filter(pk=batch_id).first()
    if batch is None:
        return
    try:
        reading_in.read(batch=batch)
    except Exception:
        log.exception("batch %s could not be read", batch.public_id)
        reading_in.give_up(batch=batch)


@jobs.job("portability.open")
def open_batch(batch_id: int) -> None:
    """Bring in what was decided, once its time has come."""
    batch = Batch.objects.select_related("group").filter(pk=batch_id).first()
    if batch is not None:
        opening.open_batch(batch=batch)


@jobs.every("portability.open_what_is_due", minutes=30)
def open_what_is_due() -> None:
    """Ask for the opening of each history whose 14 days are over."""
    with everywhere("histories of any group open when their time has come"):
        due = list(Batch.objects.filter(state=State.TOLD, opens_at__lte=clock.now()))
    for batch in due:
        jobs.enqueue("portability.open", group_id=batch.group_id, batch_id=batch.pk)


@jobs.every("portability.tidy", minutes=24 * 60)
def tidy() -> None:
    """Drop what nobody decided about, links that are over, and files that no batch names."""
    moment = clock.now()
    with everywhere("what was brought to any group is kept no longer than promised"):
        old = list(
            Batch.objects.filter(
                state__in=[State.READING, State.STAGED, State.REFUSED], made_at__lte=moment - KEPT_UNDECIDED
            )
        )
        OwnerLink.objects.filter(ends_at__lte=moment).delete()
        named = set(Batch.objects.exclude(kept_as="").values_list("kept_as", flat=True))
    for batch in old:
        with in_group(batch.group_id):
            deciding.forget_undecided(batch=batch)
    uploads.forget_all_but(named, older_than=time.time() - 24 * 3600)
