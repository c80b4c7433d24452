"""Mails for one member alone. What they may say is decided again at the moment of sending (point 22)."""

from __future__ import annotations

from byturns.conversations.models import Conversation, Message
from byturns.core import clock
from byturns.core.outbox import Later, Letter, letter
from byturns.groups.models import Membership
from byturns.mail.models import Command
from byturns.notifications import answering, audience, queries
from byturns.notifications.letters import reader, to_her


@letter("notifications.it_is_up")
def it_is_up(membership_id: int, conversation_id: int, how: str) -> Letter | None:
    """To who began a conversation by mail; nothing when she has taken it down meanwhile."""
    member, choice = reader(membership_id)
    rows = Message.objects.standing().filter(conversation=conversation_id, author=membership_id)
    first = rows.select_related("conversation").order_by("pk").first()
    if member is None or first is None:
        return None
    readers = Membership.objects.full().exclude(pk=member.pk).count()
    sender = queries.sender_of(member.group)
    made = answering.it_is_up(member, choice, sender, first, how=how, readers=readers)
    return to_her(made, member)


@letter("notifications.to_choose")
def to_choose(membership_id: int) -> Letter | None:
    """To who asked by mail what there is to choose."""
    member, choice = reader(membership_id)
    if member is None:
        return None
    made = answering.to_choose(member, choice, queries.sender_of(member.group))
    return to_her(made, member)


@letter("notifications.can_do")
def can_do(membership_id: int, command_id: int) -> Letter | None:
    """To who asked by mail what else can be done about a conversation."""
    member, choice = reader(membership_id)
    rows = Command.objects.filter(pk=command_id, membership=membership_id).select_related("conversation")
    row = rows.first()
    if member is None or row is None:
        return None
    made = answering.can_do(member, choice, queries.sender_of(member.group), row)
    return to_her(made, member)


@letter("notifications.resting")
def resting(membership_id: int) -> Letter | None:
    """To who took a break by mail: how to come back. Nothing when she is back already."""
    member, choice = reader(membership_id)
    if member is None or not member.on_break(clock.today(member.group.zone)):
        return None
    made = answering.resting(member, choice, queries.sender_of(member.group))
    return to_her(made, member)


@letter("notifications.did_it_help")
def did_it_help(membership_id: int, conversation_id: int) -> Letter | Later | None:
    """To who started it, a week after it went quiet; nothing when she has said so on the page meanwhile."""
    member, choice = reader(membership_id)
    talk = Conversation.objects.filter(pk=conversation_id, started_by=membership_id, hidden_at=None).first()
    if member is None or talk is None or talk.title_down_at is not None or not talk.asks_after:
        return None
    now = clock.now()
    verdict = audience.asked_after(queries.listener(member, choice), now)
    if verdict.at is None:
        return None
    if verdict.at > now:
        return Later(verdict.at)
    made = answering.did_it_help(member, choice, queries.sender_of(member.group), talk)
    return to_her(made, member)
