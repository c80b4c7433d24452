"""Turning to the stewards, and reading what they answered."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byturns.conversations import naming
from byturns.conversations import queries as talk
from byturns.conversations.models import Message
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.safety import forms, queries
from byturns.safety.actions import deeds, reporting
from byturns.safety.kinds import Kept, Route
from byturns.safety.models import Act
from byturns.ui.respond import back_to, respond


@opens_with("safety.report")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: MemberRequest, what: str, public_id: str) -> HttpResponse:
    """Report a message or a person to the stewards."""
    return _turn_to_stewards(request, what, public_id, Route.REPORT)


@opens_with("safety.report")
@require_http_methods(["GET", "HEAD", "POST"])
def worried(request: MemberRequest, what: str, public_id: str) -> HttpResponse:
    """Say "I am worried about this person", from a message or a person's page."""
    return _turn_to_stewards(request, what, public_id, Route.WORRIED)


def _turn_to_stewards(request: MemberRequest, what: str, public_id: str, route: Route) -> HttpResponse:
    member = request.member
    message: Message | None = None
    person: Membership | None = None
    if what == "message":
        message = talk.readable(member, public_id)
        if message is None:
            raise Http404
    elif what == "person" and not member.is_guest:
        person = get_object_or_404(Membership.objects.present(), public_id=public_id)
    else:
        raise Http404
    make_form = forms.WorriedForm if route == Route.WORRIED else forms.ReportForm
    form = make_form(request.POST or None)
    if form.is_valid():
        if message is not None:
            reporting.report_message(member=member, message=message, route=route, **form.cleaned_data)
        elif person is not None:
            reporting.report_person(member=member, person=person, route=route, **form.cleaned_data)
        return back_to(
            request,
            reverse("safety:mine", kwargs={"group_slug": member.group.slug}),
            notice=_("Thank you. Everyone who can look at this has been told, now."),
        )
    name = naming.name_of(message) if message is not None else person.display_name if person else ""
    return respond(
        request,
        "safety/report.html",
        {
            "form": form,
            "message": message,
            "note": message.get_note_display() if message is not None and message.note else "",
            "name": name,
            "is_worry": route == Route.WORRIED,
        },
        status=422 if form.errors else 200,
    )


@opens_with("safety.mine")
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """What I told the stewards, and what they did to words of mine."""
    return respond(
        request,
        "safety/mine.html",
        {"reports": queries.mine_with_about(request.member), "acts": queries.done_to(request.member)},
    )


@opens_with("safety.mine")
@require_http_methods(["GET", "HEAD", "POST"])
def my_report(request: MemberRequest, public_id: str) -> HttpResponse:
    """One thing that I told the stewards, what came of it, and a box to add something."""
    found = get_object_or_404(queries.mine(request.member), public_id=public_id)
    form = forms.AddForm(request.POST or None)
    if form.is_valid():
        reporting.add_to_mine(member=request.member, report=found, words=form.cleaned_data["words"])
        return back_to(request, request.path, notice=_("Added. The stewards have been told."))
    (about,) = queries.what_about(request.member, [found])
    added = found.notes.filter(kind=Kept.FROM_REPORTER, by=request.member)
    return respond(
        request,
        "safety/my_report.html",
        {
            "report": found,
            "about": about,
            "added": added,
            "form": form,
            "may_take_back": policy.check(request.member, "safety.take_back", found),
        },
        status=422 if form.errors else 200,
    )


@opens_with("safety.mine")
@require_POST
def take_back(request: MemberRequest, public_id: str) -> HttpResponse:
    """It was a mistake: take back what nobody has looked at yet."""
    found = get_object_or_404(queries.mine(request.member), public_id=public_id)
    reporting.take_back(member=request.member, report=found)
    page = reverse("safety:mine", kwargs={"group_slug": request.member.group.slug})
    return back_to(request, page, notice=_("Taken back. The stewards see that you did, and need do nothing."))


@opens_with("safety.mine")
@require_http_methods(["GET", "HEAD", "POST"])
def told(request: MemberRequest, public_id: str) -> HttpResponse:
    """What stewards did to words of mine, why, and a box to answer."""
    act = get_object_or_404(queries.done_to(request.member), public_id=public_id)
    return _answer(request, act)


@opens_with("safety.mine")
@require_http_methods(["GET", "HEAD", "POST"])
def told_about(request: MemberRequest, what: str, public_id: str) -> HttpResponse:
    """The same, found by the message or conversation itself."""
    act = queries.latest_act_on(request.member, what, public_id)
    if act is None:
        raise Http404
    return _answer(request, act)


def _answer(request: MemberRequest, act: Act) -> HttpResponse:
    form = forms.AnswerForm(request.POST or None)
    if form.is_valid():
        deeds.answer(member=request.member, act=act, words=form.cleaned_data["words"])
        return back_to(request, request.path, notice=_("Sent. The stewards will look at it once more."))
    return respond(
        request, "safety/told.html", {"act": act, "form": form}, status=422 if form.errors else 200
    )
