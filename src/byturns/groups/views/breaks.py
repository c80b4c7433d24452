"""One's own pace: a break until a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from byturns.core import clock
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import breaks as actions
from byturns.groups.forms.breaks import BreakForm
from byturns.ui.respond import back_to, respond


def _presets(today: date) -> list[tuple[str, str]]:
    days = [(7, _("One week")), (14, _("Two weeks")), (28, _("Four weeks")), (91, _("Three months"))]
    return [((today + timedelta(days=n)).isoformat(), label) for n, label in days]


@opens_with("groups.rest")
def pace(request: MemberRequest) -> HttpResponse:
    """Take a break with one press, or until a day of one's own; change it, or end it."""
    member = request.member
    here = reverse("groups:pace", args=[member.group.slug])
    today = clock.today(member.group.zone)
    if request.method == "POST" and "end" in request.POST:
        actions.end(member=member)
        return back_to(request, here, _("Your break is over. Nobody was told."))
    form = BreakForm(request.POST or None)
    if form.is_valid():
        try:
            actions.take(member=member, until=form.cleaned_data["until"])
        except ValidationError as fault:
            form.add_error("until", fault)
        else:
            return back_to(request, here, _("Rest well. Nothing is waiting for you."))
    context = {"form": form, "presets": _presets(today), "resting": member.on_break(today)}
    return respond(request, "groups/people/pace.html", context, status=422 if form.errors else 200)
