"""What the frame of every page needs to know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from . import look, places


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the look chosen on this device, the menu, and whose drafts this page may show.

    Gives `look`, `places`, `own_places` and `draft_owner`. Menus and owner are worked out only if a
    template asks, so that a part for htmx costs nothing.
    """
    return {
        "look": _look(request),
        "places": lambda: places.shown(request, "group"),
        "own_places": lambda: places.shown(request, "own"),
        "draft_owner": lambda: draft_owner(request),
    }


def _look(request: HttpRequest) -> look.Look:
    """The look of this device; somebody who keeps no words in browsers has none kept on any device."""
    chosen = look.read(request)
    person = getattr(request, "person", None)
    return chosen if getattr(person, "local_drafts", True) else replace(chosen, shared=True)


def draft_owner(request: HttpRequest) -> str:
    """A key that names the person signed in to this browser's own store and to nobody else.

    It is a keyed hash, so that what lies in the browser does not say who. "" for nobody.
    """
    owner = getattr(request, "member", None) or getattr(request, "person", None)
    owner = owner or getattr(request, "user", None)
    key = getattr(owner, "pk", None)
    if key is None:
        return ""
    return salted_hmac("byturns.ui.draft_owner", f"{type(owner).__name__}:{key}").hexdigest()[:20]
