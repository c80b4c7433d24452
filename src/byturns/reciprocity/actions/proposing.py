"""Putting into words what the teller of a conversation could ask for. It is hers to say yes."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations.models import Conversation
from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.reciprocity import events
from byturns.reciprocity.kinds import State
from byturns.reciprocity.models import Ask
from byturns.reciprocity.wishes import Wish


@transaction.atomic
def propose(*, member: Membership, conversation: Conversation, wish: Wish) -> Ask:
    """Put an ask into words for who started `conversation`: she alone sees it until she says yes.

    What was proposed there before by the same member and waits still is replaced. Raises NotAllowed, and
    ValidationError for days that cannot be. Emits AskProposed.
    """
    policy.require(member, "reciprocity.grow", conversation)
    policy.require(member, "reciprocity.ask", wish.circle)
    teller = conversation.started_by
    assert teller is not None  # noqa: S101 - the rule has looked
    policy.require(teller, "reciprocity.ask", wish.circle)
    Ask.objects.filter(proposed_by=member, conversation=conversation, state=State.PROPOSED).delete()
    new = Ask(
        group_id=member.group_id,
        asked_by=teller,
        proposed_by=member,
        conversation=conversation,
        state=State.PROPOSED,
    )
    wish.put_into(new, member.group).save()
    emit(events.AskProposed(group_id=member.group_id, by_id=member.pk, ask_id=new.pk))
    return new


@transaction.atomic
def answer_proposal(*, member: Membership, ask: Ask, yes: bool) -> Ask | None:
    """The teller says yes: it is her ask from now on. Or no: it is gone, and nobody is told.

    Raises NotAllowed. Emits AskMade for a yes; a no leaves nothing.
    """
    ask = Ask.objects.select_for_update().get(pk=ask.pk)
    policy.require(member, "reciprocity.answer_proposal", ask)
    if not yes:
        ask.delete()
        return None
    policy.require(member, "reciprocity.ask", ask.circle)
    ask.state, ask.made_at = State.OPEN, clock.now()
    ask.save(update_fields=["state", "made_at"])
    emit(events.AskMade(group_id=member.group_id, by_id=member.pk, ask_id=ask.pk))
    return ask
