"""Addresses of pages inside this site, worked out once for each page and thing."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import URLResolver, get_resolver, reverse


def to(name: str, *args: str | int, **kwargs: str | int) -> str:
    """As Django's `reverse`, which a page would otherwise ask thirty times for the same answers.

    Raises NoReverseMatch like it. Pages never differ by request here: no other urlconf, no other prefix.
    """
    return _to(get_resolver(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=8192, typed=True)
def _to(
    site: URLResolver, name: str, args: tuple[str | int, ...], kwargs: tuple[tuple[str, Any], ...]
) -> str:
    return reverse(name, args=args, kwargs=dict(kwargs))
