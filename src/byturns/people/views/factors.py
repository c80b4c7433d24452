"""Setting up a second factor, in whichever way one likes, and taking it away."""

from __future__ import annotations

import base64
from functools import wraps
from typing import TYPE_CHECKING

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byturns.people import actions, factor, passkeys, whoami
from byturns.people.asking import Asked, of_a_person
from byturns.people.forms import NewAppForm
from byturns.people.onward import onward
from byturns.ui.respond import back_to, respond

if TYPE_CHECKING:
    from collections.abc import Callable


def shown_first(view: Callable[[Asked], HttpResponseBase]) -> Callable[[Asked], HttpResponseBase]:
    """Whoever has a second factor shows it before changing anything about it."""

    @wraps(view)
    def ask_first(request: Asked) -> HttpResponseBase:
        asked = factor.ask_unless_fresh(request) if factor.has_one(request.user) else None
        return asked or view(request)

    return ask_first


@require_safe
@of_a_person
def factors(request: Asked) -> HttpResponseBase:
    """What there is, and the three ways."""
    return respond(
        request,
        "people/factor.html",
        {
            "found": factor.of(request.user),
            "shares": whoami.shares(request.person),
            "onto": onward(request, ""),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_person
@shown_first
def app(request: Asked) -> HttpResponseBase:
    """Set up an authenticator app: read a picture or type a key, then type the first code."""
    account = request.user
    if factor.has_app(account):
        return back_to(request, "people:factor", _("Your app is set up already."))
    secret = totp.get_totp_secret()
    form = NewAppForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if totp.validate_totp_code(secret, form.cleaned_data["code"]):
            actions.add_app(account=account, secret=secret)
            totp.clear_totp_secret(request)
            factor.note_shown(request)
            return back_to(request, onward(request, "/me/factor/"), _("Your app is set up."))
        form.add_error("code", _("That is not what the app should show. Wait for the next six digits."))
    adapter = get_adapter()
    address = adapter.build_totp_url(account, secret)
    picture = base64.b64encode(adapter.build_totp_svg(address).encode()).decode()
    return respond(
        request,
        "people/factor_app.html",
        {
            "form": form,
            "address": address,
            "picture": f"data:image/svg+xml;base64,{picture}",
            "key": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            "onto": onward(request, ""),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_person
@shown_first
def printed(request: Asked) -> HttpResponseBase:
    """Make ten codes to print. They are shown on the answer to this one form and never again."""
    codes: list[str] = []
    if request.method == "POST":
        codes = actions.printed_codes(account=request.user)
        actions.tell_factor_changed(account=request.user)
        factor.note_shown(request)
    return respond(
        request,
        "people/factor_codes.html",
        {"codes": codes, "left": factor.codes_left(request.user), "onto": onward(request, "")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_person
@shown_first
def passkey(request: Asked) -> HttpResponseBase:
    """Make a passkey on this device (needs a script: the browser makes it)."""
    if passkeys.wants_options(request):
        return passkeys.options_to_make(request.user)
    failed = False
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:60] or _("Passkey")
        failed = passkeys.make(request, request.person, name) is None
        if not failed:
            actions.tell_factor_changed(account=request.user)
            factor.note_shown(request)
            return back_to(request, onward(request, "/me/factor/"), _("Your passkey is kept."))
    return respond(
        request,
        "people/factor_passkey.html",
        {"failed": failed, "onto": onward(request, "")},
        status=422 if failed else 200,
    )


@require_POST
@of_a_person
@shown_first
def away(request: Asked) -> HttpResponseBase:
    """Take one second factor away."""
    if actions.remove_factor(account=request.user, key=request.POST.get("key", "")):
        return back_to(request, "people:factor", _("It is gone."))
    return back_to(request, "people:factor")
