"""Small closed circles."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import circles as actions
from byturns.groups.forms.circles import AskForm, CircleForm
from byturns.groups.models import Circle
from byturns.groups.queries import circles as queries
from byturns.ui.respond import back_to, respond


@opens_with("groups.circles")
@require_safe
def circles(request: MemberRequest) -> HttpResponse:
    """My circles, and those I am asked into; a steward also sees that others exist."""
    member = request.member
    context = {
        "mine": list(queries.mine(member)),
        "asked": list(queries.asked_into(member)),
        "others": list(queries.others(member)) if member.is_steward else [],
    }
    return respond(request, "groups/people/circles.html", context)


@opens_with("groups.circles")
def start_circle(request: MemberRequest) -> HttpResponse:
    """Start one; the page says first who reads what."""
    form = CircleForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.start(member=request.member, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            return back_to(request, _address(request, made), _("The circle is there. Now ask somebody in."))
    status = 422 if form.errors else 200
    return respond(request, "groups/people/start_circle.html", {"form": form}, status=status)


@opens_with("groups.circles")
def circle(request: MemberRequest, circle: str) -> HttpResponse:
    """Who is in it; ask others, leave, close. Only for the people in it."""
    found = _find(request, circle)
    form = AskForm(request.POST or None, member=request.member, circle=found)
    if form.is_valid():
        actions.ask(member=request.member, circle=found, whom=form.cleaned_data["whom"])
        return back_to(request, _address(request, found), _("Asked. They are in it once they say yes."))
    context = {"circle": found, "form": form, "people": list(queries.people_in(found))}
    return respond(request, "groups/people/circle.html", context, status=422 if form.errors else 200)


@require_POST
@opens_with("groups.circles")
def answer_circle(request: MemberRequest, circle: str) -> HttpResponse:
    """Yes or no to being asked."""
    row = get_object_or_404(queries.asked_into(request.member), circle__public_id=circle)
    yes = request.POST.get("answer") == "yes"
    actions.answer(member=request.member, circle=row.circle, yes=yes)
    if yes:
        return back_to(request, _address(request, row.circle), _("You are in it now."))
    return back_to(request, _all(request), _("That is fine. Nobody is told."))


@require_POST
@opens_with("groups.circles")
def leave_circle(request: MemberRequest, circle: str) -> HttpResponse:
    """Go out of a circle."""
    actions.leave(member=request.member, circle=_find(request, circle))
    return back_to(request, _all(request), _("You have left the circle."))


@require_POST
@opens_with("groups.circles")
def close_circle(request: MemberRequest, circle: str) -> HttpResponse:
    """Close a circle for all in it."""
    actions.close(member=request.member, circle=_find(request, circle))
    return back_to(request, _all(request), _("The circle is closed."))


def _find(request: MemberRequest, circle: str) -> Circle:
    found: Circle = get_object_or_404(queries.mine(request.member), public_id=circle)
    return found


def _all(request: MemberRequest) -> str:
    return reverse("groups:circles", args=[request.member.group.slug])


def _address(request: MemberRequest, circle: Circle) -> str:
    return reverse("groups:circle", args=[request.member.group.slug, circle.public_id])
