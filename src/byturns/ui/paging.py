"""Which page of a list is meant."""

from __future__ import annotations

from django.http import HttpRequest


def page_number(request: HttpRequest) -> int | None:
    """The page asked for; None when none was, or nonsense."""
    asked = request.GET.get("page", "")
    good = asked.isascii() and asked.isdigit() and len(asked) < 7
    return max(int(asked), 1) if good else None
