"""Mails about mail."""

from __future__ import annotations

from django.core.signing import Signer
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from byturns.core import addresses, routes
from byturns.core.outbox import Letter, letter
from byturns.groups.models import Group
from byturns.mail.kinds import State
from byturns.mail.models import Inbound

YES = Signer(salt="byturns.mail.was_this_you")


@letter("mail.was_this_you")
def was_this_you(inbound_id: int) -> Letter | None:
    """To the member named as writer: a mail has come in her name; is it hers? Shows no word of it."""
    kept = Inbound.objects.filter(pk=inbound_id, state=State.ASKED).first()
    if kept is None or kept.group_id is None:
        return None
    group = Group.objects.get(pk=kept.group_id)
    link = addresses.full(routes.to("mail_open:was_this_you", token=YES.sign(kept.public_id)))
    return Letter(
        subject=_("A message from your group"),
        text=_(
            "A mail has come to your group that says it is from you. It came on {day}.\n"
            "It is not shown to anyone yet. Was it you? If so, press the button on this page:\n\n{url}\n\n"
            "If it was not you, you need do nothing.\n"
        ).format(day=date_format(kept.came_at.astimezone(group.zone), "l j F, H:i"), url=link),
    )
