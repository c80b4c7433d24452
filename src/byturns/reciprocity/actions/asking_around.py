"""Asking some who could, in turn: the clock's work, and what each answers."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.reciprocity import capacity, events, matching
from byturns.reciprocity.actions.offering import let_go, locked
from byturns.reciprocity.kinds import State
from byturns.reciprocity.models import Ask, Asked, Hand, Willing


@transaction.atomic
def ask_around(*, ask: Ask) -> list[Asked]:
    """Ask as many as it now needs to have out, alone and with the reason; remember when to look again.

    For the clock, and whatever changes who could. Run twice, nobody is asked twice. Emits MemberAsked.
    """
    ask = locked(ask.pk)
    if not ask.is_open or not ask.asks_around:
        return []
    agreed = Hand.objects.agreed().filter(ask=ask).count()
    offered = Hand.objects.seen_by_asker().filter(ask=ask, agreed_at=None).count()
    fact = capacity.fact_of(ask, agreed=agreed)
    found = matching.suggest(
        fact, capacity.candidates(ask.group), now=clock.now().astimezone(ask.group.zone), seed=ask.pk
    )
    made = []
    # Who has offered and waits for the asker's yes is enough for now.
    for one in found.now if offered < fact.how_many else ():
        row = Asked.objects.create(
            group_id=ask.group_id,
            ask=ask,
            member_id=int(one.who),
            because=[_kept(because) for because in one.because],
        )
        Willing.objects.filter(membership=row.member_id).update(last_asked_at=clock.now())
        emit(events.MemberAsked(group_id=ask.group_id, asked_id=row.pk))
        made.append(row)
    ask.outlook, ask.ask_again_at = found.outlook.value, found.next_at
    ask.save(update_fields=["outlook", "ask_again_at"])
    return made


def _kept(because: matching.Because) -> dict[str, Any]:
    when = because.when.isoformat() if because.when is not None else ""
    return {"reason": because.reason.value, "about": because.about, "when": when}


@transaction.atomic
def decline(*, member: Membership, asked: Asked) -> None:
    """Not this time: no reason, no fact, and the next is asked. Twice changes nothing. Raises NotAllowed."""
    policy.require(member, "reciprocity.answer_asked", asked)
    ask = locked(asked.ask_id)
    if Asked.objects.filter(pk=asked.pk, declined_at=None).update(declined_at=clock.now()):
        ask_around(ask=ask)


@transaction.atomic
def pass_on(*, member: Membership) -> list[int]:
    """She rests: what she was asked or has said yes to goes to others at once. Gives the asks it was about.

    No rule is asked: resting was allowed, and BreakTaken is the fact.
    """
    asked = Asked.objects.filter(member=member, declined_at=None)
    hands = Hand.objects.filter(helper=member, ask__state__in=(State.OPEN, State.AGREED))
    numbers = {*asked.values_list("ask", flat=True), *hands.values_list("ask", flat=True)}
    for hand in hands:
        let_go(locked(hand.ask_id), hand)
    asked.delete()
    return sorted(numbers)
