"""The privacy notice, made from the settings of this server and this group (D44)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from byturns.groups import wording
from byturns.groups.models import Group

INVITATION_DAYS = 14
DECIDED_DAYS = 30
BACKUP_DAYS = 35
SIGNED_IN_DAYS = settings.SESSION_COOKIE_AGE // (60 * 60 * 24)


@dataclass(frozen=True)
class Notice:
    """What the page fills in. `host` is empty on a server that only this machine reaches."""

    contact: str
    host: str
    mail_through: str
    invitation_days: int
    decided_days: int
    backup_days: int
    signed_in_days: int
    health_version: int


def notice(group: Group) -> Notice:
    """The facts of the privacy notice of `group`, as this server is set up now."""
    return Notice(
        contact=group.contact_email,
        host=urlsplit(settings.ORIGIN).hostname or "",
        mail_through=settings.EMAIL_HOST,
        invitation_days=INVITATION_DAYS,
        decided_days=DECIDED_DAYS,
        backup_days=BACKUP_DAYS,
        signed_in_days=SIGNED_IN_DAYS,
        health_version=wording.HEALTH_VERSION,
    )
