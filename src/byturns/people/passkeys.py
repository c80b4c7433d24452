"""Passkeys: made in a browser, shown instead of a code or as the second step.

The browser's part is ui/elements/passkey.js. It asks a page for its options by a POST with
`want=options` and posts the answer back to the same page as `credential`.
"""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from django.http import HttpRequest, JsonResponse

from byturns.people.models import Account, Person


def wants_options(request: HttpRequest) -> bool:
    """Whether this POST asks what to ask the device for."""
    return request.POST.get("want") == "options"


def options_to_make(account: Account) -> JsonResponse:
    """What the device needs to make a passkey that can also sign in by itself."""
    return JsonResponse(auth.begin_registration(account, passwordless=True))


def options_to_show(account: Account | None) -> JsonResponse:
    """What the device needs to show a passkey: of this mailbox, or (None) of whichever it has."""
    return JsonResponse(auth.begin_authentication(account))


def make(request: HttpRequest, person: Person, name: str) -> Authenticator | None:
    """Keep the passkey in this POST, tied to the person who made it; None when it does not fit."""
    account = cast("Account", person.account)
    form = AddWebAuthnForm({**request.POST.dict(), "passwordless": "on"}, user=account)
    if not _fits(form):
        return None
    kept = auth.WebAuthn.add(account, name, form.cleaned_data["credential"]).instance
    kept.data["person"] = person.pk
    kept.save(update_fields=["data"])
    return cast("Authenticator", kept)


def sign_in_with(request: HttpRequest) -> Authenticator | None:
    """The passkey shown in this POST, of whomever it is; None when it is not known or not right."""
    form = LoginWebAuthnForm(request.POST)
    return form.cleaned_data["credential"] if _fits(form) else None


def second_step_with(request: HttpRequest, account: Account) -> bool:
    """Whether this POST shows a passkey of this mailbox; noted in the session."""
    return _noted(AuthenticateWebAuthnForm(request.POST, user=account))


def again_with(request: HttpRequest, account: Account) -> bool:
    """The same, for who is signed in already."""
    return _noted(ReauthenticateWebAuthnForm(request.POST, user=account))


def of_whom(request: HttpRequest, account: Account) -> Person | None:
    """Who of the mailbox made the passkey that this POST shows; None when it is not known or nobody's.

    It is noted in the session as a second factor too, but not the passkey of somebody who is no longer there.
    """
    form = ReauthenticateWebAuthnForm(request.POST, user=account)
    found = owner(form.cleaned_data["credential"]) if _fits(form) else None
    if found is not None:
        form.save()
    return found


def owner(passkey: Authenticator) -> Person | None:
    """Who of the mailbox made this passkey, if she is still there."""
    return Person.objects.filter(pk=passkey.data.get("person"), account=passkey.user_id).first()


def _noted(form: Any) -> bool:
    if not _fits(form):
        return False
    form.save()
    return True


def _fits(form: Any) -> bool:
    try:
        return bool(form.is_valid())
    except (KeyError, TypeError, ValueError, AttributeError):
        return False  # not what any browser makes: the parts do not even have the right names
