"""What is said of each conversation in a list: how many replies, how many new to this reader."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from byturns.conversations.models import Conversation, GuestMayRead, Message, ReadPoint
from byturns.groups.models import Membership

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def with_reading(rows: QuerySet[Conversation], member: Membership) -> QuerySet[Conversation]:
    """Adds `read_to` (the number of the last message read, or None), `new_from`, and names.

    Of a conversation that she never opened, what was said since she joined is new. Nothing that was
    brought in is.
    """
    point = ReadPoint.objects.filter(membership=member, conversation=OuterRef("pk"))
    rows = rows.annotate(read_to=Subquery(point.values("message_id")[:1])).annotate(
        new_from=Case(
            When(read_to__isnull=True, then=Value(member.joined_at)),
            default=Value(_EVER),
            output_field=DateTimeField(),
        )
    )
    # The names with the row; a joined row of another group drops it, as the fence does everywhere.
    rows = (
        rows.select_related("started_by", "circle")
        .select_related(None)
        .annotate(
            starter_name=F("started_by__display_name"),
            circle_name=F("circle__name"),
        )
    )
    if member.is_guest:
        yes = GuestMayRead.objects.for_open_visits_of(member).filter(
            visit__conversation=OuterRef("pk"), writer=OuterRef("started_by")
        )
        rows = rows.annotate(starter_lets_guest_read=Exists(yes))
    return rows


def new_to(member: Membership) -> QuerySet[Message]:
    """Inside a query made by `with_reading`: the messages of the outer conversation new to her."""
    return (
        Message.objects.words_for(member)
        .filter(
            conversation=OuterRef("pk"),
            conversation__brought_in=False,
            pk__gt=Coalesce(OuterRef("read_to"), Value(0)),
            sent_at__gte=OuterRef("new_from"),
        )
        .exclude(author=member)
    )


def how_many(messages: QuerySet[Any]) -> Coalesce:
    """The number of rows of a correlated query as an expression."""
    counted = messages.order_by().values("group").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
