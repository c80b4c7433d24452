"""What two who agreed let each other see of how to reach them."""

from __future__ import annotations

from dataclasses import dataclass

from byturns.groups.models import ContactDetail, Membership
from byturns.reciprocity.models import Ask, Hand


@dataclass(frozen=True)
class Own:
    """One of the reader's own details, and whether the other sees it."""

    kind: str
    label: str
    passed: bool


@dataclass(frozen=True)
class Pair:
    """One who helps, as one of the two sees it."""

    hand: Hand
    theirs: list[ContactDetail]
    own: list[Own]


def pairs(member: Membership, ask: Ask, agreed: list[Hand]) -> list[Pair]:
    """The agreed hands, with the details that pass to `member` and those of her own; one query at most.

    Nothing passes once it is over, and nothing to who only wrote it down for the asker.
    """
    both = {ask.asked_by_id, *(hand.helper_id for hand in agreed)}
    if ask.is_over or not agreed or member.pk not in both:
        return [Pair(hand, [], []) for hand in agreed]
    rows = list(ContactDetail.objects.filter(membership__in=both).order_by("kind"))
    return [_pair(member, ask, hand, rows) for hand in agreed]


def _pair(member: Membership, ask: Ask, hand: Hand, rows: list[ContactDetail]) -> Pair:
    helps = hand.helper_id == member.pk
    other = ask.asked_by_id if helps else hand.helper_id
    passed = (hand.asker_passes if helps else hand.helper_passes).split(",")
    mine = (hand.helper_passes if helps else hand.asker_passes).split(",")
    return Pair(
        hand,
        [row for row in rows if row.membership_id == other and row.kind in passed],
        [
            Own(row.kind, row.get_kind_display(), row.kind in mine)
            for row in rows
            if row.membership_id == member.pk
        ],
    )
