"""What is one's own: name, drafts, address, devices."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from byturns.people import actions, devices, factor, mine, newaddress, whoami
from byturns.people.asking import Asked, keeping, of_a_person
from byturns.people.forms import CodeForm, DraftsForm, NameForm, NewAddressForm
from byturns.people.views.factors import shown_first
from byturns.ui.respond import back_to, respond


@require_safe
@of_a_person
def me(request: Asked) -> HttpResponseBase:
    """Everything that is about me and not about a group, and the way to each."""
    return respond(
        request,
        "people/me.html",
        {
            "person": request.person,
            "email": request.user.email,
            "shares": whoami.shares(request.person),
            "factors": factor.of(request.user),
            "rows": mine.shown(request),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_person
@keeping
def name(request: Asked) -> HttpResponseBase:
    """Change what others on this mailbox see."""
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": request.person.name})
    if form.is_valid():
        actions.rename(person=request.person, name=form.cleaned_data["name"])
        return back_to(request, "people:me", _("Your name is kept."))
    return respond(request, "people/name.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_person
@keeping
def drafts(request: Asked) -> HttpResponseBase:
    """Whether unsent words may stay in a browser of mine."""
    form = DraftsForm(request.POST if request.method == "POST" else None, person=request.person)
    if form.is_valid():
        actions.keep_drafts_here(person=request.person, keep=form.cleaned_data["keep"])
        return back_to(request, "people:me", _("That is kept."))
    return respond(request, "people/drafts.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_person
def signed_in(request: Asked) -> HttpResponseBase:
    """The browsers that are signed in, and signing them out: one, or all."""
    account = request.user
    act = request.POST.get("act")
    if act == "all":
        actions.end_sessions(account=account)
        response = back_to(request, "front", _("You are signed out everywhere."))
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response
    if act == "others":
        before = request.session.session_key or ""
        actions.end_sessions(account=account, but=before)
        update_session_auth_hash(request, account)
        devices.renewed(request, before)
        return back_to(request, "people:devices", _("You are signed out everywhere but here."))
    if act == "one":
        devices.end(account, request.POST.get("key", ""))
        return back_to(request, "people:devices", _("That one is signed out."))
    return respond(request, "people/devices.html", {"found": devices.of(request, account)})


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_person
@keeping
@shown_first
def address(request: Asked) -> HttpResponseBase:
    """Ask for another e-mail address, and send a code there."""
    form = NewAddressForm(request.POST if request.method == "POST" else None, account=request.user)
    if form.is_valid():
        if newaddress.start(request, form.cleaned_data["email"]):
            return redirect("people:address_code")
        form.add_error(None, _("You have asked for many codes. Wait an hour, then try again."))
    return _address_page(request, form)


def _address_page(request: Asked, form: NewAddressForm) -> HttpResponse:
    return respond(
        request,
        "people/address.html",
        {
            "form": form,
            "email": request.user.email,
            "shares": whoami.shares(request.person),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_person
def address_code(request: Asked) -> HttpResponseBase:
    """Ask for that code, and sign in with the new address from then on."""
    email = newaddress.waiting(request)
    if email is None:
        return back_to(request, "people:address", _("That code is no longer good. Ask for another one."))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if newaddress.is_right(request, form.cleaned_data["code"]):
            return _move(request, email)
        form.add_error("code", _("That is not the code. Look at the newest mail and type it again."))
    return respond(
        request,
        "people/address_code.html",
        {"form": form, "email": email},
        status=422 if form.errors else 200,
    )


def _move(request: Asked, email: str) -> HttpResponse:
    newaddress.done_with(request)
    before, person = request.user, request.person
    try:
        account = actions.take_mailbox(person=person, new_email=email)
    except ValidationError as refused:
        form = NewAddressForm({"email": email}, account=before)
        form.add_error("email", refused)
        return _address_page(request, form)
    if account == before:
        return back_to(request, "people:me", _("From now on you sign in with the new address."))
    return actions.sign_in(request, account, person=person, leads_to="/me/")
