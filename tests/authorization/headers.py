"""What each answer must say to the browser (assurance R14)."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def faults(response: HttpResponse) -> Iterator[str]:
    """Each header that is missing or weaker than agreed."""
    for name, value in FIXED.items():
        if response.get(name) != value:
            yield f"{name} is {response.get(name)!r}"
    if "no-store" not in str(response.get("Cache-Control", "")):
        yield f"Cache-Control is {response.get('Cache-Control')!r}"
    policy = str(response.get("Content-Security-Policy", ""))
    said = {name: values for name, _, values in (part.strip().partition(" ") for part in policy.split(";"))}
    for name, value in POLICY.items():
        if said.get(name) != value:
            yield f"Content-Security-Policy {name} is {said.get(name)!r}"
    if "unsafe" in policy or "*" in policy or "http:" in policy:
        yield f"Content-Security-Policy is loose: {policy}"
