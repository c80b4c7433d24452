"""Rules about who is on duty when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byturns.core import clock
from byturns.groups.models import Duty, Membership
from byturns.groups.policy import ALLOW, Verdict, refuse, rule

FOR_LISTENERS = refuse(_("This is for listeners. If you would like to be one, tell a steward."))

HAS_IT = refuse(_("Somebody has this day already. Thank you all the same."))


@rule("groups.see_rota")
def see_rota(member: Membership) -> Verdict:
    """See who is on duty when: listeners and stewards."""
    return ALLOW if member.is_listener or member.is_steward else FOR_LISTENERS


@rule("groups.offer_days")
def offer_days(member: Membership) -> Verdict:
    """Say on which days one can be on duty: listeners."""
    return ALLOW if member.is_listener else FOR_LISTENERS


@rule("groups.ask_swap")
def ask_swap(member: Membership, duty: Duty) -> Verdict:
    """Ask the others to take a day of one's own."""
    if duty.listener_id != member.pk:
        return refuse(_("This is not your day."))
    if duty.day < clock.today(member.group.zone):
        return refuse(_("This day is over."))
    return offer_days(member)


@rule("groups.take_day")
def take_day(member: Membership, duty: Duty | None = None) -> Verdict:
    """Take a day that nobody has, or that somebody cannot keep: listeners."""
    if duty is not None and duty.listener_id == member.pk:
        return refuse(_("This day is yours already."))
    if duty is not None and not duty.wants_out:
        return HAS_IT
    return offer_days(member)
