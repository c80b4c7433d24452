"""What a mail can do about what its reader is asked for: say yes, or not this time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.groups.policy import NotAllowed
from byturns.mail.commands import Deed, declare
from byturns.mail.models import Command
from byturns.reciprocity import actions
from byturns.reciprocity.models import Asked

ON_ASKED = ("can", "not_this_time")
_GONE = policy.refuse(_("What this mail was about is no longer there."))


def _can(member: Membership, command: Command) -> None:
    if command.ask is None:
        raise NotAllowed(_GONE)
    actions.offer(member=member, ask=command.ask)


def _not_this_time(member: Membership, command: Command) -> None:
    """Whoever has answered already, or is not asked any more, has nothing to say no to."""
    if command.ask is None:
        raise NotAllowed(_GONE)
    asked = Asked.objects.waiting().filter(ask=command.ask, member=member).select_related("ask").first()
    if asked is not None:
        actions.decline(member=member, asked=asked)


def forget(*, ask_id: int) -> None:
    """No mail can do anything about this ask any more, and nothing keeps what one did."""
    Command.objects.filter(ask=ask_id).delete()


declare(
    Deed(
        "can",
        _("Yes, I can"),
        _("Could you do this?"),
        _("Thank you. The one who asks can see it now."),
        _can,
    ),
    Deed(
        "not_this_time",
        _("Not this time"),
        _("Not this time? You need give no reason, and nobody is told."),
        _("That is fine. Nobody is told."),
        _not_this_time,
    ),
)
