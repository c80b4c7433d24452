"""One conversation as one reader opens it: everything about it in one query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, When

from byturns.conversations.models import Conversation, Draft, Follow, GuestVisit, Message
from byturns.conversations.queries.counting import how_many, new_to, with_reading
from byturns.conversations.queries.reach import offers_health_consent
from byturns.conversations.stand_ins import READER, ask, reader
from byturns.core import clock
from byturns.core.prepared import Prepared
from byturns.groups.models import CircleMember, Membership, TypingGrant
from byturns.groups.scoping import in_group


class Opened(Protocol):
    """What `opened` adds to a conversation."""

    read_to: int | None
    total: int
    first_new: int | None
    before_new: int
    wish: str | None
    draft_words: str | None
    draft_note: str | None
    has_visit: bool
    types_for_others: bool
    offer_health_consent: bool
    readers: int


def opened(member: Membership, public_id: str) -> QuerySet[Conversation]:
    """The conversation of that address if `member` may open it, with all of `Opened`."""
    rows = Conversation.objects.visible_to(member).filter(public_id=public_id)
    on_page = Message.objects.on_page_of(member).filter(conversation=OuterRef("pk"))
    first_new = new_to(member).order_by("sent_at", "pk").values("pk")[:1]
    draft = Draft.objects.filter(membership=member, conversation=OuterRef("pk"))
    follow = Follow.objects.filter(membership=member, conversation=OuterRef("pk"))
    visits = GuestVisit.objects.filter(
        conversation=OuterRef("pk"), refused_at=None, stopped_at=None, until__gt=clock.now()
    )
    grants = TypingGrant.objects.filter(typist=member, revoked_at=None)
    everyone = Membership.objects.full().exclude(pk=member.pk)
    inside = CircleMember.objects.filter(
        circle=OuterRef("circle"), membership__status=Membership.Status.HERE
    ).exclude(joined_at=None)
    in_circle = how_many(inside.exclude(membership=member))
    return (
        with_reading(rows, member)
        .annotate(
            total=how_many(on_page),
            first_new=Subquery(first_new),
            wish=Subquery(follow.values("wish")[:1]),
            draft_words=Subquery(draft.values("words")[:1]),
            draft_note=Subquery(draft.values("note")[:1]),
            has_visit=Exists(visits),
            types_for_others=Exists(grants),
            offer_health_consent=offers_health_consent(member),
            readers=Case(When(circle=None, then=how_many(everyone)), default=in_circle),
        )
        .annotate(before_new=how_many(on_page.filter(pk__lt=OuterRef("first_new"))))
    )


def _build(role: str, marks: Mapping[str, Any]) -> QuerySet[Conversation]:
    member = reader(marks, role)
    with in_group(member.group_id):
        return opened(member, marks["public_id"])


_OPENED: Prepared[Conversation] = Prepared(_build, **READER, public_id=str)


def opened_by(member: Membership, public_id: str) -> Conversation | None:
    """The one conversation of `opened`, or None when it is not open to her."""
    return next(iter(ask(_OPENED, member, member.role, public_id=public_id)), None)


def _build_bare(role: str, marks: Mapping[str, Any]) -> QuerySet[Conversation]:
    member = reader(marks, role)
    with in_group(member.group_id):
        return Conversation.objects.visible_to(member).filter(public_id=marks["public_id"])


_BARE: Prepared[Conversation] = Prepared(_build_bare, **READER, public_id=str)


def open_to(member: Membership, public_id: str) -> Conversation | None:
    """The conversation of that address and nothing about it, or None when it is not open to her."""
    return next(iter(ask(_BARE, member, member.role, public_id=public_id)), None)


def visits_of(conversation: Conversation) -> list[GuestVisit]:
    """Guests who visit or are about to, for the badge beside the reply box."""
    return list(
        GuestVisit.objects.filter(
            conversation=conversation, refused_at=None, stopped_at=None, until__gt=clock.now()
        )
        .select_related("guest")
        .order_by("opens_at", "pk")
    )
