"""A form that was on its way when something else had to be asked first; it lies in the session meanwhile."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

KEY = "kept_form"
LONGEST = 30 * 60
MOST = 400_000  # characters; more is not kept (no text box of ours takes as much)


@dataclass(frozen=True)
class Kept:
    """Where the form was going and what was in it. `files`: it had files, which cannot be kept."""

    path: str
    fields: list[tuple[str, str]]
    files: bool


def keep(request: HttpRequest) -> str:
    """Keep what is being sent, if anything is; return the page to go on to afterwards."""
    if request.method != "POST":
        return request.get_full_path()
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    if sum(len(value) for _, value in fields) > MOST:
        fields = []
    request.session[KEY] = {
        "path": request.get_full_path(),
        "fields": fields,
        "files": bool(request.FILES),
        "at": time.time(),
    }
    return reverse("people:send_on")


def waiting(request: HttpRequest) -> Kept | None:
    """The form that waits to be sent on; None when there is none or it waited too long."""
    found = request.session.get(KEY)
    if not found or time.time() - found["at"] > LONGEST:
        return None
    return Kept(found["path"], [(name, value) for name, value in found["fields"]], found["files"])


def done_with(request: HttpRequest) -> None:
    """The form is being sent: nothing of it stays behind."""
    if request.method == "POST":
        request.session.pop(KEY, None)
