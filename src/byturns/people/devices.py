"""The browsers that are signed in to a mailbox: what kind and since when, never where from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from byturns.core import clock
from byturns.people.models import Account

NOWHERE = "0.0.0.0"  # noqa: S104 - the column wants an address; we keep none

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """One browser as its owner sees it. `key` names it in a form and says nothing else."""

    key: str
    kind: str
    since: datetime
    here: bool


def kind_of(user_agent: str) -> str:
    """ "Firefox, Android" from what a browser says about itself; "" when neither is known."""
    found = [
        next((word for mark, word in known if re.search(mark, user_agent)), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found))


def say_less(request: HttpRequest) -> None:
    """Of the browser that has just signed in keep its kind only: no address, no version."""
    kept = UserSession.objects.filter(session_key=request.session.session_key)
    kept.update(ip=NOWHERE, user_agent=kind_of(request.headers.get("User-Agent", "")))


def of(request: HttpRequest, account: Account) -> list[Device]:
    """The browsers signed in to this mailbox, this one first, then the newest."""
    found = [
        Device(
            key=_key(session),
            kind=session.user_agent or _("A browser"),
            since=session.created_at,
            here=session.session_key == request.session.session_key,
        )
        for session in UserSession.objects.purge_and_list(account)
    ]
    if not any(device.here for device in found):
        # Whoever reads this is signed in here, also when nothing was written down when it began.
        kind = kind_of(request.headers.get("User-Agent", "")) or _("A browser")
        found.append(Device(key="", kind=kind, since=account.last_login or clock.now(), here=True))
    return sorted(found, key=lambda device: (not device.here, -device.since.timestamp()))


def renewed(request: HttpRequest, before: str) -> None:
    """The session of this browser has another key now; it is still the same device, since the same day."""
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def end(account: Account, key: str) -> bool:
    """Sign one browser out; False when there is none of that key (any more)."""
    for session in UserSession.objects.filter(user=account):
        if _key(session) == key:
            session.end()
            return True
    return False


def _key(session: UserSession) -> str:
    return str(salted_hmac("byturns.people.devices", session.session_key).hexdigest()[:16])
