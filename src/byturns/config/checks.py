"""What stops a start that would not be safe (settled point 6)."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from byturns.mail import doors


@register()
def safe_to_serve(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """byturns.E010 to E018: beyond this machine only with origin, TLS and mail stated; mail that comes in."""
    found: list[CheckMessage] = mail_is_safe() if settings.MODE == "serve" else []
    if settings.MODE != "serve" or settings.LISTEN in {"127.0.0.1", "::1", "localhost"}:
        return found
    if not settings.ORIGIN:
        found.append(Error("BYTURNS_ORIGIN is not set: say which address people type", id="byturns.E010"))
    if settings.TLS == "none" or not settings.ORIGIN.startswith("https://"):
        found.append(
            Error("BYTURNS_TLS is none: words would cross the network unprotected", id="byturns.E011")
        )
    if not settings.EMAIL_HOST:
        found.append(Error("BYTURNS_MAIL_HOST is not set: nobody could sign in by mail", id="byturns.E012"))
    return found


def mail_is_safe() -> list[CheckMessage]:
    """byturns.E013 to E018: a door for mail is used by the right server alone, or trusts nobody."""
    found: list[CheckMessage] = []
    try:
        door = doors.declared()
    except ImproperlyConfigured as fault:
        return [Error(str(fault), id="byturns.E013")]
    if settings.MAIL_BORDER and settings.MAIL_CHECK == "own":
        found.append(
            Error("BYTURNS_MAIL_BORDER is set and BYTURNS_MAIL_CHECK is own: choose one", id="byturns.E014")
        )
    if settings.MAIL_DNS and not _is_dns(settings.MAIL_DNS):
        found.append(Error("BYTURNS_MAIL_DNS must be like 127.0.0.1 or 127.0.0.1:53", id="byturns.E015"))
    if door is None:
        return found
    if door.host and settings.MAIL_BORDER and not _near(door.host):
        found.append(
            Error(
                f"BYTURNS_MAIL_IN takes mail from any machine at {door.host}, so anybody could write what "
                "BYTURNS_MAIL_BORDER is believed to have written: listen on 127.0.0.1, or let us check "
                "with BYTURNS_MAIL_CHECK=own",
                id="byturns.E016",
            )
        )
    if door.kind == "imap" and not (settings.IMAP_HOST and settings.IMAP_USER and settings.IMAP_PASSWORD):
        found.append(
            Error(
                "BYTURNS_MAIL_IN is imap: say BYTURNS_IMAP_HOST, BYTURNS_IMAP_USER and "
                "BYTURNS_IMAP_PASSWORD_FILE",
                id="byturns.E017",
            )
        )
    elif door.kind == "imap" and settings.IMAP_TLS == "none" and not _near(settings.IMAP_HOST):
        found.append(
            Error("BYTURNS_IMAP_TLS is none: password and mail would cross the network", id="byturns.E017")
        )
    if door.kind == "webhook" and (missing := doors.webhook_fault()):
        found.append(Error(missing, id="byturns.E018"))
    return found


def _is_dns(written: str) -> bool:
    from byturns.mail.proof import names  # what it needs is large, and few set it

    return names.is_server(written)


def _near(host: str) -> bool:
    """Whether an address is this machine's own, or one inside a house."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return address.is_private and not address.is_unspecified
