"""Addresses of this app's pages, from the member's own group."""

from __future__ import annotations

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


def place_of(member: Membership, message: Message) -> str:
    """Where the message stands; which page that is, is found out when it is opened."""
    return f"{conversation(member, message.conversation)}?at={message.public_id}#m-{message.public_id}"
