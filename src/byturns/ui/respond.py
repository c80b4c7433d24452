"""Answer a request with a page, or with the one part of it that htmx asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

DONE = "byturns_done"


def respond(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    part: str | Collection[str] | None = None,
    status: int = 200,
) -> TemplateResponse:
    """Give the page `template`, or its partial `part` when htmx asks for the element of that id.

    `part` is the name (or names) of partials in the template whose element has the same id; everyone else is
    given the whole page, so a form works the same without a script. Rendering is lazy. A form with faults is
    answered with status 422, which htmx swaps in like any other.
    """
    names = (part,) if isinstance(part, str) else tuple(part or ())
    wanted = asked_part(request)
    if wanted is not None and wanted in names:
        template = f"{template}#{wanted}"
    response = TemplateResponse(request, template, dict(context or {}), status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def asked_part(request: HttpRequest) -> str | None:
    """The id of the element that htmx wants anew; None for a page, a boosted link or a step in history."""
    htmx = getattr(request, "htmx", None)
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return None
    target: str | None = htmx.target
    return target


def back_to(
    request: HttpRequest, url: Any, notice: str | None = None, undo: str | None = None
) -> HttpResponse:
    """Go on to `url` (anything `redirect` takes) after something was done.

    `notice` is shown there once; `undo` is an address that takes it back when posted to. Neither may hold
    members' words: they pass through the message store. Also with htmx the browser goes to the new page.
    """
    if notice is not None:
        # The address rides in extra_tags: it comes out beside the text, escaped like everything else.
        messages.success(request, notice, extra_tags=undo or "")
    address = resolve_url(url)
    response: HttpResponse
    if getattr(request, "htmx", False):
        response = HttpResponseClientRedirect(address)
    else:
        response = HttpResponse(status=303)
        response["Location"] = address
    if request.method == "POST":
        # Tells the script in the browser that what was sent has arrived, so that its own copy may go.
        response.set_cookie(DONE, "1", max_age=60, secure=request.is_secure(), samesite="Lax")
    return response
