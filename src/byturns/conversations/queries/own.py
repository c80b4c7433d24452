"""What concerns one member alone: what she has not sent or cannot reach, how it read before, who looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from byturns.conversations.models import Conversation, Draft, Message, OlderText, UnnamedLook
from byturns.conversations.stand_ins import READER, ask, reader
from byturns.core import clock
from byturns.core.prepared import Prepared
from byturns.groups.models import Membership
from byturns.groups.queries import door
from byturns.groups.scoping import in_group

TOLD_FOR = timedelta(days=14)
OUT_OF_REACH_SHOWN = 30


@dataclass(frozen=True)
class AtHome:
    """What the first page says beside the conversations."""

    has_draft: bool  # of a new conversation
    answer_draft: str  # the address name of the conversation in which she was last answering, or ""
    somebody_asks: bool  # somebody asks to join
    looked_in: str  # the address names of the message that a steward looked behind, or ""
    looked_at: str


def at_home(member: Membership) -> AtHome:
    """All of it in one query."""
    [row] = ask(_AT_HOME, member, member.role)
    known = cast("Any", row)
    return AtHome(
        has_draft=bool(known.has_draft),
        answer_draft=known.answer_draft or "",
        somebody_asks=bool(known.somebody_asks),
        looked_in=known.looked_in or "",
        looked_at=known.looked_at or "",
    )


def _build(role: str, marks: Mapping[str, Any]) -> QuerySet[Membership]:
    member = reader(marks, role)
    with in_group(member.group_id):
        looks = UnnamedLook.objects.filter(message__author=member, at__gt=clock.now() - TOLD_FOR)
        newest = looks.order_by("-at", "-pk")
        open_to_her = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        answering = Draft.objects.filter(Exists(open_to_her), membership=member).order_by("-saved_at", "-pk")
        return Membership.objects.filter(pk=member.pk).annotate(
            answer_draft=Subquery(answering.values("conversation__public_id")[:1]),
            has_draft=Exists(Draft.objects.filter(membership=member, conversation=None)),
            somebody_asks=Exists(door.open_applications()),
            looked_in=Subquery(newest.values("message__conversation__public_id")[:1]),
            looked_at=Subquery(newest.values("message__public_id")[:1]),
        )


_AT_HOME: Prepared[Membership] = Prepared(_build, **READER)


@dataclass(frozen=True)
class OutOfReach:
    """Own words in places that are closed to her now, newest first, and whether there are more."""

    rows: list[Message]
    more: bool


def out_of_reach(member: Membership) -> OutOfReach:
    """What she wrote where she cannot read any more: circles she left or that closed, ended visits.

    Two queries at most, however many there are.
    """
    open_to_her = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
    hers = (
        Message.objects.filter(~Exists(open_to_her), author=member, taken_down_at=None)
        .select_related("conversation")
        .order_by("-sent_at", "-pk")
    )
    found = list(hers[: OUT_OF_REACH_SHOWN + 1])
    return OutOfReach(rows=found[:OUT_OF_REACH_SHOWN], more=len(found) > OUT_OF_REACH_SHOWN)


def older_texts_of(message: Message) -> list[OlderText]:
    """How it read before, newest first."""
    return list(OlderText.objects.filter(message=message).order_by("-replaced_at", "-pk"))


def looks_at(message: Message) -> list[UnnamedLook]:
    """Each time that a steward looked who wrote it, newest first."""
    return list(UnnamedLook.objects.filter(message=message).select_related("by").order_by("-at", "-pk"))
