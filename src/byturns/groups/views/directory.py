"""The People page, and each person's page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.groups.queries import directory, stewarding
from byturns.groups.queries import typing as typing_queries
from byturns.ui.respond import respond


def find(request: MemberRequest, person: str) -> Membership:
    """The person whom the address names, or 404: nobody learns whether there ever was one."""
    found: Membership = get_object_or_404(
        directory.findable(request.member).select_related("person__account", "group"), public_id=person
    )
    return found


def whose(request: MemberRequest, person: str | None) -> tuple[Membership, Membership | None]:
    """Whose page it is, and who types: herself and nobody, or the member typed for and the typist.

    404 when she has not named this member, or can do it herself.
    """
    if person is None:
        return request.member, None
    whom = find(request, person)
    if not policy.check(request.member, "groups.act_for", whom):
        raise Http404
    return whom, request.member


def page_of(whom: Membership, typist: Membership | None) -> str:
    """Where to go after something was kept: one's own page, or the page of who was typed for."""
    slug = whom.group.slug
    if typist is None:
        return reverse("groups:me", args=[slug])
    return reverse("groups:person", args=[slug, whom.public_id])


@opens_with("groups.people")
@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Everybody who wants to be found, by name."""
    page = Paginator(directory.people(request.member), directory.PAGE).get_page(request.GET.get("page"))
    offer = stewarding.open_offer_to(request.member)
    return respond(request, "groups/people/people.html", {"page": page, "offer": offer})


@opens_with("groups.people")
@require_safe
def person(request: MemberRequest, person: str) -> HttpResponse:
    """Somebody's page: what she likes and knows first, and how I can keep away from her."""
    whom = find(request, person)
    context = {
        "whom": whom,
        "lines": directory.lines_of(whom, request.member),
        "distance": directory.distance(request.member, whom),
        "types_for": whom in typing_queries.may_type_for(request.member),
        "itself": whom.pk == request.member.pk,
    }
    return respond(request, "groups/people/person.html", context)
