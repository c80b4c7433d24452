"""What pages and other apps ask about conversations."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from byturns.conversations.models import Conversation, Message
from byturns.groups.models import Membership

PAGE = 30  # messages or rows a page (settled point 29)


def waiting_for(member: Membership) -> QuerySet[Conversation]:
    """Conversations that wait for somebody, the ones `member` could answer first seen by her.

    New members' first words come first, then the longest waiting. Her own are not listed: she
    cannot answer herself.
    """
    earlier = Message.objects.filter(author=OuterRef("started_by"), sent_at__lt=OuterRef("opened_at"))
    return (
        Conversation.objects.visible_to(member)
        .waiting()
        .exclude(started_by=member)
        .select_related("started_by", "circle")
        .annotate(has_spoken=Exists(earlier))
        .order_by("has_spoken", "opened_at")
    )


@dataclass(frozen=True)
class Row:
    """A conversation in a list, with what is new to this reader."""

    conversation: Conversation
    replies: int
    new: int
