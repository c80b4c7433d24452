"""The group's log: what happened and when, and whether a steward did it. Never about whom (D15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise

from byturns.core.events import KINDS
from byturns.core.models import EventRecord
from byturns.groups.models import Membership

PAGE = 30


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    line: str | Promise
    at: datetime


def records(member: Membership) -> QuerySet[EventRecord]:
    """The stored facts of her group that have a line in the log, newest first."""
    told = [name for name, kind in KINDS.items() if kind.log_line is not None]
    return EventRecord.objects.filter(group_id=member.group_id, kind__in=told).order_by("-at", "-pk")


def entries(rows: Iterable[EventRecord]) -> list[Entry]:
    """The lines of these records, in the reader's language; nothing else of a record is shown."""
    return [Entry(KINDS[row.kind].log_line or "", row.at) for row in rows]
