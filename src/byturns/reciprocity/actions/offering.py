"""Offering, and agreeing: exactly as many yeses hold as were wanted, however many come at one moment."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from byturns.core import clock, text
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.reciprocity import events
from byturns.reciprocity.kinds import State
from byturns.reciprocity.models import Ask, Asked, Hand

GONE = policy.refuse(_("This offer is no longer there."))


def locked(number: int) -> Ask:
    """The ask, which nobody else changes until this transaction is over."""
    return Ask.objects.select_for_update().get(pk=number)


@transaction.atomic
def offer(*, member: Membership, ask: Ask, words: str = "") -> Hand:
    """Offer to help; agreed at once where the asker said that whoever can is fine. Twice is once.

    Raises NotAllowed, also when it was agreed with others a moment before. Emits HelpOffered, and HelpAgreed.
    """
    ask = locked(ask.pk)
    earlier = Hand.objects.filter(ask=ask, helper=member).first()
    if earlier is not None:
        policy.require(member, "reciprocity.take_back", earlier)
        return earlier
    policy.require(member, "reciprocity.offer", ask)
    hand = Hand.objects.create(group_id=member.group_id, ask=ask, helper=member, words=text.tidy(words)[:300])
    Asked.objects.filter(ask=ask, member=member).delete()  # her hand says it now
    emit(events.HelpOffered(group_id=member.group_id, by_id=member.pk, ask_id=ask.pk, hand_id=hand.pk))
    # An offer that the asker may not know of stays one: nothing tells why.
    if ask.takes_first and Hand.objects.seen_by_asker().filter(pk=hand.pk).exists():
        _hold(ask, hand, member)
    return hand


@transaction.atomic
def agree(*, member: Membership, hand: Hand) -> Hand:
    """The asker says yes to an offer. Twice is once.

    Raises NotAllowed when as many as were wanted have been agreed on. Emits HelpAgreed.
    """
    ask = locked(hand.ask_id)
    found = Hand.objects.select_related("ask").filter(pk=hand.pk).first()
    if found is None:
        raise policy.NotAllowed(GONE)
    hand, hand.ask = found, ask
    if hand.agreed_at is not None and ask.asked_by_id == member.pk:
        return hand
    policy.require(member, "reciprocity.agree", hand)
    _hold(ask, hand, member)
    return hand


@transaction.atomic
def take_back(*, member: Membership, hand: Hand) -> None:
    """Take back an offer, or a yes: the ask is then open again. No reason, and nothing is kept of it.

    Raises NotAllowed. Emits AgreedEnded when it was agreed.
    """
    ask = locked(hand.ask_id)
    hand.ask = ask
    policy.require(member, "reciprocity.take_back", hand)
    let_go(ask, hand)


def let_go(ask: Ask, hand: Hand) -> None:
    """The hand is gone and, when its yes held, the ask open again. The caller holds the lock."""
    was_agreed = hand.agreed_at is not None
    Hand.objects.filter(pk=hand.pk).delete()
    if was_agreed and not ask.is_over:
        ask.state = State.OPEN
        ask.save(update_fields=["state"])
        emit(events.AgreedEnded(group_id=ask.group_id, ask_id=ask.pk))


def _hold(ask: Ask, hand: Hand, by: Membership) -> None:
    """Give the hand the first free place. The lock and a constraint hold that none is given twice."""
    taken = set(Hand.objects.agreed().filter(ask=ask).values_list("place", flat=True))
    hand.place = min(set(range(ask.wanted)) - taken)
    hand.agreed_at = clock.now()
    hand.save(update_fields=["place", "agreed_at"])
    if len(taken) + 1 == ask.wanted:
        ask.state = State.AGREED
        ask.save(update_fields=["state"])
    emit(events.HelpAgreed(group_id=ask.group_id, by_id=by.pk, ask_id=ask.pk, hand_id=hand.pk))
