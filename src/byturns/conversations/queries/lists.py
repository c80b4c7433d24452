"""The lists of conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet

from byturns.conversations.models import Conversation, Draft, Follow, Message, ReadPoint
from byturns.conversations.naming import heading_of
from byturns.conversations.queries.counting import how_many, new_to, with_reading
from byturns.core import clock
from byturns.groups.models import Circle, CircleMember, Membership

PAGE = 30  # rows or messages a page (settled point 29)
A_SITTING = timedelta(hours=1)


@dataclass(frozen=True)
class Row:
    """One conversation in a list, with what is new to this reader."""

    conversation: Conversation
    heading: str
    replies: int
    new: int
    before_here: bool = False  # nothing happened in it since she was here


def talk(member: Membership, *, kind: str = "", circle: Circle | None = None) -> QuerySet[Conversation]:
    """All conversations that `member` may open, newest activity first, with `replies` and `new`."""
    rows = Conversation.objects.visible_to(member)
    if kind:
        rows = rows.filter(kind=kind)
    if circle is not None:
        rows = rows.filter(circle=circle)
    said = Message.objects.words_for(member).filter(conversation=OuterRef("pk"))
    return (
        with_reading(rows, member)
        .select_related("started_by", "circle")
        .annotate(said=how_many(said), new=how_many(new_to(member)))
        .order_by("-last_at", "-pk")
    )


def since_you_were_here(member: Membership) -> QuerySet[Conversation]:
    """Those with something new to her, newest first; not the ones she muted."""
    muted = Follow.objects.filter(membership=member, conversation=OuterRef("pk"), wish=Follow.Wish.MUTE)
    return talk(member).filter(Exists(new_to(member))).exclude(Exists(muted))


def rows(
    member: Membership, conversations: list[Conversation], *, here_last: datetime | None = None
) -> list[Row]:
    """`conversations` as rows of a list. `here_last` marks those where nothing happened since."""
    return [
        Row(
            conversation,
            heading_of(conversation, member),
            max(getattr(conversation, "said", 1) - 1, 0),
            getattr(conversation, "new", 0),
            here_last is not None and conversation.last_at <= here_last,
        )
        for conversation in conversations
    ]


def here_last(member: Membership) -> datetime | None:
    """When she last read something in an earlier sitting; None when that is not known."""
    earlier = ReadPoint.objects.filter(membership=member, at__lt=clock.now() - A_SITTING)
    found: datetime | None = earlier.aggregate(at=Max("at"))["at"]
    return found


def circles_of(member: Membership) -> list[Circle]:
    """The open circles that she is in, by name."""
    inside = CircleMember.objects.filter(circle=OuterRef("pk"), membership=member).exclude(joined_at=None)
    return list(Circle.objects.filter(Exists(inside), closed_at=None).order_by("name"))


def new_draft_of(member: Membership) -> Draft | None:
    """What she was writing for a new conversation and has not sent."""
    return Draft.objects.filter(membership=member, conversation=None).first()
