"""Mails about what was said. Who, what and how much is decided again at the moment of sending (point 22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from django.utils import timezone, translation

from byturns.conversations.models import Conversation, Message
from byturns.core import clock
from byturns.core.outbox import Letter, letter
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.notifications import audience, composing, queries, telling
from byturns.notifications.kinds import Pace
from byturns.notifications.models import Choice


@letter("notifications.notice")
def notice(membership_id: int, conversation_id: int) -> Letter | None:
    """What is new to her in one conversation; nothing when she has read it, rests or wants none meanwhile."""
    member, choice = _reader(membership_id)
    talk = Conversation.objects.filter(pk=conversation_id).select_related("started_by").first()
    if member is None or talk is None:
        return None
    new = list(queries.untold(member, conversation=talk))
    if not new:
        return None
    with timezone.override(member.group.zone), translation.override(member.group.language):
        made = composing.notice(member, choice, queries.sender_of(member.group), talk, new)
    return _telling(made, member, new)


@letter("notifications.letter")
def letter_of(membership_id: int) -> Letter | None:
    """Her letter: everything new, once."""
    member, choice = _reader(membership_id)
    if member is None:
        return None
    everything = queries.untold(member)
    count = everything.count()
    new = list(everything[: composing.MOST])
    if not new:
        return None
    with timezone.override(member.group.zone), translation.override(member.group.language):
        made = composing.digest(
            member, choice, queries.sender_of(member.group), new, more=max(count - len(new), 0)
        )
    # Also what the letter only counted: it says so and leads there, and the next one begins after it.
    return _telling(made, member, list(everything))


@letter("notifications.waits")
def waits(membership_id: int, conversation_id: int) -> Letter | None:
    """To a listener: somebody has written and nobody has answered. Nothing when somebody has meanwhile."""
    member, choice = _reader(membership_id, also_none=True)
    talk = queries.waiting().filter(pk=conversation_id).first()
    if member is None or talk is None or not policy.check(member, "conversations.view", talk):
        return None
    with timezone.override(member.group.zone), translation.override(member.group.language):
        return composing.waits(member, choice, queries.sender_of(member.group), talk)


def _reader(membership_id: int, *, also_none: bool = False) -> tuple[Membership | None, Choice]:
    member = (
        Membership.objects.full().filter(pk=membership_id).select_related("group", "person__account").first()
    )
    if member is None:
        return None, Choice()
    choice = queries.choice_of(member)
    facts = queries.listener(member, choice)
    wants_none = choice.pace == Pace.NONE and not also_none
    if not facts.has_address or audience.rests(facts, clock.now()) or wants_none:
        return None, choice
    return member, choice


def _telling(made: Letter, member: Membership, new: Sequence[Message]) -> Letter:
    return replace(made, gone=partial(telling.note_told, member=member, messages=new))
