"""Who waits for an answer, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, Value, When
from django.db.models.functions import Coalesce

from byturns.conversations.kinds import GUIDES
from byturns.conversations.models import Conversation, Message
from byturns.conversations.naming import heading_of, starter_of
from byturns.conversations.queries.counting import with_reading
from byturns.conversations.stand_ins import READER, ask, reader
from byturns.core.prepared import Prepared
from byturns.groups.models import Membership
from byturns.groups.scoping import in_group


@dataclass(frozen=True)
class Waiting:
    """One conversation that waits, as a page shows it."""

    conversation: Conversation
    heading: str
    asked: str
    first_words: bool


def waiting_for(member: Membership) -> QuerySet[Conversation]:
    """Conversations that wait and that `member` could answer.

    The first words of new members come first (`first_words`), then the longest waiting. Her own are
    not listed: she cannot answer herself. What was written without a name never counts as first
    words, nor against them: it would tell who wrote it.
    """
    earlier = Message.objects.filter(
        author=OuterRef("started_by"), unnamed=False, sent_at__lt=OuterRef("opened_at")
    ).exclude(conversation=OuterRef("pk"))
    return (
        with_reading(Conversation.objects.visible_to(member).waiting(), member)
        .exclude(started_by=member)
        .annotate(
            first_words=Case(
                When(unnamed=True, then=Value(False)),
                When(Exists(earlier), then=Value(False)),
                default=Value(True),
                output_field=BooleanField(),
            )
        )
        .order_by("-first_words", Coalesce("again_at", "opened_at"), "pk")
    )


def _build(role: str, limit: int, marks: Mapping[str, Any]) -> QuerySet[Conversation]:
    member = reader(marks, role)
    with in_group(member.group_id):
        return waiting_for(member)[:limit]


_WAITING: Prepared[Conversation] = Prepared(_build, **READER)


def waiting_rows(member: Membership, *, limit: int) -> list[Waiting]:
    """The first `limit` of `waiting_for`, ready for a page."""
    rows: list[Waiting] = []
    if member.is_guest:
        return rows
    found = ask(_WAITING, member, member.role, limit)
    for conversation in found:
        guide = GUIDES[conversation.kind]
        rows.append(
            Waiting(
                conversation,
                heading_of(conversation, member),
                str(guide.asks).format(name=starter_of(conversation, member)),
                bool(getattr(conversation, "first_words", False)),
            )
        )
    return rows
