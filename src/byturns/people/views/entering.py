"""Signing in by a code or a passkey, and signing out."""

from __future__ import annotations

from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from byturns.people import codes, door, kept, parting, passkeys, whoami
from byturns.people.forms import AddressForm, CodeForm
from byturns.people.onward import onward
from byturns.ui.respond import back_to, respond


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for an address and send a code there; the next page is the same for every address."""
    onto = onward(request, "")
    if request.user.is_authenticated:
        return redirect(onto or door.leads_to(request) or "/")
    form = AddressForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if codes.may_ask(request, email):
            codes.Code.send_to(request, email, may_make=door.is_open(request), leads_to=onto)
            return redirect("account_confirm_login_code")
        form.add_error(None, _("You have asked for many codes. Wait a quarter of an hour, then try again."))
    return respond(
        request,
        "people/sign_in.html",
        {
            "form": form,
            "onto": onto,
            "words_wait": kept.waiting(request) is not None,
            "may_ask_to_join": door.is_open(request),
        },
        status=422 if form.errors else 200,
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code that was sent. Five wrong ones, or 15 minutes, and another is needed."""
    waiting = None if request.user.is_authenticated else codes.Code.waiting(request)
    if waiting is None:
        return _another_is_needed(request)
    if request.POST.get("act") == "again" and waiting.can_resend:
        waiting.resend()
        return back_to(request, "account_confirm_login_code", _("We have sent another code."))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not codes.may_guess(request):
            form.add_error(None, _("Too many wrong codes came from here. Wait an hour, then try again."))
        elif not waiting.may_try():
            waiting.abort()
            return _another_is_needed(request)
        elif waiting.is_right(form.cleaned_data["code"]):
            return waiting.finish()
        elif waiting.record_invalid_attempt():
            form.add_error("code", _("That is not the code. Look at the newest mail and type it again."))
        else:
            return _another_is_needed(request)
    return respond(
        request,
        "people/code.html",
        {"form": form, "email": waiting.email, "may_resend": waiting.can_resend},
        status=422 if form.errors else 200,
    )


def _another_is_needed(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        messages.warning(request, _("That code is no longer good. Ask for another one."))
    return redirect("account_request_login_code")


@login_not_required
@require_POST
def passkey(request: HttpRequest) -> HttpResponseBase:
    """Sign in with a passkey alone: it is as good as code and second step together."""
    if passkeys.wants_options(request):
        return passkeys.options_to_show(None)
    shown = passkeys.sign_in_with(request) if codes.may_guess(request) else None
    # Who moved to another mailbox opens this one no more, also with a passkey of before.
    person = None if shown is None else passkeys.owner(shown)
    if shown is None or person is None:
        codes.wrong_guess(request)
        messages.warning(request, _("That passkey is not known here. A code by e-mail always works."))
        return redirect("account_request_login_code")
    whoami.nobody(request)
    whoami.become(request, person)
    login = Login(user=shown.user, redirect_url=onward(request, "") or None)
    done: HttpResponseBase = perform_passwordless_login(request, shown, login)
    return done


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign this browser out and have it forget what it kept of us."""
    parting.part(request)
    logout(request)
    response = back_to(request, reverse("front"), _("You are signed out."))
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
