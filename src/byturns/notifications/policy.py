"""Who may choose what comes by mail."""

from __future__ import annotations

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from byturns.conversations.models import Conversation
from byturns.core import clock
from byturns.groups.models import Membership
from byturns.groups.policy import ALLOW, Verdict, refuse, rule
from byturns.notifications.models import ToEveryone

RATION = timedelta(days=7)  # one notice to everyone in each group


@rule("notifications.choose")
def choose(member: Membership) -> Verdict:
    """Choose what comes by mail, when, and how much it shows."""
    return ALLOW


@rule("notifications.voice", stewards_only=True)
def voice(member: Membership) -> Verdict:
    """Say how the group's mail names itself."""
    return ALLOW


@rule("notifications.reach")
def reach(member: Membership) -> Verdict:
    """See how many one's words will reach before they are sent."""
    return ALLOW


@rule("notifications.to_everyone", stewards_only=True)
def to_everyone(member: Membership, conversation: Conversation | None = None) -> Verdict:
    """Send what one has just begun to everyone at once, whatever their pace; once a week in each group."""
    if conversation is None:
        return ALLOW
    if conversation.started_by_id != member.pk or conversation.unnamed or conversation.brought_in:
        return refuse(_("You can do this with what you began yourself, with your name."))
    if conversation.circle_id is not None:
        return refuse(_("What is said in a circle stays in the circle."))
    if not conversation.messages.standing().filter(author=member).exists():
        return refuse(_("There is nothing here to send: the words were taken down."))
    if ToEveryone.objects.filter(conversation=conversation).exists():
        return refuse(_("This has been sent to everyone already."))
    last = ToEveryone.objects.filter(at__gt=clock.now() - RATION).order_by("-at").first()
    if last is not None:
        day = date_format((last.at + RATION).astimezone(member.group.zone), "l j F, H:i")
        return refuse(
            _(
                "A notice has gone to everyone less than a week ago. So that these mails stay rare, the "
                "next one can go from {day}. What you wrote is in the group, and in everybody’s letters."
            ).format(day=day)
        )
    return ALLOW
