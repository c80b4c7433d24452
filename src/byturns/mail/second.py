"""“This is me too”: other mailboxes that a member writes from.

An address counts only once somebody who reads it has pressed a button there; only she sees hers.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core import clock, outbox
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.mail import events, intake, knowing, places
from byturns.mail.kinds import State, Why
from byturns.mail.models import Inbound, Mark, SecondAddress
from byturns.people import tries, whoami

MOST = 5  # addresses besides the one she signs in with
WAITS = timedelta(days=30)  # so long the link to confirm works
MAILS_A_DAY = 3  # to one address, whoever asks for them
MAILS_OF_ONE = 5  # that one person has sent to other addresses in a day


def of(member: Membership) -> list[SecondAddress]:
    """Her second addresses, confirmed or waiting, oldest first."""
    return list(SecondAddress.objects.filter(membership=member).order_by("made_at", "pk"))


@transaction.atomic
def add(*, member: Membership, address: str) -> SecondAddress:
    """Note an address that she says is hers, and send a link there that confirms it.

    Nothing tells whether anybody else uses it. Raises NotAllowed, and ValidationError for her own address,
    one too many, one that was written to too often, or too many such mails today.
    """
    policy.require(member, "mail.addresses")
    address = address.strip().lower()
    validate_email(address)
    account = member.person.account
    if account is not None and account.email.lower() == address:
        raise ValidationError(_("You sign in with this address: mail from it is known already."))
    row = SecondAddress.objects.filter(membership=member, address=address).first()
    if row is not None and row.confirmed_at is not None:
        return row
    if row is None:
        if SecondAddress.objects.filter(membership=member).count() >= MOST:
            raise ValidationError(_("Five addresses are the most. Take one away first."))
        row = SecondAddress.objects.create(group_id=member.group_id, membership=member, address=address)
    if tries.wrong(f"second-address:{address}", seconds=24 * tries.HOUR) > MAILS_A_DAY:
        raise ValidationError(_("Several mails went there today. Please look there, or try again tomorrow."))
    if tries.wrong(f"second-addresses-of:{member.person_id}", seconds=24 * tries.HOUR) > MAILS_OF_ONE:
        raise ValidationError(_("That is enough new addresses for one day. Please add this one tomorrow."))
    outbox.put(
        "mail.confirm_address",
        to=address,
        group_id=member.group_id,
        once=f"confirm-address:{row.pk}",
        address_id=row.pk,
    )
    return row


@transaction.atomic
def confirm(*, row: SecondAddress) -> int:
    """Somebody who reads this address has pressed the button there. Inside the group.

    Mail from it that she has said is hers is posted now; gives how many were. Emits AddressConfirmed.
    """
    row = SecondAddress.objects.select_for_update().select_related("membership__group").get(pk=row.pk)
    member = row.membership
    if row.confirmed_at is None:
        row.confirmed_at = clock.now()
        row.save(update_fields=["confirmed_at"])
        emit(events.AddressConfirmed(group_id=row.group_id, by_id=member.pk, membership_id=member.pk))
    posted = 0
    waiting = Inbound.objects.select_for_update().filter(
        membership_id=member.pk, sender=row.address, state=State.ASKED, why=Why.TOO
    )
    for kept in waiting.exclude(agreed_at=None).order_by("pk"):
        posted += intake.put_through(kept, member).state == State.POSTED
    return posted


@transaction.atomic
def say_this_is_me(*, member: Membership, kept: Inbound) -> Inbound:
    """She says that a mail from an unknown address is hers: posted when the address confirms itself too.

    At once, when it has done so meanwhile. Nothing happens when the mail is no longer asked about.
    """
    policy.require(member, "mail.addresses")
    kept = Inbound.objects.select_for_update().get(pk=kept.pk)
    if kept.state != State.ASKED or kept.why != Why.TOO or kept.membership_id != member.pk:
        return kept
    kept.agreed_at = kept.agreed_at or clock.now()
    kept.save(update_fields=["agreed_at"])
    if knowing.is_hers(member, kept.sender):
        intake.put_through(kept, member)
    else:
        add(member=member, address=kept.sender)
    return kept


@transaction.atomic
def take_away(*, member: Membership, row: SecondAddress) -> None:
    """Mail from there is no longer hers. What was posted stays. Emits AddressTakenAway.

    Addresses that were sent there end.
    """
    policy.require(member, "mail.addresses")
    places.end_keys_given_back(member)
    SecondAddress.objects.filter(membership=member, pk=row.pk).delete()
    emit(events.AddressTakenAway(group_id=member.group_id, by_id=member.pk, membership_id=member.pk))


def end_of(membership_id: int) -> None:
    """With membership goes all that is known of her other mailboxes."""
    SecondAddress.objects.filter(membership=membership_id).delete()
    Mark.objects.filter(membership=membership_id).delete()


def tidy() -> None:
    """Forget addresses that nobody confirmed. Inside each group."""
    SecondAddress.objects.filter(confirmed_at=None, made_at__lt=clock.now() - WAITS).delete()


# --- Whose a mail is, where two open one mailbox ---


@transaction.atomic
def mark(*, member: Membership, letters: str) -> None:
    """The letters that tell whose a mail is where no name may stand in it; "" for none."""
    policy.require(member, "mail.addresses")
    letters = "".join(one for one in letters if one.isalnum())[:3]
    Mark.objects.filter(membership=member).delete()
    if letters:
        Mark.objects.create(group_id=member.group_id, membership=member, letters=letters)


def mark_of(member: Membership) -> str:
    """Those letters, "" when she chose none."""
    return Mark.objects.filter(membership=member).values_list("letters", flat=True).first() or ""


def whose(member: Membership, *, names: bool) -> str:
    """For whom a mail is, where others open the same mailbox: her name if it may stand there, or letters."""
    if not whoami.shares(member.person):
        return ""
    return member.person.name if names else mark_of(member)
