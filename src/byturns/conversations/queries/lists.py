"""The lists of conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from byturns.conversations.models import Conversation, Draft, Follow, Message, ReadPoint
from byturns.conversations.naming import heading_of, starter_of
from byturns.conversations.queries.counting import how_many, new_to, with_reading
from byturns.conversations.queries.waiting import waiting_for
from byturns.core import clock
from byturns.groups.models import Circle, Membership

PAGE = 30  # rows or messages a page (settled point 29)
A_SITTING = timedelta(hours=1)


@dataclass(frozen=True)
class Row:
    """One conversation in a list, with what is new to this reader."""

    conversation: Conversation
    heading: str
    starter: str
    replies: int
    new: int
    quiet: bool = False  # nothing happened in it since she was here last
    first_quiet: bool = False  # the divider stands before it


def talk(member: Membership, *, kind: str = "", circle: Circle | None = None) -> QuerySet[Conversation]:
    """All conversations that `member` may open, newest activity first, with `replies` and `new`."""
    rows = Conversation.objects.visible_to(member)
    if kind:
        rows = rows.filter(kind=kind)
    if circle is not None:
        rows = rows.filter(circle=circle)
    return _counted(with_reading(rows, member), member).order_by("-last_at", "-pk")


def _counted(rows: QuerySet[Conversation], member: Membership) -> QuerySet[Conversation]:
    said = Message.objects.words_for(member).filter(conversation=OuterRef("pk"))
    # When she last read something in an earlier sitting.
    earlier = ReadPoint.objects.filter(membership=member, at__lt=clock.now() - A_SITTING).order_by("-at")
    return rows.select_related("started_by", "circle").annotate(
        said=how_many(said), new=how_many(new_to(member)), here_last=Subquery(earlier.values("at")[:1])
    )


def since_you_were_here(member: Membership) -> QuerySet[Conversation]:
    """Those with something new to her, newest first; not the ones she muted."""
    muted = Follow.objects.filter(membership=member, conversation=OuterRef("pk"), wish=Follow.Wish.MUTE)
    return talk(member).filter(Exists(new_to(member))).exclude(Exists(muted))


def waiting_list(member: Membership) -> QuerySet[Conversation]:
    """As `talk`, but only those that wait for somebody, in the order of `waiting_for`."""
    return _counted(waiting_for(member), member)


def rows(member: Membership, conversations: list[Conversation]) -> list[Row]:
    """`conversations` from the queries above as rows of a list.

    The first one in which nothing happened since she was here last is marked, unless it is the first.
    """
    made: list[Row] = []
    for conversation in conversations:
        known = cast("Any", conversation)
        quiet = known.here_last is not None and conversation.last_at <= known.here_last
        first_quiet = quiet and bool(made) and not made[-1].quiet
        made.append(
            Row(
                conversation,
                heading_of(conversation, member),
                starter_of(conversation, member),
                max(known.said - 1, 0),
                known.new,
                quiet,
                first_quiet,
            )
        )
    return made


def new_draft_of(member: Membership) -> Draft | None:
    """What she was writing for a new conversation and has not sent."""
    return Draft.objects.filter(membership=member, conversation=None).first()
