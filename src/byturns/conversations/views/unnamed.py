"""Looking behind a message without a name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from byturns.conversations import actions
from byturns.conversations.forms import ReasonForm
from byturns.conversations.views.messages import find, place_of
from byturns.groups import policy
from byturns.groups.access import opens_with
from byturns.ui.respond import respond


@opens_with("conversations.look_behind_page", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def look_behind(request: HttpRequest, public_id: str, message_id: str) -> HttpResponse:
    """A steward says why, and is told who wrote it, this once."""
    member, found = find(request, public_id, message_id)
    policy.require(member, "conversations.look_behind", found)
    form = ReasonForm(request.POST or None)
    writer = None
    if form.is_valid():
        writer = actions.look_behind(member=member, message=found, reason=form.cleaned_data["reason"])
    return respond(
        request,
        "conversations/look_behind.html",
        {"form": form, "message": found, "writer": writer, "place": place_of(member, found)},
        status=422 if form.is_bound and writer is None else 200,
    )
