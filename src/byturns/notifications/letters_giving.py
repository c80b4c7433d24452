"""Mails about giving and receiving, to one member alone. All is decided again at sending (point 22)."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from byturns.core import addresses, clock, routes
from byturns.core.outbox import Later, Letter, letter
from byturns.core.paper import Block, Go, Head, Say
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.mail import commands
from byturns.mail.deeds_giving import ON_ASKED
from byturns.mail.models import Command
from byturns.notifications import answering, audience, queries
from byturns.notifications.kinds import Shows
from byturns.notifications.letters import reader, to_her
from byturns.notifications.models import Choice
from byturns.reciprocity import wording
from byturns.reciprocity.kinds import State
from byturns.reciprocity.models import Ask, Asked, Hand, Thanks
from byturns.reciprocity.queries import why


@letter("notifications.asked")
def asked(membership_id: int, asked_id: int) -> Letter | Later | None:
    """To who is asked alone: what, why she, and how to answer. Nothing when she has, or it is over."""
    member, choice = reader(membership_id)
    row = Asked.objects.waiting().filter(pk=asked_id, member=membership_id).select_related("ask").first()
    if member is None or row is None:
        return None
    ask = row.ask
    if not policy.check(member, "reciprocity.answer_asked", row) or not _open_to(member, ask):
        return None
    waits = _waits(member, choice)
    if waits is not None:
        return waits.later
    command = Command.objects.create(group_id=member.group_id, membership=member, ask=ask)
    words: list[Block] = [Say(_("You are asked, alone, whether you could do something."))]
    if choice.showing == Shows.WHOLE:
        words += _whole(ask)
    words += [
        *(Say(reason) for reason in why(row.because)),
        Go(_page(member, ask), _("Read it and answer")),
        *commands.rows(commands.acts(command, ON_ASKED)),
        Say(_("A no needs no reason, and nobody is told of it.")),
    ]
    because = _("You get this because you said what you may be asked for. You can change that on its page.")
    made = answering.for_one(member, choice, queries.sender_of(member.group), words, because)
    return to_her(made, member)


Still = Callable[[Membership, Ask], bool]


def _offered(member: Membership, ask: Ask) -> bool:
    offers = Hand.objects.seen_by_asker().filter(ask=ask, agreed_at=None)
    return ask.is_open and _asks(member, ask) and offers.exists()


def _agreed(member: Membership, ask: Ask) -> bool:
    hands = Hand.objects.agreed().filter(ask=ask)
    return not ask.is_over and (
        hands.exists() if _asks(member, ask) else hands.filter(helper=member).exists()
    )


def _open_again(member: Membership, ask: Ask) -> bool:
    return ask.is_open and _asks(member, ask)


def _thanked(member: Membership, ask: Ask) -> bool:
    return Thanks.objects.filter(hand__ask=ask, hand__helper=member).exists()


def _proposed(member: Membership, ask: Ask) -> bool:
    return ask.state == State.PROPOSED and ask.asked_by_id == member.pk


def _asks(member: Membership, ask: Ask) -> bool:
    return bool(policy.check(member, "reciprocity.speak_for", ask))


NEWS: dict[str, tuple[str | Promise, Still]] = {
    "offered": (_l("Somebody could help with what you asked for. Your yes makes it agreed."), _offered),
    "agreed": (_l("It is agreed."), _agreed),
    "open_again": (_l("What was agreed does not hold any more. It is asked again."), _open_again),
    "thanked": (_l("Somebody thanks you for what you did. Only the two of you can read it."), _thanked),
    "proposed": (
        _l("Somebody put into words what you could ask for. Without your yes nobody is asked."),
        _proposed,
    ),
}


@letter("notifications.give_news")
def give_news(membership_id: int, what: str, ask_id: int) -> Letter | Later | None:
    """To who asked, or said that she could: what has happened. Nothing when it is no longer so."""
    member, choice = reader(membership_id)
    ask = Ask.objects.filter(pk=ask_id).select_related("asked_by").first()
    if member is None or ask is None or not _open_to(member, ask):
        return None
    says, still = NEWS[what]
    if not still(member, ask):
        return None
    waits = _waits(member, choice)
    if waits is not None:
        return waits.later
    words: list[Block] = [Say(str(says))]
    if choice.showing == Shows.WHOLE:
        words.append(Head(ask.title, wording.when_of(ask)))
    words.append(Go(_page(member, ask), _("Go and see")))
    because = _("You get this because you asked for it, or said that you could help.")
    made = answering.for_one(member, choice, queries.sender_of(member.group), words, because)
    return to_her(made, member)


class _Waits:
    """It does not go now: `later`, or (None) not at all."""

    def __init__(self, later: Later | None) -> None:
        self.later = later


def _waits(member: Membership, choice: Choice) -> _Waits | None:
    now = clock.now()
    verdict = audience.asked_after(queries.listener(member, choice), now)
    if verdict.at is None:
        return _Waits(None)
    return _Waits(Later(verdict.at)) if verdict.at > now else None


def _open_to(member: Membership, ask: Ask) -> bool:
    return bool(policy.check(member, "reciprocity.view", ask))


def _whole(ask: Ask) -> list[Block]:
    under = " · ".join(filter(None, [wording.asker_of(ask), wording.when_of(ask), ask.place]))
    return [Head(ask.title, under), *([Say(ask.words)] if ask.words else [])]


def _page(member: Membership, ask: Ask) -> str:
    return addresses.full(routes.to("reciprocity:one", group_slug=member.group.slug, ask_id=ask.public_id))
