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
from byturns.mail.deeds import ON_TALK
from byturns.mail.models import Command
from byturns.notifications import actions, resting, telling
from byturns.notifications.kinds import Pace

A_BREAK = timedelta(days=14)
# As they stand in a mail, where there is less room than on the page.
SHORT = {
    Pace.EACH: _("Each message"),
    Pace.DAILY: _("A letter a day"),
    Pace.WEEKLY: _("A letter a week"),
    Pace.MONTHLY: _("A letter a month"),
    Pace.MINE: _("Only what is for me"),
    Pace.NONE: _("Nothing"),
}
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


def _rest_until(member: Membership, words: str) -> None:
    """The same, for as long as she says; a shorter break than before, too."""
    until = resting.until(words, clock.today(member.group.zone))
    if until is not None:
        breaks.take(member=member, until=until)
        telling.answer(member, "resting")


def _names_a_day(member: Membership, words: str) -> bool:
    return resting.until(words, clock.today(member.group.zone)) is not None


def _send_what_can_be_done(member: Membership, command: Command) -> None:
    """She asked by mail: one mail says what else can be done, and how."""
    telling.answer(member, "can_do", command_id=command.pk)


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
            SHORT[_one],
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
        understands=_names_a_day,
        hears=_rest_until,
    ),
    Deed(
        "more",
        _("More you can do"),
        _("What would you like to do?"),
        _("It is done."),
        _send_what_can_be_done,
        offers=ON_TALK,
        stays=True,
    ),
    Deed(
        "back",
        _("I am back"),
        _("Are you back from your break?"),
        _("Welcome back. Mail comes again as you chose."),
        _come_back,
    ),
)
