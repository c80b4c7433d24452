"""Pages that need no sign-in: help right now, and writing to the stewards from outside."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from byturns.core import pace
from byturns.groups import queries as group_queries
from byturns.groups.access import MemberRequest, open_to_all, opens_with
from byturns.groups.scoping import in_group
from byturns.safety import forms, signposts
from byturns.safety.actions import reporting
from byturns.safety.kinds import Route, Severity
from byturns.safety.models import LocalNumber
from byturns.ui.respond import back_to, respond


@open_to_all
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Numbers to ring now. Somebody signed in also finds the way to the numbers of their own groups."""
    person = getattr(request, "person", None)
    own = []
    for membership in group_queries.memberships_of(person) if person is not None else []:
        with in_group(membership.group_id):
            if LocalNumber.objects.exists():
                own.append(membership)
    return respond(request, "safety/help.html", {"posts": signposts.here(), "own": own})


@opens_with("safety.help")
@require_safe
def group_help(request: MemberRequest) -> HttpResponse:
    """The same with the group's own numbers, and when somebody usually looks."""
    return respond(
        request,
        "safety/group_help.html",
        {"posts": signposts.here(), "local": LocalNumber.objects.all()},
    )


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to the stewards of a group without an account. Says the same whatever is true of `slug`."""
    form = forms.OutsideForm(request.POST or None)
    if form.is_valid():
        who = get_adapter().get_client_ip(request)
        if pace.too_fast(f"contact:{who}", times=5, seconds=3600) or pace.too_fast(
            f"contact-to:{slug}", times=60, seconds=3600
        ):
            form.add_error(
                None, _("Too many were sent in a short time. Nothing was sent now: please try in an hour.")
            )
            return respond(request, "safety/contact.html", {"form": form}, status=429)
        said = form.cleaned_data
        reporting.write_from_outside(
            slug=slug,
            route=said["route"],
            severity=Severity.SOON if said["route"] == Route.WORRIED else Severity.HOUSE,
            words=said["words"],
            answer_to=said["answer_to"],
            about_stewards=said["about_stewards"],
        )
        return back_to(request, "safety:contacted")
    return respond(request, "safety/contact.html", {"form": form}, status=422 if form.errors else 200)


@open_to_all
@require_safe
def contacted(request: HttpRequest) -> HttpResponse:
    """What was sent was sent; whether there is such a group is not said."""
    return respond(request, "safety/contacted.html")
