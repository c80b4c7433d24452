"""Which person of the signed-in mailbox is here."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from byturns.people import whoami


class PersonMiddleware:
    """Sets `request.person`: None when nobody is signed in, or when two share the mailbox and the
    question "which of you is this?" is still open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = whoami.person_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)
