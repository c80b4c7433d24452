"""Signing in as somebody of the made-up group, and reading the mail that was sent."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from byturns.config.demo import links
from byturns.groups.access import open_to_all
from byturns.groups.models import Group, Membership
from byturns.groups.scoping import in_group
from byturns.people import whoami
from byturns.people.models import Account
from byturns.ui.respond import respond

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@open_to_all
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign this browser in as the person whom the link names, second factor included."""
    role = links.role_of(token)
    group = Group.objects.order_by("pk").first()
    if role is None or group is None:
        raise Http404
    with in_group(group):
        found = Membership.objects.select_related("person").filter(pk=_marked(role)).first()
    if found is None or found.person.account_id is None:
        raise Http404
    account = Account.objects.get(pk=found.person.account_id)
    login(request, account, backend=BACKEND)
    whoami.become(request, found.person)
    if found.is_steward:
        if not Authenticator.objects.filter(user=account).exists():
            RecoveryCodes.activate(account)
        record_authentication(request, account, method="mfa", type="recovery_codes", reauthenticated=True)
    return redirect("front")


def _marked(role: str) -> int:
    """The membership that the loader chose for a role."""
    path = Path(settings.DATA_DIR) / f"demo-{role}"
    return int(path.read_text()) if path.exists() else 0


@dataclass(frozen=True)
class Mail:
    name: str
    at: datetime
    to: str
    subject: str
    text: str


@open_to_all
def mail(request: HttpRequest) -> HttpResponse:
    """The mail that the demo has sent, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    names = sorted((path.name for path in folder.glob("*.eml")), reverse=True)[:200]
    codes = [
        (holder.user.email, RecoveryCodes(holder).get_unused_codes())
        for holder in Authenticator.objects.filter(type="recovery_codes").select_related("user")
    ]
    return respond(
        request, "config/demo_mail.html", {"mails": [_read(name) for name in names], "codes": codes}
    )


@open_to_all
def one_mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail, as its reader would see it."""
    return respond(request, "config/demo_one_mail.html", {"mail": _read(name)})


def _read(name: str) -> Mail:
    path = Path(settings.EMAIL_FILE_PATH) / Path(name).name
    if not path.is_file():
        raise Http404
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = parsed.get_body(("plain",)) if isinstance(parsed, EmailMessage) else None
    return Mail(
        name=path.name,
        at=datetime.fromtimestamp(path.stat().st_mtime).astimezone(),
        to=str(parsed["to"]),
        subject=str(parsed["subject"]),
        text=body.get_content() if body is not None else "",
    )
