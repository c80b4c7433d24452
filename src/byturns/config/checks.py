"""What stops a start that would not be safe (settled point 6)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def safe_to_serve(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """byturns.E010 to E012: beyond this machine only with origin, TLS and mail stated."""
    found: list[CheckMessage] = []
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
