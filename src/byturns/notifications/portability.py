"""What this app holds of a member, for her to take away."""

from __future__ import annotations

from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from byturns.core import registry
from byturns.groups.models import Membership
from byturns.notifications.models import Alert, Choice, Device, ToEveryone, Told


def gather(member: Membership) -> dict[str, Any]:
    """What she chose to hear, and when mails told her something (not what: those are others' words)."""
    return {
        _("My mail"): [
            {
                _("how often"): str(choice.get_pace_display()),
                _("how much it shows"): str(choice.get_shows_display()) if choice.shows else "",
                _("hour"): choice.hour,
                _("weekday"): str(WEEKDAYS[choice.weekday]),
                _("title in the subject"): choice.telling_subject,
                _("quiet from"): choice.quiet_from,
                _("quiet until"): choice.quiet_to,
                _("quiet days"): choice.quiet_days,
            }
            for choice in Choice.objects.filter(membership=member)
        ],
        _("Devices of mine that are told"): [
            device.made_at.isoformat()
            for device in Device.objects.filter(membership=member).order_by("made_at", "pk")
        ],
        _("When a mail told me of a message"): [
            told.at.isoformat() for told in Told.objects.filter(membership=member).order_by("at", "pk")
        ],
        _("Notices I sent to everyone"): [
            row.at.isoformat() for row in ToEveryone.objects.filter(by=member).order_by("at", "pk")
        ],
        _("When I was asked to look because somebody waited"): [
            alert.at.isoformat() for alert in Alert.objects.filter(listener=member).order_by("at", "pk")
        ],
    }


registry.register_own_data("notifications", gather)
