"""What pages offer besides talking: report, worry, and what stewards do. Conversations only shows them.

None of these asks the database: a page shows them at each of its messages.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from byturns.conversations import links
from byturns.conversations.models import Conversation, Message
from byturns.groups.models import Membership


def declare() -> None:
    """Offer them on the pages of conversations."""
    links.declare_for_message(links.Link("report", _("Report this"), 80, _report))
    links.declare_for_message(links.Link("worried", _("I am worried about this person"), 81, _worried))
    links.declare_for_message(links.Link("told", _("Write to the stewards about it"), 82, _told))
    links.declare_for_message(links.Link("care", _("Hide or show"), 90, _care_for_message))
    links.declare_for_conversation(
        links.Link("care", _("Hide or close, as a steward"), 90, _care_for_conversation)
    )


def _page(name: str, member: Membership, what: str, public_id: str) -> str:
    return reverse(
        f"safety:{name}",
        kwargs={"group_slug": member.group.slug, "what": what, "public_id": public_id},
    )


def _report(member: Membership, message: Message) -> str | None:
    if message.author_id == member.pk or not message.stands:
        return None
    return _page("report", member, "message", message.public_id)


def _worried(member: Membership, message: Message) -> str | None:
    if message.author_id == member.pk or not message.stands:
        return None
    return _page("worried", member, "message", message.public_id)


def _told(member: Membership, message: Message) -> str | None:
    if message.author_id != member.pk or message.hidden_at is None:
        return None
    return _page("told_about", member, "message", message.public_id)


def _care_for_message(member: Membership, message: Message) -> str | None:
    own = member.pk in {message.author_id, message.typed_by_id}
    if not member.is_steward or own or message.taken_down_at is not None:
        return None
    return _page("care", member, "message", message.public_id)


def _care_for_conversation(member: Membership, conversation: Conversation) -> str | None:
    if not member.is_steward or conversation.started_by_id == member.pk:
        return None
    return _page("care", member, "conversation", conversation.public_id)
