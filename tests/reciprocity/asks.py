"""Ways to set a scene with asks in it, without facts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from byturns.core import clock
from byturns.groups.models import Distance, Membership
from byturns.groups.scoping import everywhere
from byturns.reciprocity.kinds import Help, State
from byturns.reciprocity.models import Ask, Hand, Thanks
from byturns.reciprocity.models.asks import end_of
from byturns.reciprocity.wishes import Wish

LIFT = Wish(kind=Help.COMPANY, title="A lift to the clinic", words="Thursday, both ways")


def ask(by: Membership, *, days: int = 3, **fields: Any) -> Ask:
    """Something that `by` asks for, within the next `days`."""
    today = clock.today(by.group.zone)
    last = today + timedelta(days=days)
    known: dict[str, Any] = {
        "kind": Help.COMPANY,
        "title": "A lift to the clinic",
        "day_from": min(today, last),
        "day_to": last,
        "ends_at": end_of(last, None, by.group.zone),
    }
    with everywhere("a test sets the scene"):
        return Ask.objects.create(group_id=by.group_id, asked_by=by, **(known | fields))


def hand(helper: Membership, of: Ask, *, agreed: bool = False, thanks: str = "", **fields: Any) -> Hand:
    """`helper` has offered, or agreed; the ask's own state is the caller's."""
    with everywhere("a test sets the scene"):
        place = Hand.objects.agreed().filter(ask=of).count()
        made = Hand.objects.create(
            group_id=of.group_id,
            ask=of,
            helper=helper,
            agreed_at=clock.now() if agreed else None,
            place=place if agreed else None,
            **fields,
        )
        if thanks:
            Thanks.objects.create(group_id=of.group_id, hand=made, words=thanks)
        if agreed and place + 1 == of.wanted and of.state == State.OPEN:
            of.state = State.AGREED
            of.save(update_fields=["state"])
    return made


def block(by: Membership, whom: Membership) -> None:
    with everywhere("a test sets the scene"):
        Distance.objects.create(group_id=by.group_id, by=by, whom=whom, kind=Distance.Kind.BLOCK)
