"""Where the pages of this app are found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from byturns.conversations import links
from byturns.conversations.models import Message
from byturns.core import routes
from byturns.groups import slots
from byturns.groups.mails import Mail
from byturns.groups.mails import declare as declare_mail
from byturns.groups.models import Membership
from byturns.mail import queries
from byturns.mail.models import Original


def declare() -> None:
    """The whole mail is offered with each message that came by mail."""
    links.declare_for_message(links.Link("mail", _("Show the whole mail"), 20, _whole))
    declare_mail(
        Mail(
            _("When a mail came to the group in your name and nothing proves that it is yours."),
            ("mail.was_this_you", "mail.is_this_you_too", "mail.which_of_you"),
            order=32,
        ),
        Mail(
            _("When a mail of yours did not go through, and to another address that you say is yours."),
            ("mail.back", "mail.confirm_address", "mail.not_done"),
            order=33,
        ),
        Mail(
            _("Once a day at most: that some mail did not go through."),
            ("mail.something_held",),
            "steward",
        ),
        Mail(
            _("To people we do not know, once a week at most: that their mail was not passed on."),
            ("mail.not_passed_on",),
            "outside",
        ),
        Mail(
            _("When a mail to you came back: one more, only to see whether mail reaches you."),
            ("mail.probe",),
            "anyone",
            order=14,
        ),
    )
    slots.declare(slots.Slot("looking_after", "mail", "mail/_not_reached.html", _not_reached, order=81))


def _not_reached(member: Membership) -> Mapping[str, Any] | None:
    names = queries.not_reached(member)
    return {"names": names} if names else None


def _whole(member: Membership, message: Message) -> str | None:
    if member.is_guest or not message.stands or not Original.objects.filter(message=message).exists():
        return None
    return routes.to(
        "mail:whole",
        group_slug=member.group.slug,
        public_id=message.conversation.public_id,
        message_id=message.public_id,
    )
