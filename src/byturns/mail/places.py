"""Our own mail addresses: what each stands for, and the making of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings

from byturns.conversations.models import Conversation
from byturns.core import clock
from byturns.core.models import OutgoingMail
from byturns.groups.models import Application, Group, Membership
from byturns.groups.scoping import everywhere
from byturns.mail import commands
from byturns.mail.commands import Given
from byturns.mail.kinds import Way
from byturns.mail.models import AskingKey, LetterKey, OwnAddress, ReplyKey
from byturns.mail.names import at, name_of

_PLUS = re.compile(r"^(?P<kind>[rgbcla])-(?P<token>[a-z0-9]{24})$")


@dataclass(frozen=True)
class Place:
    """What one of our addresses leads to."""

    way: str
    group: Group | None = None
    member: Membership | None = None
    conversation: Conversation | None = None
    key: ReplyKey | None = None
    given: Given | None = None
    letter: LetterKey | None = None
    asking: AskingKey | None = None


NOWHERE = Place(Way.NONE)


def reply_address(key: ReplyKey) -> str:
    """Where this one member answers this one mail."""
    return at(f"r-{key.token}")


def own_address(member: Membership) -> str:
    """The member's secret address for beginning a conversation. Made when first asked for."""
    kept, _made = OwnAddress.objects.get_or_create(membership=member, defaults={"group_id": member.group_id})
    return at(f"g-{kept.token}")


def own_address_of(member: Membership) -> str:
    """The same, only read: "" while she has not asked for it."""
    kept = OwnAddress.objects.filter(membership=member).first()
    return at(f"g-{kept.token}") if kept is not None else ""


def group_address(group: Group) -> str:
    """The plain address, which can stand on paper: what comes there is asked about first."""
    return at(group.slug)


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
        if named["kind"] == "c":
            given = commands.given(named["token"])
            if given is None:
                return NOWHERE
            row = given.command
            return Place(Way.COMMAND, row.membership.group, row.membership, row.conversation, given=given)
        if named["kind"] == "a":
            asking = _asking(named["token"])
            if asking is None:
                return NOWHERE
            return Place(Way.ASKING, asking.group, asking.membership, asking=asking)
        if named["kind"] == "l":
            letter = _letter(named["token"])
            if letter is None:
                return NOWHERE
            return Place(Way.LETTER, letter.membership.group, letter.membership, letter=letter)
        key = _key(named["token"])
        if key is None:
            return NOWHERE
        return Place(Way.REPLY, key.membership.group, key.membership, key.conversation, key)


def has_key(address: str) -> bool:
    """Whether it is written like one of ours with a key, living or dead."""
    return _PLUS.match(name_of(address)) is not None


def _group(name: str) -> Group | None:
    """The group of that name; the only one, for the bare address of the one mailbox, or of the house itself:

    who answers a mail that wants no answer is asked what it is for, and does not hear that nobody is there.
    """
    if named := Group.objects.filter(slug=name).first():
        return named
    house = name_of(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    if name in {house, settings.MAIL_BOX.lower()}:
        groups = list(Group.objects.all()[:2])
        return groups[0] if len(groups) == 1 else None
    return None


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


def asking_address(key: AskingKey) -> str:
    """Where the talk with somebody who asks to join goes on by mail."""
    return at(f"a-{key.token}")


def _asking(token: str) -> AskingKey | None:
    rows = AskingKey.objects.select_related(
        "group", "application__person__account", "membership__group", "membership__person__account"
    )
    living = rows.filter(token=token, application__state=Application.State.OPEN)
    return living.exclude(membership__status__in=Membership.OUTSIDE).first()


def _letter(token: str) -> LetterKey | None:
    rows = LetterKey.objects.select_related("membership__group", "membership__person__account")
    living = rows.filter(token=token, dead_at=None).exclude(membership__status__in=Membership.OUTSIDE)
    return living.first()


def make_key(member: Membership, conversation: Conversation, message_id: str) -> ReplyKey:
    """A fresh address for a mail that is about to go to her."""
    return ReplyKey.objects.create(
        group_id=member.group_id, membership=member, conversation=conversation, message_id=message_id
    )


def make_letter_keys(
    member: Membership, items: Sequence[tuple[Conversation, datetime]]
) -> tuple[str, dict[int, str]]:
    """Fresh addresses for a letter about `items` (each with the time of its newest words).

    Gives that of the letter, and those of its items by the number of their conversation.
    """
    letter = LetterKey.objects.create(group_id=member.group_id, membership=member)
    keys = ReplyKey.objects.bulk_create(
        ReplyKey(
            group_id=member.group_id, membership=member, conversation=talk, letter=letter, said_at=said_at
        )
        for talk, said_at in items
    )
    whole = at(f"l-{letter.token}")
    return whole, {key.conversation_id: reply_address(key) for key in keys}


def end_keys_given_back(member: Membership) -> int:
    """End the addresses that went to where she wrote from, with her own words: perhaps a second mailbox.

    They alone are of no mail about a conversation, and of no letter.
    """
    rows = ReplyKey.objects.filter(membership=member, message_id="", letter=None, dead_at=None)
    return rows.update(dead_at=clock.now())


def thread_of(member: Membership, conversation: Conversation) -> list[str]:
    """The Message-IDs of the mails that she got about it, oldest first, for References."""
    keys = ReplyKey.objects.filter(membership=member, conversation=conversation).exclude(message_id="")
    return list(keys.order_by("made_at", "pk").values_list("message_id", flat=True))


def end_keys_of(membership_id: int) -> int:
    """No address of hers works any more. Gives how many did."""
    OwnAddress.objects.filter(membership=membership_id).delete()
    LetterKey.objects.filter(membership=membership_id, dead_at=None).update(dead_at=clock.now())
    return ReplyKey.objects.filter(membership=membership_id, dead_at=None).update(dead_at=clock.now())
