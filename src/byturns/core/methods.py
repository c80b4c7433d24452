"""Pages are read and forms are sent; nothing here is spoken to in any other way."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound

SPOKEN = ("GET", "HEAD", "POST")


class MethodsMiddleware:
    """Refuses every other method with 405, before anything is looked up, whoever asks for whatever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SPOKEN:
            return HttpResponseNotAllowed(SPOKEN)
        if "\x00" in request.path_info or "\x00" in unquote(request.META.get("QUERY_STRING", "")):
            # No address of ours holds one, and a database may choke on it.
            return HttpResponseNotFound()
        return self.get_response(request)
