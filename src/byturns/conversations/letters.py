"""Mails about conversations. Subjects are neutral, and none holds words or names of members."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from byturns.conversations.models import GuestVisit, UnnamedLook
from byturns.core import addresses
from byturns.core.outbox import Letter, letter


@letter("conversations.looked_behind")
def looked_behind(look_id: int) -> Letter | None:
    """To the writer of a message without a name: a steward looked who wrote it."""
    look = UnnamedLook.objects.select_related("message", "group").filter(pk=look_id).first()
    if look is None:
        return None
    path = reverse(
        "conversations:message",
        kwargs={
            "group_slug": look.group.slug,
            "public_id": look.message.conversation.public_id,
            "message_id": look.message.public_id,
        },
    )
    return Letter(
        subject=_("A message from your group"),
        text=_(
            "A steward of your group looked at who wrote a message without a name. It was yours.\n"
            "The others still see it without a name. The reason is on this page, after signing in:\n\n{url}\n"
        ).format(url=addresses.full(path)),
    )


@letter("conversations.visit_proposed")
def visit_proposed(visit_id: int) -> Letter | None:
    """To the starter and everyone who wrote there: a guest may come, and how to say no."""
    visit = GuestVisit.objects.select_related("conversation", "group").filter(pk=visit_id).first()
    if visit is None or visit.refused_at is not None or visit.stopped_at is not None:
        return None
    path = reverse(
        "conversations:visit",
        kwargs={
            "group_slug": visit.group.slug,
            "public_id": visit.conversation.public_id,
            "visit_id": visit.public_id,
        },
    )
    return Letter(
        subject=_("A message from your group"),
        text=_(
            "A steward of your group asks whether a guest may come into a conversation that you wrote in.\n"
            "If you would rather not, say so before {day}. You need give no reason, and nobody is told "
            "that it was you. What you wrote before stays closed to the guest unless you open it.\n\n{url}\n"
        ).format(
            day=date_format(visit.opens_at.astimezone(visit.group.zone), "l j F"), url=addresses.full(path)
        ),
    )
