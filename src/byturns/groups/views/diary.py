"""The group's log, open to every member."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.queries import diary
from byturns.ui.respond import respond


@opens_with("groups.log")
@require_safe
def log(request: MemberRequest) -> HttpResponse:
    """What happened, newest first, thirty lines a page."""
    page = Paginator(diary.records(request.member), diary.PAGE).get_page(request.GET.get("page"))
    return respond(
        request, "groups/people/log.html", {"page": page, "entries": diary.entries(page.object_list)}
    )
