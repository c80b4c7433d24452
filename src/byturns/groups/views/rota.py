"""Who is on duty when, and swapping a day."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from byturns.core import clock
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import rota as actions
from byturns.groups.forms.rota import OfferedForm
from byturns.groups.queries import rota as queries
from byturns.ui.respond import back_to, respond


@opens_with("groups.see_rota")
@require_http_methods(["GET", "HEAD", "POST"])
def rota(request: MemberRequest) -> HttpResponse:
    """The weeks ahead; a listener says here when she can."""
    member = request.member
    if request.method == "POST":
        policy.require(member, "groups.offer_days")
    offered = queries.offered_by(member)
    form = OfferedForm(
        request.POST if request.method == "POST" else None,
        initial={"weekdays": sorted(offered.days), "most": offered.most},
    )
    if form.is_valid():
        actions.offer_days(member=member, **form.cleaned_data)
        return back_to(request, _rota_of(request), _("Kept. The plan follows."))
    days = queries.days_of(member, clock.today(member.group.zone))
    context = {
        "form": form,
        "offered": offered.weekdays,
        "days": days,
        "kept": queries.is_kept(),
        "gaps": len(queries.gaps(days)),
    }
    return respond(request, "groups/people/rota.html", context, status=422 if form.errors else 200)


@opens_with("groups.see_rota")
@require_http_methods(["GET", "HEAD", "POST"])
def duty_day(request: MemberRequest, day: str) -> HttpResponse:
    """One day, with one button: take it, or ask the others to."""
    member, on = request.member, _day(day)
    today = clock.today(member.group.zone)
    if not today <= on <= queries.days_ahead(today)[-1]:
        raise Http404
    duty = queries.duty_of(on)
    mine = duty is not None and duty.listener_id == member.pk
    if request.method == "POST" and duty is not None and mine and "out" in request.POST:
        actions.ask_swap(member=member, duty=duty)
        return back_to(
            request, _rota_of(request), _("The others are asked. It stays yours until one takes it.")
        )
    fault = ""
    if request.method == "POST":
        try:
            actions.take_day(member=member, day=on)
        except ValidationError as wrong:
            fault = " ".join(wrong.messages)
        else:
            return back_to(request, _rota_of(request), _("It is yours. Thank you."))
    context = {
        "day": on,
        "duty": duty,
        "mine": mine,
        "fault": fault,
        "verdict": policy.check(member, "groups.take_day", duty),
    }
    return respond(request, "groups/people/duty_day.html", context, status=422 if fault else 200)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Http404 from None


def _rota_of(request: MemberRequest) -> str:
    return reverse("groups:rota", args=[request.member.group.slug])
