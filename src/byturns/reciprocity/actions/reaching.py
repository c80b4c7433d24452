"""How two who agreed reach each other: they write, and each passes on details as she chooses."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from byturns.conversations import actions as talk
from byturns.conversations.kinds import Kind
from byturns.conversations.models import Conversation
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.actions import circles
from byturns.groups.models import ContactDetail, Membership
from byturns.reciprocity import events
from byturns.reciprocity.models import Hand


@transaction.atomic
def pass_details(*, member: Membership, hand: Hand, kinds: Collection[str]) -> None:
    """Let the other of the two see these of her own details, and no others. None: nothing any more.

    Raises NotAllowed. Emits DetailsPassed, without saying which.
    """
    hand = Hand.objects.select_for_update().select_related("ask", "ask__asked_by").get(pk=hand.pk)
    policy.require(member, "reciprocity.pass_details", hand)
    chosen = ",".join(kind for kind in ContactDetail.Kind.values if kind in kinds)
    if hand.helper_id == member.pk:
        hand.helper_passes = chosen
    else:
        hand.asker_passes = chosen
    hand.save(update_fields=["helper_passes", "asker_passes"])
    emit(events.DetailsPassed(group_id=member.group_id, by_id=member.pk, hand_id=hand.pk))


@transaction.atomic
def write_first(*, member: Membership, hand: Hand, words: str) -> Conversation:
    """Begin the conversation of these two, which nobody else reads; where there is one, it is given.

    In a report stewards read the message and up to five before it, as in every circle. Raises NotAllowed.
    """
    hand = (
        Hand.objects.select_for_update(of=("self",))
        .select_related("ask", "ask__asked_by", "helper")
        .get(pk=hand.pk)
    )
    policy.require(member, "reciprocity.pass_details", hand)
    there = hand.conversation
    if there is not None and policy.check(member, "conversations.reply", there):
        return there
    other = hand.ask.asked_by if hand.helper_id == member.pk else hand.helper
    made = talk.open_conversation(
        member=member,
        title=hand.ask.title,
        words=words,
        kind=Kind.PRACTICAL,
        circle=circles.pair(member=member, other=other),
    )
    talk.say_no_answer_needed(member=member, conversation=made, needed=False)
    hand.conversation = made
    hand.save(update_fields=["conversation"])
    return made


@transaction.atomic
def close_pair(*, member: Membership, hand: Hand) -> None:
    """Close it for both: nobody reads or writes there any more. Raises NotAllowed. Emits CircleClosed."""
    circle = hand.conversation.circle if hand.conversation is not None else None
    if circle is not None and circle.closed_at is None:
        policy.require(member, "groups.in_circle", circle)
        circles.close(member=member, circle=circle)
