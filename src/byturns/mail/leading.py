"""Which conversation a button in a mail is about, and where to go once it is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from byturns.conversations.kinds import Kind
from byturns.conversations.models import Conversation
from byturns.core import routes
from byturns.groups.models import Membership
from byturns.groups.scoping import in_group
from byturns.mail import by_letter


@dataclass(frozen=True)
class About:
    """Which conversation a page without sign-in is about: place, time and kind, no name and no word."""

    place: str
    kind: str
    at: datetime


def shown_about(member: Membership, conversation_id: int | None) -> About | None:
    """The conversation that a button is about; None when there is none, or it is not open to her."""
    talk = _opened(member, conversation_id)
    if talk is None:
        return None
    return About(by_letter.place_of(talk), str(Kind(talk.kind).label), talk.opened_at)


def place_to_go(member: Membership, conversation_id: int | None) -> str:
    """Where to go once something is done: the conversation, or else the first page of her group."""
    talk, slug = _opened(member, conversation_id), member.group.slug
    if talk is None:
        return routes.to("conversations:home", group_slug=slug)
    return routes.to("conversations:conversation", group_slug=slug, public_id=talk.public_id)


def _opened(member: Membership, conversation_id: int | None) -> Conversation | None:
    with in_group(member.group_id):
        return Conversation.objects.visible_to(member).filter(Q(pk=conversation_id)).first()
