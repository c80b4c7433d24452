"""Who may open, read and answer. Each refusal is a sentence the member can read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byturns.conversations.models import Conversation, Message
from byturns.groups.models import Circle, CircleMember, Membership
from byturns.groups.policy import ALLOW, Verdict, refuse, rule


@rule("conversations.read", guests=True)
def read(member: Membership) -> Verdict:
    """Read conversations (each only where it is visible to the member)."""
    return ALLOW


@rule("conversations.view", guests=True)
def view(member: Membership, conversation: Conversation) -> Verdict:
    """Open this conversation: the same rule as `Conversation.objects.visible_to`."""
    if Conversation.objects.visible_to(member).filter(pk=conversation.pk).exists():
        return ALLOW
    return refuse(_("This conversation is not open to you."))


@rule("conversations.browse")
def browse(member: Membership) -> Verdict:
    """See the lists of conversations and search them."""
    return ALLOW


@rule("conversations.open")
def open_(member: Membership, circle: Circle | None = None) -> Verdict:
    """Start a conversation, for all or in a circle the member is in."""
    if circle is None:
        return ALLOW
    inside = CircleMember.objects.filter(circle=circle, membership=member).exclude(joined_at=None)
    if circle.closed_at is None and inside.exists():
        return ALLOW
    return refuse(_("Only people in this circle can start a conversation there."))


@rule("conversations.reply", guests=True)
def reply(member: Membership, conversation: Conversation) -> Verdict:
    """Answer in a conversation that the member can open."""
    verdict = view(member, conversation)
    if not verdict:
        return verdict
    if conversation.brought_in:
        return refuse(_("This was brought in from elsewhere. Start a new conversation to go on with it."))
    if conversation.is_closed:
        return refuse(_("This conversation is closed. You can start a new one."))
    return ALLOW


@rule("conversations.change")
def change(member: Membership, conversation: Conversation) -> Verdict:
    """Change the kind, or say "no answer needed": the starter only."""
    if conversation.started_by_id == member.pk:
        return ALLOW
    return refuse(_("Only the person who started this can change it."))


@rule("conversations.edit", guests=True)
def edit(member: Membership, message: Message) -> Verdict:
    """Edit a message, or take it down and put it back: its writer only."""
    if message.author_id != member.pk:
        return refuse(_("Only the person who wrote this can change it."))
    if message.hidden_at is not None:
        return refuse(_("A steward has hidden this message. You can write to the stewards about it."))
    return ALLOW
