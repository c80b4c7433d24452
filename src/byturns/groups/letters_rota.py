"""Mails about who is on duty. No names; who gets one is asked again when it is sent."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from byturns.core import addresses, clock
from byturns.core.outbox import Letter, letter
from byturns.groups.models import Duty, Membership


@letter("groups.day_to_take")
def day_to_take(duty_id: int, membership_id: int) -> Letter | None:
    """To the other listeners: a day waits for somebody. None once one has taken it, or she rests that day."""
    member = Membership.objects.listeners().select_related("group").filter(pk=membership_id).first()
    duty = Duty.objects.filter(pk=duty_id, wants_out=True).exclude(listener=membership_id).first()
    if member is None or duty is None or member.on_break(duty.day):
        return None
    if duty.day < clock.today(member.group.zone):
        return None
    page = reverse("groups:duty_day", args=[member.group.slug, duty.day.isoformat()])
    return Letter(
        subject=_("A message from your group"),
        text=_(
            "Somebody in your group cannot keep their day: {day}. Could you take it?\n\n{link}\n\n"
            "The first yes takes it. If it does not suit you, you need do nothing.\n"
        ).format(day=date_format(duty.day, "l j F"), link=addresses.full(page)),
    )
