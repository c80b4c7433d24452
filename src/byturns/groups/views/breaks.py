"""One's own pace: a break until a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from byturns.core import clock
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import breaks as actions
from byturns.groups.forms.breaks import BreakForm
from byturns.groups.views.directory import whose
from byturns.groups.views.ways import home_of
from byturns.ui.respond import back_to, respond


def _presets(today: date) -> list[tuple[str, str]]:
    days = [(7, _("One week")), (14, _("Two weeks")), (28, _("Four weeks")), (91, _("Three months"))]
    return [((today + timedelta(days=n)).isoformat(), label) for n, label in days]


@opens_with("groups.rest")
def pace(request: MemberRequest) -> HttpResponse:
    """Take a break with one press, or until a day of one's own; change it, or end it."""
    return _pace(request, None)


@opens_with("groups.rest", factor=True)
def pace_for(request: MemberRequest, person: str) -> HttpResponse:
    """The same for a member whom one types for."""
    return _pace(request, person)


def _pace(request: MemberRequest, person: str | None) -> HttpResponse:
    whom, typist = whose(request, person)
    today = clock.today(whom.group.zone)
    if request.method == "POST" and "end" in request.POST:
        actions.end(member=whom, typed_by=typist)
        onto = home_of(request.member) if typist is None and "home" in request.POST else request.path
        return back_to(request, onto, _("The break is over. Nobody was told."))
    form = BreakForm(request.POST or None)
    if form.is_valid():
        try:
            actions.take(member=whom, until=form.cleaned_data["until"], typed_by=typist)
        except ValidationError as fault:
            form.add_error("until", fault)
        else:
            return back_to(request, request.path, _("Rest well. Nothing is waiting for you."))
    context = {
        "form": form,
        "presets": _presets(today),
        "resting": whom.on_break(today),
        "whom": whom,
        "typist": typist,
    }
    return respond(request, "groups/people/pace.html", context, status=422 if form.errors else 200)
