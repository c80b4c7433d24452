"""How an ask ends: done, not needed, or its time has passed; and thanking."""

from __future__ import annotations

from django.db import transaction

from byturns.core import clock, text
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.reciprocity import events
from byturns.reciprocity.actions.offering import locked
from byturns.reciprocity.kinds import State
from byturns.reciprocity.models import Ask, Asked, Hand, Thanks


@transaction.atomic
def end(*, member: Membership, ask: Ask) -> None:
    """It is not needed any more. Offers go; nobody has to say why. Emits AskEnded. Raises NotAllowed."""
    ask = locked(ask.pk)
    policy.require(member, "reciprocity.end", ask)
    close(ask, State.NOT_NEEDED, member)


@transaction.atomic
def say_done(*, member: Membership, ask: Ask) -> None:
    """It is done, as either side says. Emits AskEnded. Raises NotAllowed."""
    ask = locked(ask.pk)
    policy.require(member, "reciprocity.done", ask)
    close(ask, State.DONE, member)


@transaction.atomic
def end_past(*, ask: Ask) -> None:
    """The clock's work: nobody could, and its time has passed. Where somebody's yes held it is done."""
    ask = locked(ask.pk)
    if ask.state == State.PROPOSED:
        ask.delete()  # nobody asked for it
    elif not ask.is_over and ask.ends_at <= clock.now():
        agreed = Hand.objects.agreed().filter(ask=ask).exists()
        close(ask, State.DONE if agreed else State.PAST, None)


def close(ask: Ask, state: str, by: Membership | None) -> None:
    """End an ask whose row the caller holds. Only what was agreed on and done is kept of who would have."""
    ask.state, ask.ended_at = state, clock.now()
    ask.save(update_fields=["state", "ended_at"])
    Asked.objects.filter(ask=ask).delete()  # and with it each no
    hands = Hand.objects.filter(ask=ask)
    (hands.filter(agreed_at=None) if state == State.DONE else hands).delete()
    emit(events.AskEnded(group_id=ask.group_id, by_id=by.pk if by else None, ask_id=ask.pk, how=state))


@transaction.atomic
def thank(*, member: Membership, hand: Hand, words: str) -> None:
    """Say thank you to one helper, for those two alone; no words take an earlier thank-you back.

    Raises NotAllowed. Emits Thanked the first time.
    """
    policy.require(member, "reciprocity.thank", hand)
    said = text.tidy(words)[:600]
    if not said:
        Thanks.objects.filter(hand=hand).delete()
        return
    _thanks, is_new = Thanks.objects.update_or_create(
        hand=hand, defaults={"words": said}, create_defaults={"words": said, "group_id": member.group_id}
    )
    if is_new:
        emit(events.Thanked(group_id=member.group_id, by_id=member.pk, hand_id=hand.pk))
