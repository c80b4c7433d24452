"""What is done to people and their way in. Other apps build invitations and recovery on these.

This app lies below groups, so no rule of a group is asked here: the caller has asked its own.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from allauth.account.internal.flows import login as entering
from allauth.account.models import EmailAddress, Login
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from byturns.core import outbox
from byturns.core.events import emit
from byturns.people import door, events, factor, parting, sharing, whoami
from byturns.people.models import Account, Person


@transaction.atomic
def make_person(*, name: str, email: str | None = None) -> Person:
    """Somebody new, with the mailbox `email` or (None) without one.

    An address that is known already is joined: from then on signing in there asks "which of you is
    this?". The person who was there first is told nothing. No mail goes out.
    """
    return Person.objects.create(name=name, account=None if email is None else mailbox(email=email))


@transaction.atomic
def mailbox(*, email: str) -> Account:
    """The account of this address; made when nobody has it yet. No mail goes out."""
    address = email.strip().lower()
    return Account.objects.filter(email__iexact=address).first() or Account.objects.create_user(address)


@transaction.atomic
def give_mailbox(*, person: Person, email: str) -> Account:
    """Give a person who had no mailbox one, so that she can sign in by herself. No mail goes out."""
    person.account = mailbox(email=email)
    person.save(update_fields=["account"])
    return person.account


@transaction.atomic
def mail_comes_back(*, account: Account, since: datetime) -> None:
    """Mail to this mailbox came back, and so did the one that was to find out: no more about what is said."""
    Account.objects.filter(pk=account.pk, mail_stopped_at=None).update(mail_stopped_at=since)


@transaction.atomic
def mail_arrives(*, account: Account) -> bool:
    """Mail reaches her again, or is to be tried again. Gives whether it had been stopped.

    Emits MailTakenUp when it had.
    """
    account.mail_stopped_at = None
    stopped = Account.objects.select_for_update().filter(pk=account.pk).exclude(mail_stopped_at=None)
    if not stopped.exists():
        return False
    emit(events.MailTakenUp(account_id=account.pk))  # while the row still says since when
    return bool(stopped.update(mail_stopped_at=None))


def sign_in(
    request: HttpRequest, account: Account, *, person: Person | None = None, leads_to: str | None = None
) -> HttpResponse:
    """Sign the browser in, after a link that only this mailbox got has been followed and confirmed (POST).

    Returns where to go: `leads_to`, the page that asks for the second factor if the mailbox has one
    (it goes on to `leads_to` afterwards), or the sign-in page with a sentence when the account is
    closed. Whoever else was signed in here is signed out first, and what their session held is gone.
    `person` is who the link was for: she is not asked "which of you?", except for her PIN.
    """
    if request.user.is_authenticated and request.user.pk != account.pk:
        parting.part(request)
        logout(request)
    if person is not None and person.account_id == account.pk and not person.pin:
        whoami.become(request, person)
    entering.record_authentication(request, account, method="link")
    door.close(request)
    login = Login(user=account, email=account.email, redirect_url=leads_to)
    return cast("HttpResponse", entering.perform_login(request, login))


@transaction.atomic
def move_to_new_mailbox(*, person: Person, new_email: str) -> Account:
    """Recovery: from now on this person signs in with `new_email` and with nothing else.

    Everything that was signed in as her ends. The old mailbox no longer opens her; it is deleted, with
    its second factor, when nobody else uses it. When `new_email` is the mailbox she has already, only
    the second factor goes and the sessions end. Her PIN goes too. The old address gets a notice.
    Emits MailboxChanged. Returns the account she now has.
    The caller has asked the steward and the second person.
    """
    old = person.account
    new = mailbox(email=new_email)
    person.account = new
    person.pin = ""
    person.save(update_fields=["account", "pin"])
    emit(events.MailboxChanged(person_id=person.pk))
    if old is not None:
        outbox.put("people.moved", to=old.email)
        if old == new:
            forget_second_factor(account=old)
        leave_mailbox(account=old)
    return new


@transaction.atomic
def leave_mailbox(*, account: Account) -> None:
    """Tidy up after somebody has left a mailbox: all its sessions end, and an empty one is deleted."""
    end_sessions(account=account)
    if not account.people.exists():
        account.delete()


@transaction.atomic
def printed_codes(*, account: Account) -> list[str]:
    """Ten fresh one-time codes to print, such as "1234 5678". Older ones stop working.

    They are a second factor on their own. They are shown this once; only a seed is kept.
    """
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    made = RecoveryCodes.activate(account)
    made.mark_as_viewed()
    return [f"{code[:4]} {code[4:]}" for code in made.generate_codes()]


@transaction.atomic
def add_app(*, account: Account, secret: str) -> None:
    """An authenticator app shows codes made from `secret` from now on. The mailbox is told by mail."""
    TOTP.activate(account, secret)
    tell_factor_changed(account=account)


@transaction.atomic
def remove_factor(*, account: Account, key: str) -> bool:
    """Take the second factor of that key away (factor.key_of); False when there is none. Told by mail."""
    for one in Authenticator.objects.filter(user=account):
        if factor.key_of(one) == key:
            one.delete()
            tell_factor_changed(account=account)
            return True
    return False


def tell_factor_changed(*, account: Account) -> None:
    """A mail to the mailbox: who did not do it herself should know at once."""
    outbox.put("people.factor_changed", to=account.email)


@transaction.atomic
def forget_second_factor(*, account: Account) -> None:
    """Take away every second factor of the mailbox, for who has lost them all."""
    Authenticator.objects.filter(user=account).delete()


@transaction.atomic
def end_sessions(*, account: Account, but: str | None = None) -> None:
    """Sign the mailbox out in every browser, and have every remembered device show the second factor.

    `but`: the key of the one session that goes on; its caller renews it (update_session_auth_hash).
    """
    # The unusable password is part of what sessions and remembered devices are signed with.
    account.set_unusable_password()
    account.save(update_fields=["password"])
    for session in UserSession.objects.filter(user=account).exclude(session_key=but or ""):
        session.end()


@transaction.atomic
def close_account(*, account: Account) -> None:
    """Nobody signs in with this mailbox any more; who is signed in is out at the next page."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account=account)


@transaction.atomic
def take_mailbox(*, person: Person, new_email: str) -> Account:
    """Somebody who is signed in uses another address from now on; the old one gets a notice.

    A mailbox that she alone uses changes its address. One that is shared stays with the other, and so
    does an address that is known here already: then she moves to that account, whose second factor is
    asked there. Returns the account she now has; when it is another one, her session here is over.
    The caller has had a code typed that was sent to `new_email`. Raises ValidationError when she may not
    share that mailbox with who uses it (sharing.forbid). Emits MailboxChanged.
    """
    old, address = person.account, new_email.strip().lower()
    known = Account.objects.filter(email__iexact=address).exclude(people=person).first()
    if known is not None and not sharing.may_share(person, known):
        raise ValidationError(
            _("You cannot share this address with whoever uses it here. Use another one, please.")
        )
    if old is None:
        return give_mailbox(person=person, email=address)
    outbox.put("people.moved", to=old.email)
    emit(events.MailboxChanged(person_id=person.pk))
    if known is None and not whoami.shares(person):
        mail_arrives(account=old)
        old.email = address
        old.save(update_fields=["email"])
        EmailAddress.objects.filter(user=old).delete()
        return old
    person.account = mailbox(email=address)
    person.save(update_fields=["account"])
    leave_mailbox(account=old)
    return person.account


@transaction.atomic
def rename(*, person: Person, name: str) -> Person:
    """What the others who use this mailbox see at "which of you is this?"."""
    person.name = name
    person.save(update_fields=["name"])
    return person


@transaction.atomic
def set_pin(*, person: Person, pin: str) -> Person:
    """Keep a PIN for this person, or none when `pin` is empty (also when a steward helps who forgot it)."""
    person.set_pin(pin)
    person.save(update_fields=["pin"])
    return person


@transaction.atomic
def keep_drafts_here(*, person: Person, keep: bool) -> Person:
    """Whether unsent words may stay in browsers of this person (off: "others use this device")."""
    person.local_drafts = keep
    person.save(update_fields=["local_drafts"])
    return person


@transaction.atomic
def forget(*, person: Person) -> None:
    """Nobody any more: name, PIN and way in go. The row stays, for what points at it.

    Her sessions end; the mailbox is deleted with its second factor when nobody else uses it.
    """
    account = person.account
    person.account = None
    person.name = person.pin = ""
    person.save(update_fields=["account", "name", "pin"])
    if account is not None:
        leave_mailbox(account=account)
