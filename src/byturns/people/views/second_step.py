"""Showing the second factor: on a new device, and again before a steward's acts."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from byturns.people import factor, kept, passkeys, remembered, stages
from byturns.people.asking import Asked, of_a_person
from byturns.people.forms import AgainForm, SecondStepForm
from byturns.people.onward import onward
from byturns.ui import look
from byturns.ui.respond import respond


@login_stage_required(stage=stages.SecondStep.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
def at_the_door(request: HttpRequest) -> HttpResponseBase:
    """Ask for it while signing in; the device may be remembered unless others use it."""
    stage: Any = request._login_stage  # type: ignore[attr-defined]
    account = stage.login.user
    if passkeys.wants_options(request):
        return passkeys.options_to_show(account)
    shared = look.read(request).shared
    form = SecondStepForm(request.POST if "code" in request.POST else None, user=account)
    shown = False
    if "credential" in request.POST:
        shown = passkeys.second_step_with(request, account)
    elif form.is_valid():
        form.save()
        shown = True
    if shown:
        response: HttpResponseBase = stage.exit()
        if request.POST.get("remember") and not shared:
            remembered.remember(request, response, account)
        return response
    return _page(request, "people/second_step.html", form, account, may_remember=not shared)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_person
def again(request: Asked) -> HttpResponseBase:
    """Ask for it again, then go on: to the form that was being sent, or to the page that was asked for."""
    account = request.user
    if not factor.has_one(account):
        return redirect("people:factor")
    if passkeys.wants_options(request):
        return passkeys.options_to_show(account)
    form = AgainForm(request.POST if "code" in request.POST else None, user=account)
    shown = False
    if "credential" in request.POST:
        shown = passkeys.again_with(request, account)
    elif form.is_valid():
        form.save()
        shown = True
    if shown:
        return redirect(onward(request))
    return _page(request, "people/again.html", form, account, onto=onward(request, ""))


def _page(request: HttpRequest, template: str, form: Any, account: Any, **more: Any) -> HttpResponseBase:
    wrong_passkey = "credential" in request.POST
    return respond(
        request,
        template,
        {
            "form": form,
            "fault": _("That passkey is not known here. Try a code.") if wrong_passkey else "",
            "has_passkey": factor.has_passkey(account),
            "has_codes": factor.has_codes(account),
            **more,
        },
        status=422 if form.errors or wrong_passkey else 200,
    )


@require_safe
@of_a_person
def send_on(request: Asked) -> HttpResponseBase:
    """The form that was being sent when the second factor was asked: one button sends it now."""
    return respond(request, "people/send_on.html", {"kept": kept.waiting(request)})
