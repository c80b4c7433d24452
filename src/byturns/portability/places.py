"""Where what was brought in stands on others' pages: a way from one's own old message to all of them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from byturns.conversations import links
from byturns.conversations.links import Link
from byturns.groups import mails, policy, slots
from byturns.groups.models import Membership


def _mine(member: Membership, message: Any) -> str | None:
    name = message.said_by
    if name is None or name.membership_id != member.pk:
        return None
    return reverse("portability:mine", kwargs={"group_slug": member.group.slug})


links.declare_for_message(Link("brought_in", _("My words from before"), 20, _mine))


def _history(member: Membership) -> dict[str, Any] | None:
    if not policy.check(member, "portability.history"):
        return None
    return {"url": reverse("portability:history", kwargs={"group_slug": member.group.slug})}


slots.declare(slots.Slot("me", "history", "portability/_row.html", _history))
mails.declare(
    mails.Mail(
        _("When old messages of the group come in from another place, and which day they open."),
        ("portability.group_told", "portability.yours"),
        order=40,
    ),
    mails.Mail(
        _("When a file with old messages waits for the stewards."),
        ("portability.waits_for_stewards",),
        "steward",
    ),
)
