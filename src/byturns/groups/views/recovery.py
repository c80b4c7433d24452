"""Letting a member in at a new e-mail address."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from byturns.groups import policy
from byturns.groups.access import MemberRequest, at_the_door, opens_with
from byturns.groups.actions import pins
from byturns.groups.actions import recovery as actions
from byturns.groups.forms.recovery import PinForm, RecoveryForm, VouchForm
from byturns.groups.models import Recovery
from byturns.groups.queries import stewarding
from byturns.groups.views.directory import find
from byturns.ui.respond import back_to, respond


@opens_with("groups.recover", factor=True)
def open_recovery(request: MemberRequest, person: str) -> HttpResponse:
    """A steward begins, and names a second person."""
    whom = find(request, person)
    verdict = policy.check(request.member, "groups.recover", whom)
    form = RecoveryForm(request.POST or None, member=request.member, whom=whom)
    if verdict and form.is_valid():
        try:
            made = actions.open_(member=request.member, whom=whom, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            return back_to(
                request,
                reverse("groups:recovery", args=[request.member.group.slug, made.public_id]),
                _("Begun. The second person has been asked by mail."),
            )
    context = {"whom": whom, "form": form, "verdict": verdict}
    return respond(request, "groups/people/open_recovery.html", context, status=422 if form.errors else 200)


@opens_with("groups.reset_pin", factor=True)
def reset_pin(request: MemberRequest, person: str) -> HttpResponse:
    """Take away a PIN that a member has forgotten; whether there was one is not said."""
    whom = find(request, person)
    verdict = policy.check(request.member, "groups.reset_pin", whom)
    form = PinForm(request.POST if request.method == "POST" else None)
    if verdict and form.is_valid():
        pins.take_away(member=request.member, whom=whom)
        page = reverse("groups:person", args=[request.member.group.slug, whom.public_id])
        return back_to(request, page, _("If there was a PIN, it is gone, and they have been told by mail."))
    context = {"whom": whom, "form": form, "verdict": verdict}
    return respond(request, "groups/people/reset_pin.html", context, status=422 if form.errors else 200)


@at_the_door
@opens_with("groups.stop_recovery", factor=True)
def recovery(request: MemberRequest, recovery: str) -> HttpResponse:
    """How far it is; the second says yes here, and anyone concerned can stop it."""
    found = _find(request, recovery)
    may_vouch = policy.check(request.member, "groups.vouch", found)
    form = VouchForm(request.POST or None) if may_vouch else None
    if form is not None and form.is_valid():
        actions.vouch(member=request.member, recovery=found, in_person=form.cleaned_data["in_person"])
        return back_to(request, _back(request), _("Thank you. They can sign in soon."))
    status = 422 if form is not None and form.errors else 200
    context = {"recovery": found, "form": form, "may_vouch": may_vouch}
    return respond(request, "groups/people/recovery.html", context, status=status)


@at_the_door
@require_POST
@opens_with("groups.stop_recovery", factor=True)
def stop_recovery(request: MemberRequest, recovery: str) -> HttpResponse:
    """Stop it."""
    actions.stop(member=request.member, recovery=_find(request, recovery))
    return back_to(request, _back(request), _("Stopped. The e-mail address stays as it was."))


def _find(request: MemberRequest, recovery: str) -> Recovery:
    found: Recovery = get_object_or_404(stewarding.recoveries_for(request.member), public_id=recovery)
    return found


def _back(request: MemberRequest) -> str:
    return reverse("groups:me", args=[request.member.group.slug])
