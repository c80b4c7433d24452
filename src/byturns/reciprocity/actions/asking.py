"""Asking for something, and changing what was asked."""

from __future__ import annotations

import hashlib

from django.db import IntegrityError, transaction

from byturns.conversations.models import Conversation
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.reciprocity import events
from byturns.reciprocity.models import Ask
from byturns.reciprocity.wishes import Wish


@transaction.atomic
def ask(
    *,
    member: Membership,
    wish: Wish,
    conversation: Conversation | None = None,
    typed_by: Membership | None = None,
    once: str = "",
) -> Ask:
    """Ask for something in `member`'s name; out of a `conversation` only by who started it.

    `once` is the form's own token: sent a second time it gives the ask of the first. Raises NotAllowed, and
    ValidationError for days that cannot be. Emits AskMade.
    """
    policy.require(member, "reciprocity.ask", wish.circle)
    if typed_by is not None:
        policy.require(typed_by, "groups.type_for", member)
        policy.require(typed_by, "reciprocity.ask", wish.circle)
    if conversation is not None:
        policy.require(member, "reciprocity.grow", conversation)
        policy.require(member, "conversations.change", conversation)
    mark = hashlib.sha256(f"{once}\n{wish.title}\n{wish.words}".encode()).hexdigest()[:32] if once else ""
    if mark and (earlier := Ask.objects.filter(asked_by=member, once=mark).first()):
        return earlier
    new = Ask(
        group_id=member.group_id, asked_by=member, typed_by=typed_by, conversation=conversation, once=mark
    )
    wish.put_into(new, member.group)
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError:  # the same form came twice at one moment
        return Ask.objects.get(asked_by=member, once=mark)
    emit(events.AskMade(group_id=member.group_id, by_id=(typed_by or member).pk, ask_id=new.pk))
    return new


@transaction.atomic
def change(*, member: Membership, ask: Ask, wish: Wish) -> Ask:
    """Change what is asked for, until somebody's yes holds. Offers stay: who offered reads it anew.

    Raises NotAllowed, and ValidationError for days that cannot be. Emits AskChanged.
    """
    ask = Ask.objects.select_for_update().get(pk=ask.pk)
    policy.require(member, "reciprocity.change", ask)
    policy.require(member, "reciprocity.ask", wish.circle)
    wish.put_into(ask, member.group)
    ask.save()
    emit(events.AskChanged(group_id=member.group_id, by_id=member.pk, ask_id=ask.pk))
    return ask
