"""What this app holds of a member, for her to take away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from byturns.core import registry
from byturns.groups.models import Membership
from byturns.mail.models import CameBack, Command, Inbound, LetterKey, Original, OwnAddress, ReplyKey
from byturns.mail.second import mark_of, of


def gather(member: Membership) -> dict[str, Any]:
    """The whole text of her mails that became messages, and when others came in her name."""
    return {
        _("Mails I wrote"): [
            {_("words"): kept.text, _("when"): kept.message.sent_at.isoformat()}
            for kept in Original.objects.filter(
                message__author=member, message__taken_down_at=None
            ).select_related("message")
        ],
        _("Mails in my name"): [
            {_("when"): row.came_at.isoformat(), _("what became of it"): str(row.get_state_display())}
            for row in Inbound.objects.filter(membership_id=member.pk).defer("raw").order_by("came_at")
        ],
        _("Other addresses I write from"): [
            {
                _("address"): row.address,
                _("said on"): row.made_at.isoformat(),
                _("confirmed"): row.confirmed_at is not None,
            }
            for row in of(member)
        ],
        _("Letters on my mails"): mark_of(member),
        _("Mails to me that came back"): _came_back(member),
        _("Addresses I can write to"): {
            _("for answers"): ReplyKey.objects.filter(membership=member, dead_at=None).count(),
            _("for answers to a letter"): LetterKey.objects.filter(membership=member, dead_at=None).count(),
            _("for one thing only"): Command.objects.filter(membership=member).count(),
            _("for something new"): OwnAddress.objects.filter(membership=member).count(),
        },
    }


def _came_back(member: Membership) -> list[str]:
    """When, and since when no more is sent: of a mailbox, so for both who share one."""
    account = member.person.account
    if account is None:
        return []
    rows = CameBack.objects.filter(account=account).values_list("first_at", "last_at")
    moments = [*(moment for row in rows for moment in row), account.mail_stopped_at]
    return [moment.isoformat() for moment in moments if moment is not None]


registry.register_own_data("mail", gather)
