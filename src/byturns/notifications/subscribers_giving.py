"""Mail follows what is asked, offered and agreed, after it was committed."""

from __future__ import annotations

from byturns.core.events import after
from byturns.groups.models import Membership
from byturns.notifications import telling
from byturns.reciprocity import events as giving
from byturns.reciprocity.models import Ask, Asked, Hand


@after(giving.MemberAsked)
def somebody_is_asked(event: giving.MemberAsked) -> None:
    """She alone hears of it."""
    for row in Asked.objects.waiting().filter(pk=event.asked_id):
        for member in _members(row.member_id):
            telling.give("asked", member, asked_id=row.pk)


@after(giving.AskProposed)
def something_was_put_into_words(event: giving.AskProposed) -> None:
    """The teller hears that it waits for her yes."""
    _tell_asker("proposed", event.ask_id)


@after(giving.HelpOffered)
def somebody_offered(event: giving.HelpOffered) -> None:
    """The asker hears of it; where it was agreed at once, she hears that instead."""
    for hand in Hand.objects.filter(pk=event.hand_id, agreed_at=None):
        _tell_asker("offered", hand.ask_id)


@after(giving.HelpAgreed)
def it_is_agreed(event: giving.HelpAgreed) -> None:
    """Whichever side did not do it."""
    for hand in Hand.objects.agreed().filter(pk=event.hand_id):
        if event.by_id == hand.helper_id:
            _tell_asker("agreed", hand.ask_id)
            continue
        for member in _members(hand.helper_id):
            telling.give("give_news", member, what="agreed", ask_id=hand.ask_id)


@after(giving.AgreedEnded)
def it_does_not_hold(event: giving.AgreedEnded) -> None:
    """The asker hears that it is open again, not who took what back."""
    _tell_asker("open_again", event.ask_id)


@after(giving.Thanked)
def somebody_is_thanked(event: giving.Thanked) -> None:
    """The one who helped."""
    for hand in Hand.objects.filter(pk=event.hand_id):
        for member in _members(hand.helper_id):
            telling.give("give_news", member, what="thanked", ask_id=hand.ask_id)


def _tell_asker(what: str, ask_id: int) -> None:
    """Who asked, and who wrote it down for her."""
    for ask in Ask.objects.filter(pk=ask_id):
        for member in _members(ask.asked_by_id, ask.typed_by_id):
            telling.give("give_news", member, what=what, ask_id=ask.pk)


def _members(*numbers: int | None) -> list[Membership]:
    wanted = [number for number in numbers if number is not None]
    return list(Membership.objects.full().filter(pk__in=wanted).select_related("group", "person__account"))
