"""A copy of everything one wrote, to take away."""

from __future__ import annotations

from django.http import HttpResponse

from byturns.groups import slots
from byturns.groups.access import MemberRequest, at_the_door, opens_with
from byturns.groups.actions import own_data as actions
from byturns.groups.views.directory import whose
from byturns.ui.respond import respond


@at_the_door
@opens_with("groups.own_data")
def own_data(request: MemberRequest) -> HttpResponse:
    """Say what is in it, then give it as one file."""
    return _page(request, None)


@at_the_door
@opens_with("groups.own_data", factor=True)
def own_data_for(request: MemberRequest, person: str) -> HttpResponse:
    """The same for a member without e-mail, to print for them."""
    return _page(request, person)


def _page(request: MemberRequest, person: str | None) -> HttpResponse:
    whom, typist = whose(request, person)
    if request.method != "POST":
        parts = slots.filled("own_words", whom) if typist is None else []
        context = {"whom": whom, "typist": typist, "slots": parts}
        return respond(request, "groups/people/own_data.html", context)
    packed = actions.take_away(member=whom, typed_by=typist)
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-words.zip"'
    return response
