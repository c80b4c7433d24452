"""What a mail can do about conversations and reports. What it can choose about mail lies above."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from byturns.conversations import actions as talk
from byturns.conversations.kinds import Ack, Kind
from byturns.conversations.models import Acknowledgement, Follow
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.groups.policy import NotAllowed
from byturns.mail.commands import Deed, declare
from byturns.mail.models import Command
from byturns.safety.actions import casework

ACKS = tuple(Ack.values)
ON_TALK = (*ACKS, "follow", "mute")  # what can be done about a conversation without a word
KINDS = tuple(kind.value for kind in Kind if kind != Kind.STORY)

_GONE = policy.refuse(_("What this mail was about is no longer there."))


def _acknowledge(kind: str) -> Callable[[Membership, Command], None]:
    def do(member: Membership, command: Command) -> None:
        if command.message is None:
            raise NotAllowed(_GONE)
        said = Acknowledgement.objects.filter(message=command.message, by=member, kind=kind)
        if not said.exists():  # on a page the same button takes it back; a mail only ever says it
            talk.acknowledge(member=member, message=command.message, kind=kind)

    return do


def _wish(wish: str) -> Callable[[Membership, Command], None]:
    def do(member: Membership, command: Command) -> None:
        if command.conversation is None:
            raise NotAllowed(_GONE)
        talk.follow(member=member, conversation=command.conversation, wish=wish)

    return do


def _kind(kind: str) -> Callable[[Membership, Command], None]:
    def do(member: Membership, command: Command) -> None:
        place = command.conversation
        if place is None:
            raise NotAllowed(_GONE)
        talk.change_conversation(
            member=member, conversation=place, title=place.title, kind=kind, just_listening=False
        )

    return do


def _after(*, helped: bool) -> Callable[[Membership, Command], None]:
    def do(member: Membership, command: Command) -> None:
        if command.conversation is None:
            raise NotAllowed(_GONE)
        talk.answer_after(member=member, conversation=command.conversation, helped=helped)

    return do


def _take_down(member: Membership, command: Command) -> None:
    if command.message is None:
        raise NotAllowed(_GONE)
    if command.message.taken_down_at is None:
        talk.take_down(member=member, message=command.message)


def _look(member: Membership, command: Command) -> None:
    if command.report is None:
        raise NotAllowed(_GONE)
    casework.take(member=member, report=command.report)


for _one in Ack:
    declare(
        Deed(
            _one.value,
            _one.label,
            _("A quiet answer, without words"),
            _("It is said. It stands beside the message, with your name."),
            _acknowledge(_one.value),
            needs="message",
        )
    )
for _type in KINDS:
    declare(
        Deed(
            f"as_{_type}",
            Kind(_type).label,
            _("What would help?"),
            format_lazy(_("It now stands under “{kind}”."), kind=Kind(_type).label),
            _kind(_type),
        )
    )
declare(
    Deed(
        "follow",
        _("Follow this conversation"),
        _("Hear of everything new in this conversation?"),
        _("You will hear of everything new there."),
        _wish(Follow.Wish.FOLLOW),
        needs="conversation",
    ),
    Deed(
        "mute",
        _("Mute this conversation"),
        _("Hear nothing more of this conversation?"),
        _("You will hear nothing more of it. You can still read it on the page."),
        _wish(Follow.Wish.MUTE),
        needs="conversation",
    ),
    Deed(
        "helped_me",
        _("That helped, thank you"),
        _("Did it help?"),
        _("Thank you. Nobody is told what you answered."),
        _after(helped=True),
    ),
    Deed(
        "still",
        _("I still need something"),
        _("Do you still need something?"),
        _("It waits for an answer again. Nobody is told what you answered."),
        _after(helped=False),
    ),
    Deed(
        "take_down",
        _("Take it down"),
        _("Take down what you wrote?"),
        _("It is down. For half an hour you can put it back on its page."),
        _take_down,
    ),
    Deed(
        "look",
        _("I am looking at this"),
        _("Are you looking at this?"),
        _("Thank you. Those who look at it with you can see that you are."),
        _look,
    ),
)
