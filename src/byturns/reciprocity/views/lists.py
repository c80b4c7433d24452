"""What is asked for, and one's own."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from byturns.groups.access import MemberRequest, opens_with
from byturns.reciprocity import queries
from byturns.reciprocity.kinds import GROUPED, Help
from byturns.ui.paging import page_number
from byturns.ui.respond import respond


@opens_with("reciprocity.browse")
@require_safe
def asked(request: MemberRequest) -> HttpResponse:
    """What is asked for now; of one kind with `?kind=`."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Help.values else ""
    number = page_number(request) or 1
    rows, more = queries.asked_now(request.member, kind=kind, number=number)
    context = {
        "rows": rows,
        "sheet": {"number": number, "more": more},
        "kind": kind,
        "kind_label": Help(kind).label if kind else "",
        "kinds": GROUPED,
    }
    return respond(request, "reciprocity/asked.html", context)


@opens_with("reciprocity.browse")
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """What I asked for, said I would do, and was thanked for."""
    return respond(request, "reciprocity/mine.html", {"mine": queries.mine(request.member)})
