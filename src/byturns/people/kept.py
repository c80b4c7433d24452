"""A form that was on its way when something else had to be asked first; it lies in the session meanwhile."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from byturns.people import whoami

KEY = whoami.of_one_person("kept_form")
LONGEST = 30 * 60
MOST = 400_000  # characters; more is not kept (no text box of ours takes as much)


@dataclass(frozen=True)
class Kept:
    """Where the form was going and what was in it. `files`: it had files, which cannot be kept."""

    path: str
    fields: list[tuple[str, str]]
    files: bool


def keep(request: HttpRequest) -> str:
    """Keep what is being sent, if anything is; return the page to go on to afterwards.

    It is kept for the account and the person of this session. When it is not known yet who that is, it
    is for whoever says next who she is. A draft that the script saves by itself is not kept: it would
    push out what was sent in earnest.
    """
    if request.method != "POST" or saves_itself(request):
        return request.get_full_path()
    fields = _fields(request) if is_short_enough(request) else []
    request.session[KEY] = {
        "account": request.user.pk,
        "person": request.session.get(whoami.KEY),
        "path": request.get_full_path(),
        "fields": fields,
        "files": bool(request.FILES),
        "at": time.time(),
    }
    return reverse("people:send_on")


def waiting(request: HttpRequest) -> Kept | None:
    """The form that waits to be sent on; None when there is none, it waited too long, or it is another's."""
    found = request.session.get(KEY)
    if not found or time.time() - found["at"] > LONGEST:
        return None
    if found.get("account") not in (None, request.user.pk):
        return None
    if found.get("person") not in (None, request.session.get(whoami.KEY)):
        return None
    return Kept(found["path"], [(name, value) for name, value in found["fields"]], found["files"])


def done_with(request: HttpRequest) -> None:
    """The form is being sent: nothing of it stays behind."""
    found = request.session.get(KEY)
    if found and request.method == "POST" and found["path"] == request.get_full_path():
        del request.session[KEY]


def is_short_enough(request: HttpRequest) -> bool:
    """Whether all that is being sent can be kept."""
    return sum(len(value) for _, value in _fields(request)) <= MOST


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def saves_itself(request: HttpRequest) -> bool:
    """Whether the script in the browser sends this, not somebody who pressed a button."""
    return request.headers.get("Accept", "").startswith("application/json")
