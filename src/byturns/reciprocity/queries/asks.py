"""Lists of asks, and one ask with all that its page says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from byturns.groups.models import Membership
from byturns.reciprocity import matching, policy, reasons, wording
from byturns.reciprocity.capacity import NAMES
from byturns.reciprocity.kinds import State, Urgency
from byturns.reciprocity.models import Ask, Asked, Hand

PAGE = 30


@dataclass(frozen=True)
class Row:
    """One ask in a list."""

    ask: Ask
    when: str
    asker: str
    circle: str
    wanted: str
    state: str
    mine: bool


def rows(member: Membership, asks: QuerySet[Ask], some: slice) -> list[Row]:
    """Some of these asks as rows, in one query."""
    offers = Hand.objects.seen_by_asker().filter(ask=OuterRef("pk"), agreed_at=None)
    found = asks.annotate(offered=Exists(offers)).select_related("asked_by", "circle", "group")[some]
    return [
        Row(
            ask,
            wording.when_of(ask),
            wording.asker_of(ask),
            ask.circle.name if ask.circle else "",
            wording.wanted_by(ask),
            # Whether somebody has offered is for the asker: others might think that they need not.
            wording.state_of(ask, offered=ask.offered and ask.asked_by_id == member.pk),
            ask.asked_by_id == member.pk,
        )
        for ask in found
    ]


def asked_now(member: Membership, *, kind: str = "", number: int = 1) -> tuple[list[Row], bool]:
    """A page of what is open and `member` may see, most urgent and soonest first; and if there is more."""
    found = Ask.objects.visible_to(member).open_now()
    if kind:
        found = found.filter(kind=kind)
    hurry = Case(
        When(urgency=Urgency.SOON, then=Value(0)),
        When(urgency=Urgency.WEEK, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    start = (number - 1) * PAGE
    made = rows(member, found.order_by(hurry, F("ends_at"), "pk"), slice(start, start + PAGE + 1))
    return made[:PAGE], len(made) > PAGE


@dataclass
class Opened:
    """One ask, as its page shows it to one member."""

    ask: Ask
    row: Row
    speaks_for_asker: bool
    my_hand: Hand | None = None
    offers: list[Hand] = field(default_factory=list)  # for the asker: those not agreed on
    asked: str = ""  # the name of the question to her alone, while she has not answered
    because: list[str] = field(default_factory=list)  # why her
    agreed: list[Hand] = field(default_factory=list)  # for those who agreed: who helps

    @property
    def may_thank(self) -> bool:
        return self.speaks_for_asker and self.ask.state in {State.AGREED, State.DONE}


def opened_by(member: Membership, public_id: str) -> Opened | None:
    """The ask of that name with what this member may know of it; None when it is not open to her."""
    question = Asked.objects.waiting().filter(ask=OuterRef("pk"), member=member)
    found: Any = (
        Ask.objects.visible_to(member)
        .filter(public_id=public_id)
        .select_related("asked_by", "typed_by", "proposed_by", "circle", "conversation", "group")
        .annotate(
            question=Subquery(question.values("public_id")[:1]),
            reasons=Subquery(question.values("because")[:1]),
        )
        .first()
    )
    if found is None:
        return None
    hers = policy.speaks_for_asker(member, found)
    hands = Hand.objects.seen_by_asker() if hers else Hand.objects.filter(helper=member)
    there = list(
        hands.filter(ask=found)
        .select_related("helper", "thanks", "conversation__circle")
        .order_by("at", "pk")
    )
    for hand in there:
        hand.ask = found
    offers = [hand for hand in there if hand.agreed_at is None]
    mine = next((hand for hand in there if hand.helper_id == member.pk), None)
    row = Row(
        found,
        wording.when_of(found),
        wording.asker_of(found),
        found.circle.name if found.circle else "",
        wording.wanted_by(found),
        wording.state_of(found, offered=hers and bool(offers)),
        found.asked_by_id == member.pk,
    )
    return Opened(
        found,
        row,
        hers,
        mine,
        offers=offers if hers else [],
        asked=found.question or "",
        because=why(found.reasons or []),
        agreed=[hand for hand in there if hand.agreed_at is not None],
    )


def why(kept: list[dict[str, str]]) -> list[str]:
    """The reasons that were kept with a question, as sentences."""
    because = tuple(
        matching.Because(
            matching.Reason(one["reason"]),
            one["about"],
            datetime.fromisoformat(one["when"]) if one["when"] else None,
        )
        for one in kept
    )
    return reasons.sentences(because, NAMES)
