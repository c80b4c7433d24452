"""The front door, and the answer to "are you up?"."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from byturns.groups import queries
from byturns.groups.access import open_to_all
from byturns.groups.queries import door
from byturns.ui.respond import respond


@open_to_all
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 once pages can be served: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@open_to_all
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """A welcome for strangers; the group, or the choice of groups, for people."""
    person = getattr(request, "person", None)
    if person is None:
        if request.user.is_authenticated:
            return redirect("people:which")
        return respond(request, "config/front.html")
    memberships = queries.memberships_of(person)
    if len(memberships) == 1:
        return redirect("conversations:home", group_slug=memberships[0].group.slug)
    asked = door.askings_of(person)
    return respond(request, "config/groups.html", {"memberships": memberships, "asked": asked})
