"""The only "now" and the only "today", so that tests can freeze both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, tzinfo

from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _standing.get() or timezone.now()


def today(zone: tzinfo) -> date:
    """The calendar day it is now in `zone`."""
    return now().astimezone(zone).date()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` inside the block (for queries that are built before they are run)."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
