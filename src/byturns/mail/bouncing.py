"""When mail to a mailbox is paused because it comes back: pure, one table (docs/mail.md).

Never at the first failure: one mail goes there only to find out. Nobody loses her membership by it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

SOFT_DAYS = 3  # on so many days a passing fault, and it is looked into
FORGETS = timedelta(days=14)  # after so long without a failure all is well again
PROBE_COUNTS = timedelta(days=6)  # so long other servers try; what has not come back by then arrived


class Step(StrEnum):
    """What follows from a failure."""

    NOTHING = "nothing"
    PROBE = "probe"  # one mail goes there to find out
    PAUSE = "pause"  # no more mail about what is said, until she takes it up again


@dataclass(frozen=True)
class Standing:
    """What is known of one mailbox."""

    first_at: datetime | None = None  # the first failure of this run
    last_at: datetime | None = None
    days: tuple[date, ...] = ()  # on which a passing fault came
    probed_at: datetime | None = None
    paused_at: datetime | None = None


def failed(before: Standing, *, hard: bool, was_probe: bool, now: datetime) -> tuple[Standing, Step]:
    """What a failure changes. `hard`: the other side says that it is for good."""
    if before.paused_at is not None:
        return before, Step.NOTHING
    known = _still_known(before, now)
    known = replace(known, first_at=known.first_at or now, last_at=now)
    if was_probe:
        return replace(known, paused_at=now), Step.PAUSE
    if known.probed_at is not None:
        return known, Step.NOTHING  # the probing mail is on its way
    if not hard:
        known = replace(known, days=tuple(sorted({*known.days, now.date()})))
        if len(known.days) < SOFT_DAYS:
            return known, Step.NOTHING
    return replace(known, probed_at=now), Step.PROBE


def _still_known(before: Standing, now: datetime) -> Standing:
    """What is not so long ago that it says nothing any more."""
    if before.probed_at is not None and now - before.probed_at > PROBE_COUNTS:
        return Standing()  # it arrived
    if before.last_at is not None and now - before.last_at > FORGETS:
        return Standing()
    return before
