"""Our own mail addresses: what each stands for, and the making of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

from byturns.conversations.models import Conversation
from byturns.core import clock
from byturns.groups.models import Group, Membership
from byturns.groups.scoping import everywhere
from byturns.mail.kinds import Way
from byturns.mail.models import OwnAddress, ReplyKey

_PLUS = re.compile(r"^(?P<kind>[rg])-(?P<token>[a-z0-9]{24})$")


@dataclass(frozen=True)
class Place:
    """What one of our addresses leads to."""

    way: str
    group: Group | None = None
    member: Membership | None = None
    conversation: Conversation | None = None
    key: ReplyKey | None = None


NOWHERE = Place(Way.NONE)


def reply_address(key: ReplyKey) -> str:
    """Where this one member answers this one mail."""
    return f"r-{key.token}@{settings.MAIL_DOMAIN}"


def own_address(member: Membership) -> str:
    """The member's secret address for beginning a conversation. Made when first asked for."""
    kept, _made = OwnAddress.objects.get_or_create(membership=member, defaults={"group_id": member.group_id})
    return f"g-{kept.token}@{settings.MAIL_DOMAIN}"


def group_address(group: Group) -> str:
    """The plain address, which can stand on paper: what comes there is asked about first."""
    return f"{group.slug}@{settings.MAIL_DOMAIN}"


def is_ours(address: str) -> bool:
    """Whether an address is under our domain."""
    return address.rpartition("@")[2].lower() == settings.MAIL_DOMAIN.lower()


def found(address: str) -> Place:
    """What an address stands for; `NOWHERE` when nothing does, or for a key that died."""
    local, _at, _domain = address.strip().lower().rpartition("@")
    if not is_ours(address):
        return NOWHERE
    named = _PLUS.match(local)
    with everywhere("an address of ours leads to its group"):
        if named is None:
            group = Group.objects.filter(slug=local).first()
            return Place(Way.GROUP, group) if group is not None else NOWHERE
        if named["kind"] == "g":
            own = _own(named["token"])
            return NOWHERE if own is None else Place(Way.OWN, own.membership.group, own.membership)
        key = _key(named["token"])
        if key is None:
            return NOWHERE
        return Place(Way.REPLY, key.membership.group, key.membership, key.conversation, key)


def _own(token: str) -> OwnAddress | None:
    rows = OwnAddress.objects.select_related("membership__group", "membership__person__account")
    return rows.filter(token=token).exclude(membership__status__in=Membership.OUTSIDE).first()


def _key(token: str) -> ReplyKey | None:
    rows = ReplyKey.objects.select_related("membership__group", "membership__person__account", "conversation")
    living = rows.filter(token=token, dead_at=None).exclude(membership__status__in=Membership.OUTSIDE)
    return living.first()


def make_key(member: Membership, conversation: Conversation, message_id: str) -> ReplyKey:
    """A fresh address for a mail that is about to go to her."""
    return ReplyKey.objects.create(
        group_id=member.group_id, membership=member, conversation=conversation, message_id=message_id
    )


def thread_of(member: Membership, conversation: Conversation) -> list[str]:
    """The Message-IDs of the mails that she got about it, oldest first, for References."""
    keys = ReplyKey.objects.filter(membership=member, conversation=conversation).exclude(message_id="")
    return list(keys.order_by("made_at", "pk").values_list("message_id", flat=True))


def end_keys_of(membership_id: int) -> int:
    """No address of hers works any more. Gives how many did."""
    OwnAddress.objects.filter(membership=membership_id).delete()
    return ReplyKey.objects.filter(membership=membership_id, dead_at=None).update(dead_at=clock.now())
