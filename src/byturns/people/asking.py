"""Pages that belong to one person of the mailbox."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from byturns.people import kept
from byturns.people.models import Account, Person
from byturns.people.onward import carrying


class Asked(HttpRequest):
    """A request of somebody who is signed in and has said who of the mailbox she is."""

    person: Person
    user: Account


def keeping(view: Callable[[Asked], HttpResponseBase]) -> Callable[[Asked], HttpResponseBase]:
    """A page whose form is kept when the question comes first: never one that takes a PIN or a code."""
    view.keeps = True  # type: ignore[attr-defined]
    return view


def of_a_person(view: Callable[[Asked], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Ask "which of you is this?" first when that is open, and come back afterwards."""

    @wraps(view)
    def ask_first(request: HttpRequest) -> HttpResponseBase:
        if getattr(request, "person", None) is None:
            onto = kept.keep(request) if getattr(view, "keeps", False) else request.path
            return redirect(carrying(reverse("people:which"), onto))
        kept.done_with(request)
        return view(cast("Asked", request))

    return ask_first
