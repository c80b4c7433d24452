"""A browser signs out: an app above can have it forget what it kept for that browser."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

_before: list[Callable[[HttpRequest], None]] = []


def before(run: Callable[[HttpRequest], None]) -> None:
    """Let `run` be called while it is still known who signs out."""
    _before.append(run)


def part(request: HttpRequest) -> None:
    """Somebody is about to sign out."""
    for run in _before:
        run(request)
