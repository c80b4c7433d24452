"""The frame's own pages: the way out, how pages look, every component, and a form that came too late."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.template import loader
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from . import look, sample
from .lookform import LookForm
from .respond import back_to, respond

LEAVE_TO = "https://www.bbc.co.uk/weather"
MACHINE_MADE = re.compile(r"(?=.{0,64}\Z)([\w-]+([.:/][\w-]+)*)?", re.ASCII)  # a choice, a number, an id


@login_not_required
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Send the browser somewhere harmless at once and have it forget this site.

    Works without sign-in and without a script. Signs this browser out by taking its cookies; the server's own
    records stay as they are (nothing changes on GET). A picture or a prefetch from elsewhere wipes nothing.
    """
    response = HttpResponse(status=303)
    response["Location"] = getattr(settings, "BYTURNS_LEAVE_TO", "") or LEAVE_TO
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    asked = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    foreseen = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if asked and not foreseen and request.headers.get("Sec-Fetch-Site", "none") != "cross-site":
        # Browsers heed the header on https and localhost only, so the cookies go by hand as well.
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        for name in request.COOKIES:
            response.delete_cookie(name)
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_look(request: HttpRequest) -> HttpResponse:
    """Choose theme, text size and whether others use this device; kept in a cookie on it."""
    chosen = look.read(request)
    came_from = request.POST.get("next") or page_before(request)
    form = LookForm(
        request.POST or None,
        initial={"theme": chosen.theme, "text": chosen.text, "shared": chosen.shared},
    )
    if form.is_valid():
        response = back_to(request, "ui:look", notice=_("This is how pages look on this device from now on."))
        look.keep(request, response, look.Look(**form.cleaned_data))
        return response
    return respond(
        request,
        "ui/look.html",
        {"form": form, "came_from": came_from},
        status=422 if form.errors else 200,
    )


@login_not_required
@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Every component with a sample, for whoever builds a page."""
    return respond(request, "ui/parts.html", sample.context())


def old_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a form answers that was opened too long ago: says so, and gives back what was typed.

    The words come back only to a page of our own (same origin), to be copied; nothing is sent.
    """
    ours = urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    kept = typed_words(request) if ours else []
    page = loader.get_template("403_csrf.html").render({"kept": kept, "again": page_before(request)}, request)
    return HttpResponseForbidden(page)


def typed_words(request: HttpRequest) -> list[str]:
    """What somebody wrote in the form that is being sent, in any script; without choices, numbers and ids."""
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if name not in ("next", "csrfmiddlewaretoken") and not MACHINE_MADE.fullmatch(value.strip())
    ]


def page_before(request: HttpRequest) -> str:
    """The page of ours that the reader came from, as a path; the first page if it is not known."""
    before = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure())
    path = urlsplit(before).path if own else ""
    return path if path and path != reverse("ui:look") else "/"
