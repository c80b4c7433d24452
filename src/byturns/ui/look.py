"""The member's own choices of how pages look, kept in one cookie on this device.

They hold before sign-in too (the sign-in page must be legible), so they are not in the database.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

COOKIE = "byturns_look"
YEAR = 365 * 24 * 60 * 60
THEMES = ("", "light", "dark", "contrast")
SIZES = ("normal", "large")


@dataclass(frozen=True)
class Look:
    """Theme ("" follows the device), text size, and whether others use this device."""

    theme: str = ""
    text: str = "normal"
    shared: bool = False


def read(request: HttpRequest) -> Look:
    """What this device asked for; anything unknown in the cookie counts as not said."""
    theme, text, shared, *_ = (*request.COOKIES.get(COOKIE, "").split("."), "", "", "")
    return Look(
        theme=theme if theme in THEMES else "",
        text=text if text in SIZES else "normal",
        shared=shared == "shared",
    )


def keep(request: HttpRequest, response: HttpResponse, look: Look) -> None:
    """Remember the choice on this device for a year."""
    value = ".".join((look.theme, look.text, "shared" if look.shared else "own"))
    response.set_cookie(
        COOKIE, value, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
