"""Addresses of this app's pages, from the member's own group."""

from __future__ import annotations

from django.http import HttpRequest

from byturns.conversations.models import Conversation, GuestVisit, Message
from byturns.core import routes
from byturns.groups.models import Membership


def home(member: Membership) -> str:
    return routes.to("conversations:home", group_slug=member.group.slug)


def talk(member: Membership) -> str:
    return routes.to("conversations:talk", group_slug=member.group.slug)


def conversation(member: Membership, of: Conversation) -> str:
    return of_conversation("conversation", member, of)


def of_conversation(name: str, member: Membership, of: Conversation) -> str:
    return routes.to(f"conversations:{name}", group_slug=member.group.slug, public_id=of.public_id)


def of_message(name: str, member: Membership, message: Message) -> str:
    return routes.to(
        f"conversations:{name}",
        group_slug=member.group.slug,
        public_id=message.conversation.public_id,
        message_id=message.public_id,
    )


def of_visit(name: str, member: Membership, visit: GuestVisit) -> str:
    return routes.to(
        f"conversations:{name}",
        group_slug=member.group.slug,
        public_id=visit.conversation.public_id,
        visit_id=visit.public_id,
    )


def page_number(request: HttpRequest) -> int | None:
    """The page asked for; None when none was, or nonsense."""
    asked = request.GET.get("page", "")
    good = asked.isascii() and asked.isdigit() and len(asked) < 7
    return max(int(asked), 1) if good else None
