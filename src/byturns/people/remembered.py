"""Devices that need not show the second factor each time, because their owner said so there.

The cookie holds no name, only what the mailbox and its second factors hash to: changing any of them,
or signing out everywhere, makes every device new again.
"""

from __future__ import annotations

from typing import cast

from allauth.mfa.internal.flows.trust import create_config_fingerprint
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from byturns.people.models import Account

COOKIE = "byturns_device"
SALT = "byturns.people.remembered"
AGE = 180 * 24 * 60 * 60
MOST = 5  # mailboxes that one device may remember


def is_known(request: HttpRequest, account: Account) -> bool:
    """Whether this device was told to remember this mailbox's second factor."""
    return create_config_fingerprint(account) in _kept(request)


def remember(request: HttpRequest, response: HttpResponseBase, account: Account) -> None:
    """Let this device skip the second factor for half a year."""
    kept = [create_config_fingerprint(account), *_kept(request)][:MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _kept(request: HttpRequest) -> list[str]:
    try:
        return cast("list[str]", signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE))
    except signing.BadSignature:
        return []
