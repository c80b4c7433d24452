"""The doors that mail comes in by, as the operator set them (BYTURNS_MAIL_IN). All feed `intake.keep`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class Door(NamedTuple):
    """smtp and lmtp have a host and a port; imap and webhook have none."""

    kind: str
    host: str = ""
    port: int = 0


def declared() -> Door | None:
    """The door that is set, or None. Raises ImproperlyConfigured, with a sentence for the operator."""
    value = settings.MAIL_IN
    if not value:
        return None
    if value in {"imap", "webhook"}:
        return Door(value)
    kind, place = value.split(":", 1) if value.startswith(("smtp:", "lmtp:")) else ("smtp", value)
    host, _colon, port = place.rpartition(":")
    if not (host and port.isdigit() and 0 < int(port) < 65536):
        raise ImproperlyConfigured(
            "BYTURNS_MAIL_IN must be like 127.0.0.1:2525 or lmtp:127.0.0.1:2424, or imap or webhook,"
            f" not {value!r}"
        )
    return Door(kind, host.strip("[]"), int(port))


def webhook_fault() -> str:
    """What is missing before a service may post mail to us; "" for nothing."""
    if not settings.MAIL_WEBHOOK or not settings.MAIL_WEBHOOK_KEY:
        return "BYTURNS_MAIL_IN is webhook: say BYTURNS_MAIL_WEBHOOK and BYTURNS_MAIL_WEBHOOK_KEY_FILE"
    named = re.fullmatch(r"[^:\s]+:\S{20,}", settings.MAIL_WEBHOOK_KEY)
    if settings.MAIL_WEBHOOK == "postmark" and not named:
        return (
            "BYTURNS_MAIL_WEBHOOK_KEY must be NAME:PASSWORD for Postmark, the password of 20 letters or more"
        )
    return ""


def takes_posts() -> bool:
    """Whether a service may post mail to us."""
    return bool(settings.MAIL_IN == "webhook" and not webhook_fault())


def open_up() -> list[Callable[[], None]]:
    """Begin to take mail in; gives how to stop. Only who takes mail in pays for what that needs."""
    door = declared()
    if door is None or door.kind == "webhook":  # which is a page of ours
        return []
    if door.kind == "imap":
        from byturns.mail import imap

        polling = imap.Polling()
        polling.start()
        return [polling.stop]
    from byturns.mail import smtp

    return [smtp.start(door.host, door.port, lmtp=door.kind == "lmtp").stop]
