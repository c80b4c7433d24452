"""A chat has no conversations, only a stream; it is cut where nobody wrote for a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

# Long enough to hold an evening together, short enough to part two days.
USUAL = timedelta(hours=6)


def cut(times: Iterable[datetime | None], silence: timedelta = USUAL) -> list[list[int]]:
    """Places in `times` (aware, in the order of the file), parted where more than `silence` lies between.

    A jump back by more than `silence` parts too: then two exports stand one after the other. A time
    not known stays with what came before it.
    """
    conversations: list[list[int]] = []
    before: datetime | None = None
    for place, moment in enumerate(times):
        # Compared in UTC: Python ignores the clock change between two times of one zone.
        now = moment.astimezone(UTC) if moment else None
        apart = now is not None and before is not None and abs(now - before) > silence
        if not conversations or apart:
            conversations.append([])
        conversations[-1].append(place)
        before = now or before
    return conversations
