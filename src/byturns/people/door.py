"""Whether this browser may make a new account: only when a group's link led it here."""

from __future__ import annotations

from django.http import HttpRequest

KEY = "let_to_the_door"


def open_for(request: HttpRequest, next_url: str) -> None:
    """A group's link was followed: an account may be made, and `next_url` is where it leads after."""
    request.session[KEY] = next_url


def is_open(request: HttpRequest) -> bool:
    """Whether an account may be made in this browser."""
    return KEY in request.session


def leads_to(request: HttpRequest) -> str | None:
    """Where the door leads after signing in."""
    address: str | None = request.session.get(KEY)
    return address


def close(request: HttpRequest) -> None:
    """Somebody went in: the door is shut for whoever comes next in this browser."""
    request.session.pop(KEY, None)
