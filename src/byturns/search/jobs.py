"""Timed work of the index."""

from __future__ import annotations

from datetime import timedelta

from byturns.conversations import events as said
from byturns.core import clock, jobs
from byturns.core.models import EventRecord
from byturns.groups import events as group_events
from byturns.knowledge import events as known
from byturns.search import index

TAKES_WORDS_OUT = [
    kind.kind()
    for kind in (
        said.MessageEdited,
        said.MessageTakenDown,
        said.MessageHidden,
        said.MessageHeld,
        said.ConversationHidden,
        said.HistoryTakenBack,
        said.NameTakenDown,
        said.NameHidden,
        known.ExperienceChanged,
        known.ExperienceGone,
        group_events.MemberLeft,
        group_events.WordsSettled,
    )
]


@jobs.every("search.tidy", minutes=30)
def tidy() -> None:
    """Wipe what was taken out from the index's own pages too, within the hour (point 26)."""
    lately = clock.now() - timedelta(hours=1)
    if EventRecord.objects.filter(kind__in=TAKES_WORDS_OUT, at__gt=lately).exists():
        index.tidy()
