"""What several members know: reading a page, gathering for it, its versions, looking at it together."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from byturns.core import clock
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.knowledge import actions, gathering, queries
from byturns.knowledge.forms_page import LookForm, StartForm
from byturns.knowledge.models import Experience, Page
from byturns.knowledge.views import addresses
from byturns.ui.respond import back_to, respond

HALF_A_YEAR = timedelta(days=182)


def find(request: HttpRequest, page_id: str) -> tuple[Membership, Page]:
    """The reader, and the page if it is open to her. Raises Http404."""
    member = cast("MemberRequest", request).member
    found = queries.page(member, page_id)
    if found is None:
        raise Http404
    return member, found


@opens_with("knowledge.start_page")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin a page on a subject."""
    member = cast("MemberRequest", request).member
    form = StartForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        made = actions.start_page(member=member, title=said["title"], once=said["once"])
        return back_to(request, f"{addresses.page(member, made)}gather/")
    return respond(request, "knowledge/start_page.html", {"form": form}, status=422 if form.is_bound else 200)


@opens_with("knowledge.read")
@require_safe
def page(request: HttpRequest, page_id: str) -> HttpResponse:
    """What members tell, side by side, and what they have written about it."""
    member, found = find(request, page_id)
    return respond(request, "knowledge/page.html", {"page": found, "sheet": queries.whole(member, found)})


@opens_with("knowledge.read")
@require_http_methods(["GET", "HEAD", "POST"])
def gather(request: HttpRequest, page_id: str) -> HttpResponse:
    """Likely passages for who writes the page; one button each asks its teller."""
    member, found = find(request, page_id)
    if request.method == "POST":
        experience = (
            Experience.objects.visible_to(member)
            .filter(public_id=request.POST.get("experience", ""))
            .select_related("teller__person__account")
            .first()
        )
        if experience is None:
            raise Http404
        actions.ask_for_page(member=member, page=found, experience=experience)
        own = experience.teller_id == member.pk
        notice = _("It stands on the page.") if own else _("Asked. It stands on the page once they say yes.")
        return back_to(request, f"{addresses.page(member, found)}gather/", notice=notice)
    return respond(
        request,
        "knowledge/gather.html",
        {
            "page": found,
            "candidates": queries.candidates(member, found, gathering.gather(member, found.title)),
        },
    )


@opens_with("knowledge.read")
@require_safe
def before(request: HttpRequest, page_id: str) -> HttpResponse:
    """Every line with its versions and what changed between them."""
    _member, found = find(request, page_id)
    return respond(request, "knowledge/before.html", {"page": found, "lines": queries.changes(found)})


@opens_with("knowledge.read")
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, page_id: str) -> HttpResponse:
    """Write down that the group has looked at it, and when it will again."""
    member, found = find(request, page_id)
    today = clock.today(member.group.zone)
    form = LookForm(
        request.POST or None,
        members=list(Membership.objects.full().listed_for(member).order_by("display_name", "pk")),
        today=today,
        initial={"next_look": today + HALF_A_YEAR, "next_by": member.public_id},
    )
    if form.is_valid():
        actions.look_together(
            member=member, page=found, next_look=form.cleaned_data["next_look"], next_by=form.who
        )
        return back_to(request, addresses.page(member, found), notice=_("Written down."))
    return respond(
        request, "knowledge/look.html", {"form": form, "page": found}, status=422 if form.is_bound else 200
    )
