"""Which person of the signed-in mailbox is here, and what happens to words sent when nobody is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from byturns.core import pace
from byturns.people import kept, tries, whoami
from byturns.people.onward import carrying
from byturns.ui.respond import respond
from byturns.ui.views import typed_words

OFTEN = 30  # forms an hour that one network may leave with us without being signed in


class SignedOutMiddleware(LoginRequiredMiddleware):
    """Asks for sign-in, and keeps what was sent by somebody whose session is over meanwhile."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        """The sign-in page; for a form with words first a page that gives them back, to copy or to send on.

        A form has passed the check that it came from a page of ours; `Origin` is looked at all the same.
        Pages of the way in hold codes and PINs: nothing sent there is kept or shown.
        """
        if not _is_worth_keeping(request, view_func):
            answer: HttpResponseBase = super().handle_no_permission(request, view_func)
            return answer
        too_often = pace.too_fast(f"signed-out:{tries.network(request)}", times=OFTEN, seconds=3600)
        is_kept = kept.is_short_enough(request) and not too_often
        onto = kept.keep(request) if is_kept else request.get_full_path()
        sign_in = carrying(resolve_url(self.get_login_url(view_func)), onto)
        if is_kept and getattr(request, "htmx", False):
            return HttpResponseClientRedirect(sign_in)
        words = typed_words(request)
        if not words:
            return redirect(sign_in)
        return respond(
            request,
            "people/signed_out.html",
            {"words": words, "sign_in": sign_in, "is_kept": is_kept},
            status=403,
        )


def _is_worth_keeping(request: HttpRequest, view_func: Any) -> bool:
    origin = request.headers.get("Origin")
    return (
        request.method == "POST"
        and not kept.saves_itself(request)
        and not view_func.__module__.startswith("byturns.people.")
        and (origin is None or urlsplit(origin).netloc == request.get_host())
        and any(name != "csrfmiddlewaretoken" for name in request.POST)
    )


class PersonMiddleware:
    """Sets `request.person`: None when nobody is signed in, or when two share the mailbox and the
    question "which of you is this?" is still open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = whoami.person_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)
