"""What one member asked for, said yes to and was thanked for: for her eyes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from byturns.core import clock
from byturns.groups.models import Membership
from byturns.reciprocity import wording
from byturns.reciprocity.kinds import State
from byturns.reciprocity.models import Ask, Asked, Hand, Willing
from byturns.reciprocity.queries.asks import Row, rows

SHOWN = 20


@dataclass(frozen=True)
class Helped:
    """Something she did, or said she would, with what was said about it to her alone."""

    hand: Hand
    when: str
    asker: str
    thanks: str


@dataclass(frozen=True)
class Mine:
    questions: list[Row]  # what she is asked, alone
    proposed: list[Row]
    asked: list[Row]
    promised: list[Helped]
    helped: list[Helped]
    came: list[Row]


def mine(member: Membership) -> Mine:
    """All of it, in three queries."""
    asked = Asked.objects.waiting().filter(ask=OuterRef("pk"), member=member)
    questions = Ask.objects.visible_to(member).open_now().filter(Exists(asked)).order_by("ends_at", "pk")
    own = Ask.objects.visible_to(member).filter(asked_by=member).order_by("-made_at", "-pk")
    hers = rows(member, own, slice(2 * SHOWN))
    hands = list(
        Hand.objects.filter(helper=member)
        .exclude(ask__state__in=(State.NOT_NEEDED, State.PAST))
        .select_related("ask", "ask__asked_by", "ask__group", "thanks")
        .order_by("-at", "-pk")[: 2 * SHOWN]
    )
    told = [
        Helped(
            hand,
            wording.when_of(hand.ask),
            wording.asker_of(hand.ask),
            hand.thanks.words if hasattr(hand, "thanks") else "",
        )
        for hand in hands
    ]
    return Mine(
        questions=rows(member, questions, slice(SHOWN)),
        proposed=[row for row in hers if row.ask.state == State.PROPOSED],
        asked=[row for row in hers if row.ask.state in {State.OPEN, State.AGREED}],
        promised=[one for one in told if one.hand.ask.state != State.DONE],
        helped=[one for one in told if one.hand.ask.state == State.DONE][:SHOWN],
        came=[row for row in hers if row.ask.state == State.DONE][:SHOWN],
    )


@dataclass(frozen=True)
class AtHome:
    """What waits for a word of hers."""

    asked: bool
    proposed: bool
    offered: bool


def at_home(member: Membership) -> AtHome:
    """What the first page says of it, in one query."""
    own = Ask.objects.visible_to(member).filter(asked_by=OuterRef("pk"))
    offers = Hand.objects.seen_by_asker().filter(
        ask__asked_by=OuterRef("pk"), ask__state=State.OPEN, agreed_at=None
    )
    asked = Asked.objects.waiting().filter(
        member=OuterRef("pk"), ask__state=State.OPEN, ask__ends_at__gt=clock.now()
    )
    row: Any = Membership.objects.filter(pk=member.pk).annotate(
        asked=Exists(asked), proposed=Exists(own.filter(state=State.PROPOSED)), offered=Exists(offers)
    )
    found = row.get()
    return AtHome(bool(found.asked), bool(found.proposed), bool(found.offered))


def willing(member: Membership) -> Willing | None:
    """What she said she may be asked for; None while she has said nothing."""
    return Willing.objects.filter(membership=member).first()
