"""The lists of conversations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from byturns.conversations.models import Conversation, Draft, Follow, GuestVisit, Message, ReadPoint
from byturns.conversations.naming import heading_of, starter_of
from byturns.conversations.queries.counting import how_many, new_to, with_reading
from byturns.conversations.queries.waiting import waiting_for
from byturns.conversations.stand_ins import READER, ask, reader
from byturns.core import clock
from byturns.core.prepared import Prepared
from byturns.groups.models import Circle, Membership
from byturns.groups.scoping import in_group

A_SITTING = timedelta(hours=1)
PAGE = 30  # rows or messages a page (settled point 29)


@dataclass(frozen=True)
class Row:
    """One conversation in a list, with what is new to this reader."""

    conversation: Conversation
    heading: str
    starter: str
    circle: str
    replies: int
    new: int
    quiet: bool = False  # nothing happened in it since she was here last
    first_quiet: bool = False  # the divider stands before it
    until: datetime | None = None  # for a guest: the last moment of her visit


@dataclass(frozen=True)
class Sheet:
    """One page of a list, without counting what comes after it."""

    rows: list[Row]
    number: int
    more: bool


def talk(member: Membership, *, kind: str = "", circle_id: int | None = None) -> QuerySet[Conversation]:
    """All conversations that `member` may open, newest activity first, with all that a row shows."""
    rows = Conversation.objects.visible_to(member)
    # Where the first words were taken down before anybody answered there is nothing to read any more.
    standing = Message.objects.standing().filter(conversation=OuterRef("pk"))
    rows = rows.filter(Q(title_down_at=None) | Exists(standing))
    if kind:
        rows = rows.filter(kind=kind)
    if circle_id is not None:
        rows = rows.filter(circle=circle_id)
    return _counted(with_reading(rows, member), member).order_by("-last_at", "-pk")


def _counted(rows: QuerySet[Conversation], member: Membership) -> QuerySet[Conversation]:
    said = Message.objects.words_for(member).filter(conversation=OuterRef("pk"))
    # When she last read something in an earlier sitting.
    earlier = ReadPoint.objects.filter(membership=member, at__lt=clock.now() - A_SITTING)
    return rows.annotate(
        said=how_many(said),
        new=how_many(new_to(member)),
        here_last=Subquery(earlier.order_by("-at").values("at")[:1]),
        quiet=Case(
            When(last_at__lte=F("here_last"), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
    )


def since_you_were_here(member: Membership) -> QuerySet[Conversation]:
    """Those with something new to her, newest first; not the ones she muted."""
    muted = Follow.objects.filter(membership=member, conversation=OuterRef("pk"), wish=Follow.Wish.MUTE)
    return talk(member).filter(Exists(new_to(member))).exclude(Exists(muted))


def waiting_list(member: Membership) -> QuerySet[Conversation]:
    """As `talk`, but only those that wait for somebody, in the order of `waiting_for`."""
    return _counted(waiting_for(member), member)


class _Shape(NamedTuple):
    """What changes the form of a list's query."""

    which: str
    role: str
    end: int
    start: int = 0
    by_kind: bool = False
    by_circle: bool = False


def _build(shape: _Shape, marks: Mapping[str, Any]) -> QuerySet[Conversation]:
    member = reader(marks, shape.role)
    with in_group(member.group_id):
        if shape.which == "since":
            found = since_you_were_here(member)
        elif shape.which == "waiting":
            found = waiting_list(member)
        else:
            found = talk(
                member,
                kind=marks["kind"] if shape.by_kind else "",
                circle_id=marks["circle"] if shape.by_circle else None,
            )
        return found[shape.start : shape.end]


_LISTS: Prepared[Conversation] = Prepared(_build, **READER, kind=str, circle=int)
FAR = 40  # pages of a list that are kept ready; who turns further waits a little longer


def talk_sheet(
    member: Membership, number: int, *, kind: str = "", circle: Circle | None = None, waiting: bool = False
) -> Sheet:
    """Page `number` of the list of all conversations, or of one kind, one circle, or those that wait."""
    start, end = (number - 1) * PAGE, number * PAGE + 1
    if number > FAR:
        every = (
            waiting_list(member)
            if waiting
            else talk(member, kind=kind, circle_id=circle.pk if circle else None)
        )
        found = list(every[start:end])
    else:
        which = "waiting" if waiting else "talk"
        shape = _Shape(which, member.role, end, start, bool(kind), circle is not None)
        found = ask(_LISTS, member, shape, kind=kind, circle=circle.pk if circle else 0)
    return Sheet(rows(member, found[:PAGE]), number, len(found) > PAGE)


def new_rows(member: Membership, *, limit: int, without: set[int]) -> list[Row]:
    """What is new to her, for the first page; not the conversations `without`, which stand there already."""
    shape = _Shape("since", member.role, limit + len(without))
    found = ask(_LISTS, member, shape, kind="", circle=0)
    return rows(member, [one for one in found if one.pk not in without])[:limit]


def guest_rows(member: Membership) -> list[Row]:
    """The conversations that are open to a guest."""
    visits = GuestVisit.objects.open_now().filter(conversation=OuterRef("pk"), guest=member)
    until = Subquery(visits.order_by("-until").values("until")[:1])
    return rows(member, list(talk(member).annotate(until=until)[:PAGE]))


def rows(member: Membership, conversations: list[Conversation]) -> list[Row]:
    """`conversations` from the queries above as rows of a list.

    The first one in which nothing happened since she was here last is marked, unless it is the first.
    """
    made: list[Row] = []
    for conversation in conversations:
        known = cast("Any", conversation)
        quiet = bool(known.quiet)
        first_quiet = quiet and bool(made) and not made[-1].quiet
        made.append(
            Row(
                conversation,
                heading_of(conversation, member),
                starter_of(conversation, member),
                known.circle_name or "",
                max(known.said - 1, 0),
                known.new,
                quiet,
                first_quiet,
                known.until - timedelta(seconds=1) if hasattr(conversation, "until") else None,
            )
        )
    return made


def new_draft_of(member: Membership) -> Draft | None:
    """What she was writing for a new conversation and has not sent."""
    return Draft.objects.filter(membership=member, conversation=None).first()
