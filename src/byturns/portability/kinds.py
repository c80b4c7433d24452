"""Words that bringing a history in chooses from."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# How long people may say "not mine" before anything opens (settled point 17).
TIME_TO_SAY = timedelta(days=14)
# A link that needs no account works until then, counted from the day on which it was sent.
LINK_LASTS = timedelta(days=44)
# A file that nobody decided about, and what was read of it, goes after this.
KEPT_UNDECIDED = timedelta(days=60)

LARGEST_FILE = 150 * 1024 * 1024


class Source(models.TextChoices):
    """What a file is."""

    WHATSAPP = "whatsapp", _("A WhatsApp chat")
    MBOX = "mbox", _("The archive of a mailing list")
    MEMBERS = "members", _("A list of members")


class State(models.TextChoices):
    """Where a file stands on its way in. Nothing of it shows to members before `OPEN`."""

    READING = "reading", _("Being read")
    REFUSED = "refused", _("Could not be read")
    STAGED = "staged", _("Waits for the stewards")
    TOLD = "told", _("Everybody is told; nothing shows yet")
    OPEN = "open", _("Open to those who were there")
    WITHDRAWN = "withdrawn", _("Taken back")


class Choice(models.TextChoices):
    """What is to become of the words under one name."""

    UNCLAIMED = "unclaimed", _("nobody’s yet")
    MEMBER = "member", _("a member’s")
    OUT = "out", _("not brought in")


class Order(models.TextChoices):
    """How a file writes its dates."""

    DMY = "dmy", _("day, month, year")
    MDY = "mdy", _("month, day, year")
    YMD = "ymd", _("year, month, day")
