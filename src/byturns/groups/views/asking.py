"""Pages of somebody who asks to join. They see the welcome, the limits and what is said with them."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byturns.groups import policy
from byturns.groups.access import open_to_all
from byturns.groups.actions import asking as actions
from byturns.groups.forms.door import ApplicantWordsForm, AskForm
from byturns.groups.models import Application, Group
from byturns.groups.queries import agreement as agreements
from byturns.groups.queries import door as queries
from byturns.groups.queries import privacy as privacy_queries
from byturns.groups.scoping import in_group
from byturns.groups.views.ways import as_html, home_of
from byturns.people import door, whoami
from byturns.people.models import Account, Person
from byturns.people.onward import carrying
from byturns.ui.respond import back_to, respond


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link that may be passed on leads: the welcome, the limits, and the way to ask."""
    group = queries.group_of_join_link(token)
    if group is None:
        return respond(request, "groups/door/join_dead.html", status=404)
    ask_page = reverse("groups:ask", kwargs={"token": token})
    if request.method == "POST":
        if request.user.is_authenticated:
            return redirect(ask_page)
        door.open_for(request, ask_page)
        return redirect(carrying(reverse("account_request_login_code"), ask_page))
    with in_group(group):
        now = agreements.current()
    return respond(
        request,
        "groups/door/join.html",
        {
            "its_group": group,
            "welcome": as_html(group.welcome),
            "limits": as_html(now.limits) if now else "",
            "privacy_url": reverse("groups:join_privacy", kwargs={"token": token}),
        },
    )


@open_to_all
@require_safe
def join_privacy(request: HttpRequest, token: str) -> HttpResponse:
    """What is kept about people, to read before asking."""
    group = queries.group_of_join_link(token)
    if group is None:
        raise Http404
    return respond(
        request,
        "groups/agreement/privacy_open.html",
        {
            "notice": privacy_queries.notice(group),
            "back": reverse("groups:join", kwargs={"token": token}),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """The form with the group's questions, for who has signed in with a code."""
    group = queries.group_of_join_link(token)
    if group is None:
        return respond(request, "groups/door/join_dead.html", status=404)
    account = cast("Account", request.user)
    person: Person | None = getattr(request, "person", None)
    if person is None and account.people.exists():
        return redirect(carrying(reverse("people:which"), request.path))
    if person is not None and (there := _where_already(group, person)) is not None:
        return redirect(there)
    with in_group(group):
        form = AskForm(request.POST or None, questions=list(queries.questions()))
    if form.is_valid():
        try:
            application = actions.ask(
                group=group,
                account=account,
                person=person,
                name=form.cleaned_data["name"],
                answers=form.answers(),
                says_carer_over_18=form.cleaned_data["says_carer"],
            )
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            if person is None and application.person is not None:
                whoami.become(request, application.person)
            return back_to(request, _page_of(application), _("Thank you. It is with the group now."))
    return respond(
        request,
        "groups/door/ask.html",
        {"form": form, "privacy_url": reverse("groups:join_privacy", kwargs={"token": token})},
        status=422 if form.errors else 200,
    )


def _where_already(group: Group, person: Person) -> str | None:
    """The page of somebody who is in already, or has asked already."""
    membership = queries.membership_here(group, person)
    if membership is not None and membership.is_present:
        return home_of(membership)
    application = queries.open_application(group, person)
    return _page_of(application) if application is not None else None


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the applicant wrote, what was answered, and a box to go on. For her only."""
    person, application = _own(request, public_id)
    form = ApplicantWordsForm(request.POST or None)
    if form.is_valid():
        try:
            actions.write(person=person, application=application, words=form.cleaned_data["words"])
        except ValidationError as fault:
            form.add_error(None, fault)
        except policy.NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            return back_to(request, request.path, _("Sent."))
    with in_group(application.group_id):
        words = list(queries.words_for_applicant(application))
    return respond(
        request,
        "groups/door/asked.html",
        {
            "asking": application,
            "is_open": application.state == Application.State.OPEN,
            "words": words,
            "form": form,
        },
        status=422 if form.errors else 200,
    )


@require_POST
def asked_take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """The applicant takes it back; all of it is deleted."""
    person, application = _own(request, public_id)
    actions.take_back(person=person, application=application)
    return back_to(request, "/", _("You have taken it back. What you wrote is deleted."))


def _own(request: HttpRequest, public_id: str) -> tuple[Person, Application]:
    """The person here and her own asking; 404 for everybody else's."""
    person: Person | None = getattr(request, "person", None)
    application = queries.application_of(person, public_id) if person is not None else None
    if person is None or application is None:
        raise Http404
    return person, application


def _page_of(application: Application) -> str:
    return reverse("groups:asked", kwargs={"public_id": application.public_id})
