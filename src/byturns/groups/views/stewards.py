"""Looking after the group."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from byturns.groups import policy, slots
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import stewards as actions
from byturns.groups.forms.stewards import HearersForm, ListenersForm, OfferForm
from byturns.groups.models import StewardOffer
from byturns.groups.queries import rota, stewarding
from byturns.ui.respond import back_to, respond


@opens_with("groups.see_stewarding")
@require_safe
def looking_after(request: MemberRequest) -> HttpResponse:
    """Who looks after the group; for stewards also what there is to do."""
    duties = stewarding.duties()
    context: dict[str, Any] = {
        "duties": duties,
        "slots": slots.filled("looking_after", request.member),
    }
    if request.member.is_steward:
        context |= {
            "offers": list(stewarding.open_offers()),
            "guests": duties.guests,
            "recoveries": list(stewarding.recoveries_for(request.member)),
            "gaps": rota.count_of_gaps(request.member) if duties.listeners else 0,
        }
    return respond(request, "groups/people/looking_after.html", context)


@opens_with("groups.see_everybody", factor=True)
@require_safe
def everybody(request: MemberRequest) -> HttpResponse:
    """All members, for a steward on duty: those who hide from the People page too."""
    return respond(request, "groups/people/everybody.html", {"rows": list(stewarding.everybody())})


@opens_with("groups.offer_stewarding", factor=True)
def offer_stewarding(request: MemberRequest) -> HttpResponse:
    """Ask a member to be a steward too."""
    form = OfferForm(request.POST or None)
    if form.is_valid():
        verdict = policy.check(request.member, "groups.offer_stewarding", form.cleaned_data["whom"])
        if verdict:
            actions.offer(member=request.member, whom=form.cleaned_data["whom"])
            return back_to(request, _here(request), _("Asked. They are a steward once they say yes."))
        form.add_error("whom", str(verdict.reason))
    status = 422 if form.errors else 200
    return respond(request, "groups/people/offer_stewarding.html", {"form": form}, status=status)


@require_POST
@opens_with("groups.offer_stewarding", factor=True)
def take_back_offer(request: MemberRequest, offer: str) -> HttpResponse:
    """Take the question back."""
    found = get_object_or_404(StewardOffer, public_id=offer, answered_at=None)
    actions.take_back(member=request.member, offer=found)
    return back_to(request, _here(request), _("Taken back."))


@opens_with("groups.answer_offer")
def answer_offer(request: MemberRequest, offer: str) -> HttpResponse:
    """Would I be a steward? What it means, yes or no."""
    found = get_object_or_404(StewardOffer, public_id=offer, whom=request.member)
    if request.method == "POST":
        yes = request.POST.get("answer") == "yes"
        actions.answer(member=request.member, offer=found, yes=yes)
        if yes:
            return back_to(
                request,
                reverse("groups:looking_after", args=[request.member.group.slug]),
                _("Thank you. You are a steward now. You need a second step when you sign in."),
            )
        return back_to(request, reverse("groups:me", args=[request.member.group.slug]), _("That is fine."))
    context = {"offer": found, "verdict": policy.check(request.member, "groups.accept_offer", found)}
    return respond(request, "groups/people/answer_offer.html", context)


@opens_with("groups.see_step_down", factor=True)
def step_down(request: MemberRequest) -> HttpResponse:
    """Stop being a steward."""
    verdict = policy.check(request.member, "groups.step_down")
    if request.method == "POST":
        actions.step_down(member=request.member)
        return back_to(request, _here(request), _("You are a member like the others now. Thank you."))
    return respond(request, "groups/people/step_down.html", {"verdict": verdict})


@opens_with("groups.name_duties", factor=True)
def listeners(request: MemberRequest) -> HttpResponse:
    """Say who the listeners are."""
    form = ListenersForm(
        request.POST if request.method == "POST" else None,
        initial={"whom": [row.public_id for row in stewarding.duties().listeners]},
    )
    if form.is_valid():
        actions.name_listeners(member=request.member, whom=list(form.cleaned_data["whom"]))
        return back_to(request, _here(request), _("Kept."))
    status = 422 if form.errors else 200
    return respond(request, "groups/people/listeners.html", {"form": form}, status=status)


@opens_with("groups.name_duties", factor=True)
def hearers(request: MemberRequest) -> HttpResponse:
    """Name the two members who hear reports about a steward."""
    form = HearersForm(
        request.POST if request.method == "POST" else None,
        initial={"whom": [row.public_id for row in stewarding.duties().hearers]},
    )
    if form.is_valid():
        try:
            actions.name_hearers(member=request.member, whom=list(form.cleaned_data["whom"]))
        except ValidationError as fault:
            form.add_error("whom", fault)
        else:
            return back_to(request, _here(request), _("Kept."))
    status = 422 if form.errors else 200
    return respond(request, "groups/people/hearers.html", {"form": form}, status=status)


def _here(request: MemberRequest) -> str:
    return reverse("groups:looking_after", args=[request.member.group.slug])
