"""Pages that belong to one person of the mailbox."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from byturns.people.models import Account, Person
from byturns.people.onward import carrying


class Asked(HttpRequest):
    """A request of somebody who is signed in and has said who of the mailbox she is."""

    person: Person
    user: Account


def of_a_person(view: Callable[[Asked], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Ask "which of you is this?" first when that is open, and come back afterwards."""

    @wraps(view)
    def ask_first(request: HttpRequest) -> HttpResponseBase:
        if getattr(request, "person", None) is None:
            return redirect(carrying(reverse("people:which"), request.path))
        return view(cast("Asked", request))

    return ask_first
