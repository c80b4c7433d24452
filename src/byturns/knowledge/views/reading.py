"""Finding what the group knows."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from byturns.groups.access import MemberRequest, opens_with
from byturns.knowledge import queries
from byturns.knowledge.models import Subject
from byturns.ui.paging import page_number
from byturns.ui.respond import respond


@opens_with("knowledge.read")
@require_safe
def know(request: HttpRequest) -> HttpResponse:
    """What members have kept, newest first or by subject, and what the reader is asked."""
    member = cast("MemberRequest", request).member
    chosen = None
    if named := request.GET.get("about"):
        chosen = get_object_or_404(Subject, public_id=named)
    return respond(
        request,
        "knowledge/know.html",
        {
            "sheet": queries.sheet(member, chosen, page_number(request) or 1),
            "pages": queries.listed(member) if chosen is None else [],
            "subjects": queries.subjects(member),
            "chosen": chosen,
            "waiting": queries.waiting(member),
        },
    )


@opens_with("knowledge.read")
@require_safe
def experience(request: HttpRequest, experience_id: str) -> HttpResponse:
    """One experience; to its teller also where it is used."""
    member = cast("MemberRequest", request).member
    kept = queries.one(member, experience_id)
    if kept is None:
        raise Http404
    return respond(
        request,
        "knowledge/experience.html",
        {
            "kept": kept,
            "source": queries.source_of(member, kept),
            "uses": queries.used_of(kept.experience) if kept.mine else [],
        },
    )
