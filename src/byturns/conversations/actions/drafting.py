"""Keeping what a member has not sent yet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from byturns.conversations.actions.writing import once_for
from byturns.conversations.models import Conversation, Draft, Message
from byturns.core import clock
from byturns.groups import policy
from byturns.groups.models import Membership


@transaction.atomic
def keep_draft(
    *,
    member: Membership,
    conversation: Conversation | None,
    words: str,
    title: str = "",
    kind: str = "",
    note: str = "",
    once: str = "",
) -> datetime:
    """Keep what she is writing, for her alone; empty boxes drop the draft. Returns when.

    A save that arrives after the same words were sent (`once` as in `reply`) keeps nothing: the
    words would come back as unsent. Not an event: it is nobody's business. Raises NotAllowed.
    """
    if conversation is None:
        policy.require(member, "conversations.browse")
    else:
        policy.require(member, "conversations.view", conversation)
    moment = clock.now()
    whole = words if conversation is not None else f"{title}\n{words}"
    mark = once_for(once, whole, conversation)
    mine = Draft.objects.filter(membership=member, conversation=conversation)
    if not words.strip() and not title.strip():
        mine.delete()
    elif not (mark and Message.objects.filter(author=member, once=mark).exists()):
        Draft.objects.update_or_create(
            group_id=member.group_id,
            membership=member,
            conversation=conversation,
            defaults={"words": words, "title": title[:120], "kind": kind, "note": note, "saved_at": moment},
        )
    return moment


@transaction.atomic
def drop_draft(*, member: Membership, conversation: Conversation | None) -> None:
    """Throw the draft away. Raises NotAllowed."""
    policy.require(member, "conversations.read")
    Draft.objects.filter(membership=member, conversation=conversation).delete()
