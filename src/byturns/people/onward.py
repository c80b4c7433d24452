"""Where a page of the way in leads to afterwards."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme, urlencode


def onward(request: HttpRequest, default: str = "/") -> str:
    """The page named by `next`, if it is one of ours; else `default`."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if ours and asked.startswith("/") else default


def carrying(address: str, onto: str) -> str:
    """`address`, from where it goes on to `onto` when all is done."""
    return f"{address}?{urlencode({'next': onto})}"
