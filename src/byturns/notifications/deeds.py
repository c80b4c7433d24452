"""What a mail can change about the mail that comes: how often, and a break from all of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from byturns.core import clock
from byturns.groups.actions import breaks
from byturns.groups.models import Membership
from byturns.groups.policy import NotAllowed, refuse
from byturns.mail.commands import Deed, declare
from byturns.mail.models import Command
from byturns.notifications import actions, telling
from byturns.notifications.kinds import Pace

A_BREAK = timedelta(days=14)
PACES = tuple(f"mail_{pace}" for pace in Pace.values)


def _pace(pace: str) -> Callable[[Membership, Command], None]:
    def do(member: Membership, command: Command) -> None:
        actions.choose_pace(member=member, pace=pace)

    return do


def _send_choices(member: Membership, command: Command) -> None:
    """She asked by mail: one mail says what there is to choose, and how."""
    telling.answer(member, "to_choose")


def _rest(member: Membership, command: Command) -> None:
    """No mail comes any more but one, which says how to come back."""
    until = clock.today(member.group.zone) + A_BREAK
    breaks.take(member=member, until=max(until, member.on_break_until or until))
    telling.answer(member, "resting")


def _look(member: Membership, command: Command) -> None:
    if command.conversation is None:
        raise NotAllowed(refuse(_("What this mail was about is no longer there.")))
    telling.look(member=member, conversation=command.conversation)


def _come_back(member: Membership, command: Command) -> None:
    breaks.end(member=member)


for _one in Pace:
    declare(
        Deed(
            f"mail_{_one.value}",
            _one.label,
            _("What shall come by mail?"),
            _("It is kept, and holds from the next mail on."),
            _pace(_one.value),
        )
    )
declare(
    Deed(
        "change",
        _("Change what comes"),
        _("What shall come by mail?"),
        _("It is kept, and holds from the next mail on."),
        _send_choices,
        offers=PACES,
    ),
    Deed(
        "looking",
        _("I am looking at this"),
        _("Are you looking at this?"),
        _("Thank you. For the next four hours nobody else is asked. A line from you is enough."),
        _look,
    ),
    Deed(
        "rest",
        _("Take a break for two weeks"),
        _("Take a break for two weeks?"),
        _("Rest well. One last mail says how to come back sooner. Then none comes for two weeks."),
        _rest,
    ),
    Deed(
        "back",
        _("I am back"),
        _("Are you back from your break?"),
        _("Welcome back. Mail comes again as you chose."),
        _come_back,
    ),
)
