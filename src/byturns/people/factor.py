"""The second factor that stewards show: passkey, authenticator app or a printed code."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from allauth.account.internal.flows import reauthentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

if TYPE_CHECKING:
    from byturns.people.models import Account


def has_one(account: Account) -> bool:
    """Whether the mailbox has any second factor."""
    return bool(Authenticator.objects.filter(user=account).exists())


def is_fresh(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session within the last 15 minutes."""
    return has_one(cast("Account", request.user)) and bool(
        reauthentication.did_recently_reauthenticate(request)
    )


def ask_unless_fresh(request: HttpRequest) -> HttpResponseBase | None:
    """None when it is fresh; else the page that asks for it, or that sets one up, and then comes back.

    A form that was being sent is kept and sent on afterwards, so nothing typed is lost.
    """
    if not has_one(cast("Account", request.user)):
        return redirect(f"{reverse('people:factor')}?{urlencode({'next': request.get_full_path()})}")
    if is_fresh(request):
        return None
    kept: HttpResponseBase = reauthentication.suspend_request(request, reverse("mfa_reauthenticate"))
    return kept
