"""Our own mail addresses: what each stands for, and the making of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

from byturns.conversations.models import Conversation
from byturns.core import clock
from byturns.core.models import OutgoingMail
from byturns.groups.models import Group, Membership
from byturns.groups.scoping import everywhere
from byturns.mail.kinds import Way
from byturns.mail.models import OwnAddress, ReplyKey

_PLUS = re.compile(r"^(?P<kind>[rgb])-(?P<token>[a-z0-9]{24})$")


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
    return at(f"r-{key.token}")


def own_address(member: Membership) -> str:
    """The member's secret address for beginning a conversation. Made when first asked for."""
    kept, _made = OwnAddress.objects.get_or_create(membership=member, defaults={"group_id": member.group_id})
    return at(f"g-{kept.token}")


def group_address(group: Group) -> str:
    """The plain address, which can stand on paper: what comes there is asked about first."""
    return at(group.slug)


def at(name: str) -> str:
    """The whole address of ours that is called `name`; under the one mailbox, where the operator has one."""
    box = f"{settings.MAIL_BOX}+" if settings.MAIL_BOX else ""
    return f"{box}{name}@{settings.MAIL_DOMAIN}"


def name_of(address: str) -> str:
    """What an address of ours is called, in small letters; "" for one that is not ours."""
    local, _at, domain = address.strip().lower().rpartition("@")
    if domain != settings.MAIL_DOMAIN.lower():
        return ""
    box = settings.MAIL_BOX.lower()
    return local.removeprefix(f"{box}+") if box else local


def is_ours(address: str) -> bool:
    """Whether an address is under our domain."""
    return address.rpartition("@")[2].lower() == settings.MAIL_DOMAIN.lower()


def found(address: str) -> Place:
    """What an address stands for; `NOWHERE` when nothing does, or for a key that died."""
    name = name_of(address)
    if not name:
        return NOWHERE
    named = _PLUS.match(name)
    with everywhere("an address of ours leads to its group"):
        if named is None:
            group = _group(name)
            return Place(Way.GROUP, group) if group is not None else NOWHERE
        if named["kind"] == "g":
            own = _own(named["token"])
            return NOWHERE if own is None else Place(Way.OWN, own.membership.group, own.membership)
        if named["kind"] == "b":
            return NOWHERE if returned_mail(address) is None else Place(Way.BACK)
        key = _key(named["token"])
        if key is None:
            return NOWHERE
        return Place(Way.REPLY, key.membership.group, key.membership, key.conversation, key)


def _group(name: str) -> Group | None:
    """The group of that name; the only one, for the bare address of the one mailbox."""
    if settings.MAIL_BOX and name == settings.MAIL_BOX.lower():
        groups = list(Group.objects.all()[:2])
        return groups[0] if len(groups) == 1 else None
    return Group.objects.filter(slug=name).first()


def _own(token: str) -> OwnAddress | None:
    rows = OwnAddress.objects.select_related("membership__group", "membership__person__account")
    return rows.filter(token=token).exclude(membership__status__in=Membership.OUTSIDE).first()


def _key(token: str) -> ReplyKey | None:
    rows = ReplyKey.objects.select_related("membership__group", "membership__person__account", "conversation")
    living = rows.filter(token=token, dead_at=None).exclude(membership__status__in=Membership.OUTSIDE)
    return living.first()


def bounce_address(mail: OutgoingMail) -> str:
    """Where a mail comes back to when it cannot be delivered; "" when no mail comes in here."""
    return at(f"b-{mail.back}") if mail.back and settings.MAIL_IN else ""


def returned_mail(address: str) -> OutgoingMail | None:
    """Which mail of ours came back to this address."""
    named = _PLUS.match(name_of(address))
    if named is None or named["kind"] != "b":
        return None
    return OutgoingMail.objects.filter(back=named["token"]).first()


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
