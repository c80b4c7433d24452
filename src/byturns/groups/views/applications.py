"""Pages of the group about who asks to join: reading, talking, objecting in private, deciding."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byturns.core import clock
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import applications as actions
from byturns.groups.actions import questions as question_actions
from byturns.groups.forms.door import LetInForm, MemberWordsForm, RefuseForm
from byturns.groups.forms.setup import QuestionsForm, as_lines
from byturns.groups.models import Application
from byturns.groups.queries import door as queries
from byturns.ui.respond import back_to, respond

PAGE = 30


@opens_with("groups.applications")
@require_safe
def applications(request: MemberRequest) -> HttpResponse:
    """Who asks to join now; for stewards also what was decided."""
    decided = Paginator(queries.decided_applications(), PAGE) if request.member.is_steward else None
    return respond(
        request,
        "groups/door/applications.html",
        {
            "waiting": queries.open_applications(),
            "decided": decided.get_page(request.GET.get("page")) if decided else None,
        },
    )


@opens_with("groups.applications")
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: MemberRequest, public_id: str) -> HttpResponse:
    """What somebody wrote who asks to join, and the talk with her."""
    member = request.member
    found = _find(public_id)
    form = MemberWordsForm(request.POST or None)
    if form.is_valid():
        try:
            actions.write(member=member, application=found, **form.cleaned_data)
        except policy.NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            quiet = clock.now() < found.quiet_until
            said = _("Sent. It reaches them when the quiet time is over.") if quiet else _("Sent.")
            return back_to(request, request.path, said)
    return respond(
        request,
        "groups/door/application.html",
        {
            "asking": found,
            "is_open": found.state == Application.State.OPEN,
            "is_quiet": clock.now() < found.quiet_until,
            "words": queries.words_for_members(found),
            "minds": queries.said_not_while(member, found),
            "objections": queries.objections(found) if member.is_steward else None,
            "earlier": queries.earlier_of(found) if member.is_steward else None,
            "was_here": queries.was_here(found) if member.is_steward else None,
            "form": form,
        },
        status=422 if form.errors else 200,
    )


@opens_with("groups.applications")
@require_POST
def not_while(request: MemberRequest, public_id: str) -> HttpResponse:
    """Tell the stewards "not while I am here", or take that back."""
    found = _find(public_id)
    if "back" in request.POST:
        actions.take_back_not_while(member=request.member, application=found)
        said = _("You have taken it back.")
    else:
        actions.say_not_while_i_am_here(member=request.member, application=found)
        said = _("The stewards know. Nobody else does, and the person who asks never will.")
    return back_to(request, _page_of(request, found), said)


@opens_with("groups.objections", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def let_in(request: MemberRequest, public_id: str) -> HttpResponse:
    """A steward lets somebody in."""
    found = _find(public_id)
    objections = queries.objections(found)
    form = LetInForm(request.POST if request.method == "POST" else None, objections=objections.exists())
    if request.method == "POST" and form.is_valid():
        try:
            actions.let_in(
                member=request.member, application=found, talked=form.cleaned_data.get("talked", False)
            )
        except ValidationError as fault:
            form.add_error(None, fault)
        except policy.NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            return back_to(request, _list(request), _("They are in, and a mail tells them."))
    return respond(
        request,
        "groups/door/let_in.html",
        {"form": form, "asking": found, "objections": objections},
        status=422 if form.errors else 200,
    )


@opens_with("groups.objections", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: MemberRequest, public_id: str) -> HttpResponse:
    """A steward does not let somebody in, with kind words for her and a reason for the record."""
    found = _find(public_id)
    form = RefuseForm(request.POST or None)
    if form.is_valid():
        try:
            actions.refuse(member=request.member, application=found, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        except policy.NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            return back_to(request, _list(request), _("They are told. The reason is kept for the stewards."))
    return respond(
        request,
        "groups/door/refuse.html",
        {"form": form, "asking": found},
        status=422 if form.errors else 200,
    )


@opens_with("groups.questions", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: MemberRequest) -> HttpResponse:
    """A steward changes the questions to those who want to join."""
    standing = as_lines([one.words for one in queries.questions()])
    form = QuestionsForm(request.POST if request.method == "POST" else None, initial={"questions": standing})
    if request.method == "POST" and form.is_valid():
        question_actions.put(member=request.member, asked=form.cleaned_data["questions"].split("\n"))
        return back_to(request, request.path, _("These questions are asked from now on."))
    return respond(request, "groups/door/questions.html", {"form": form}, status=422 if form.errors else 200)


def _find(public_id: str) -> Application:
    return get_object_or_404(
        Application.objects.exclude(state=Application.State.WITHDRAWN), public_id=public_id
    )


def _list(request: MemberRequest) -> str:
    return reverse("groups:applications", kwargs={"group_slug": request.member.group.slug})


def _page_of(request: MemberRequest, found: Application) -> str:
    return reverse(
        "groups:application", kwargs={"group_slug": request.member.group.slug, "public_id": found.public_id}
    )
