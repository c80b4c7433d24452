"""Whose an address is. Only what has shown that it is somebody's counts: it signs in, or it was confirmed."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q

from byturns.groups.models import Membership
from byturns.groups.scoping import in_group
from byturns.mail.models import SecondAddress
from byturns.people import whoami
from byturns.people.models import Account


class Known(NamedTuple):
    """The members of one group who use an address: to sign in, or to write from besides."""

    sign_in: list[Membership]
    second: list[Membership]

    @property
    def one(self) -> Membership | None:
        """The only one who can be meant: whoever signs in with it goes before who writes from it besides."""
        found = self.sign_in or self.second
        return found[0] if len(found) == 1 else None

    @property
    def several(self) -> bool:
        return len(self.sign_in or self.second) > 1

    def __bool__(self) -> bool:
        return bool(self.sign_in or self.second)


NOBODY = Known([], [])


def members_with(group_id: int | None, address: str) -> Known:
    """The full members of the group who use this address."""
    if group_id is None or not address:
        return NOBODY
    with in_group(group_id):
        rows = Membership.objects.full().select_related("group", "person__account").order_by("pk")
        sign_in = list(rows.filter(person__account__email=address))
        confirmed = SecondAddress.objects.filter(address=address).exclude(confirmed_at=None)
        second = list(rows.filter(pk__in=confirmed.values("membership")))
    return Known(sign_in, [one for one in second if one not in sign_in])


def is_hers(member: Membership | None, address: str) -> bool:
    """Whether she signs in with this address, or has confirmed that she writes from it."""
    if member is None or not address:
        return False
    account = member.person.account
    if account is not None and account.email.lower() == address:
        return True
    with in_group(member.group_id):
        rows = SecondAddress.objects.filter(membership=member, address=address)
        return rows.exclude(confirmed_at=None).exists()


def keeps_apart(member: Membership | None, address: str) -> bool:
    """Whether she has a PIN and others open the mailbox that a mail of hers came from."""
    if member is None or not member.person.pin:
        return False
    others = Account.objects.filter(Q(email=address) & ~Q(pk=member.person.account_id))
    return whoami.shares(member.person) or others.exists()
