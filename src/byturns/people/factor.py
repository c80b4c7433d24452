"""The second factor that stewards show: passkey, authenticator app or a printed code."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from byturns.people import kept
from byturns.people.onward import carrying
from byturns.ui.respond import back_to

if TYPE_CHECKING:
    from byturns.people.models import Account

FRESH = 15 * 60
APP, CODES, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES, Authenticator.Type.WEBAUTHN


@dataclass(frozen=True)
class Factor:
    """One second factor as its owner sees it. `key` names it in a form and says nothing else."""

    key: str
    label: str
    since: datetime
    left: int | None = None  # printed codes that still work


def of(account: Account) -> list[Factor]:
    """The second factors of a mailbox, oldest first."""
    return [_shown(one) for one in Authenticator.objects.filter(user=account).order_by("created_at", "pk")]


def _shown(one: Authenticator) -> Factor:
    if one.type == PASSKEY:
        label = _("Passkey: %(name)s") % {"name": one.wrap().name}
    else:
        label = _("Authenticator app") if one.type == APP else _("Printed codes")
    left = len(one.wrap().get_unused_codes()) if one.type == CODES else None
    return Factor(key_of(one), label, one.created_at, left)


def key_of(one: Authenticator) -> str:
    """A name for it in a form: no sequential id leaves the server."""
    return str(salted_hmac("byturns.people.factor", str(one.pk)).hexdigest()[:16])


def has_app(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=APP).exists())


def has_codes(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=CODES).exists())


def has_passkey(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=PASSKEY).exists())


def codes_left(account: Account) -> int:
    """How many printed codes still work."""
    return sum(one.left or 0 for one in of(account))


def has_one(account: Account) -> bool:
    """Whether the mailbox has any second factor; printed codes alone count too."""
    return bool(Authenticator.objects.filter(user=account).exists())


def is_fresh(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session within the last 15 minutes."""
    account = cast("Account", request.user)
    shown = [
        record["at"]
        for record in get_authentication_records(request, account)
        if record.get("method") == "mfa"
    ]
    return bool(shown) and 0 <= time.time() - max(shown) < FRESH and has_one(account)


def note_shown(request: HttpRequest) -> None:
    """A second factor was just made here: that counts as having shown it."""
    record_authentication(request, cast("Account", request.user), "mfa", reauthenticated=True)


def ask_unless_fresh(request: HttpRequest) -> HttpResponseBase | None:
    """None when it is fresh; else the page that asks for it, or that sets one up, and then comes back.

    A form that was being sent is kept, and one button sends it on afterwards: nothing typed is lost.
    """
    if is_fresh(request):
        kept.done_with(request)
        return None
    onto = kept.keep(request)
    page = "mfa_reauthenticate" if has_one(cast("Account", request.user)) else "people:factor"
    return back_to(request, carrying(reverse(page), onto))
