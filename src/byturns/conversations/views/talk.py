"""The list of all conversations."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from byturns.conversations import queries
from byturns.conversations.kinds import GUIDES, Kind
from byturns.groups.access import MemberRequest, opens_with
from byturns.ui.paging import page_number
from byturns.ui.respond import respond


@opens_with("conversations.browse")
@require_safe
def talk(request: HttpRequest) -> HttpResponse:
    """All conversations open to her, newest activity first; of one kind, one circle, or those that wait."""
    member = cast("MemberRequest", request).member
    circles = queries.circles_of(member)
    circle = next((one for one in circles if one.public_id == request.GET.get("circle")), None)
    kind = request.GET.get("kind", "")
    kind = kind if kind in GUIDES else ""
    waits = "waiting" in request.GET
    number = page_number(request) or 1
    sheet = queries.talk_sheet(member, number, kind=kind, circle=circle, waiting=waits)
    keep = {"kind": kind, "circle": circle.public_id if circle else "", "waiting": "1" if waits else ""}
    return respond(
        request,
        "conversations/talk.html",
        {
            "sheet": sheet,
            "circles": circles,
            "circle": circle,
            "kind": kind,
            "kind_label": Kind(kind).label if kind else "",
            "waits": waits,
            "kinds": [(one.value, one.label) for one in Kind],
            "keep": urlencode({name: value for name, value in keep.items() if value}),
        },
    )
