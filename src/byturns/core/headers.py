"""What every answer says to the browser besides the page (assurance R14)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=(), browsing-topics=()",
}


class HeadersMiddleware:
    """Adds the headers, and keeps everything but static files out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.setdefault(name, value)
        if "Cache-Control" not in response:
            # Also for people not signed in: a shared device shows nothing after "back".
            response["Cache-Control"] = "no-store"
        return response
