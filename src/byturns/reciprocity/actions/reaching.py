"""A telephone number or an address passes between two who agreed, each only as its owner chooses."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from byturns.core.events import emit
from byturns.groups import policy
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
