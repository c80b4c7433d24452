"""One's own words that were brought in, and claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from byturns.conversations.models import Message
from byturns.core import clock, ids
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere
from byturns.portability.importing import keys
from byturns.portability.kinds import Choice, State
from byturns.portability.models import Claim, OwnerLink, StagedMessage, StagedName
from byturns.portability.policy import was_there


@dataclass(frozen=True, slots=True)
class Own:
    """One message of one's own: `key` names it in forms; `address` leads to its conversation once open."""

    key: str
    at: datetime
    words: str
    wide: bool = False
    conversation: str = ""


def my_names(member: Membership) -> list[StagedName]:
    """The names that are hers, in files that were decided about, newest file first."""
    rows = StagedName.objects.filter(
        membership=member, choice=Choice.MEMBER, batch__state__in=[State.TOLD, State.OPEN]
    )
    return list(rows.select_related("batch__decided_by", "imported").order_by("-batch__told_at", "pk"))


def own_words(name: StagedName) -> list[Own]:
    """What she said under a name, oldest first, without what she took down."""
    if name.imported_id is not None and name.batch.state == State.OPEN:
        messages = Message.objects.filter(said_by=name.imported_id, taken_down_at=None)
        return [
            Own(
                row.import_key, row.sent_at, row.words, row.widened_at is not None, row.conversation.public_id
            )
            for row in messages.select_related("conversation").order_by("sent_at", "pk")
        ]
    waiting = StagedMessage.objects.filter(name=name, known=False).order_by("place")
    return [Own(row.key, row.sent_at, row.words) for row in waiting]


def names_by_my_address(member: Membership) -> list[StagedName]:
    """Names nobody has claimed that wrote from the address this member signs in with."""
    account = member.person.account
    if account is None:
        return []
    rows = StagedName.objects.filter(
        said_key=keys.address(account.email),
        membership=None,
        down_at=None,
        batch__state__in=[State.TOLD, State.OPEN],
    )
    return list(rows.exclude(choice=Choice.OUT).select_related("batch").order_by("pk"))


def by_token(token: str) -> OwnerLink | None:
    """The link of that token, in whichever group it is; None when it is unknown or over."""
    with everywhere("a link without an account finds its group"):
        return (
            OwnerLink.objects.select_related("group")
            .filter(digest=ids.digest(token), ends_at__gt=clock.now())
            .first()
        )


def names_covered(link: OwnerLink) -> list[StagedName]:
    """The names that a link is about. Inside its group."""
    rows = StagedName.objects.filter(batch=link.batch_id).select_related("batch", "imported", "membership")
    if link.name_id is not None:
        return list(rows.filter(pk=link.name_id))
    return list(rows.filter(membership=link.membership_id, choice=Choice.MEMBER))


def open_claims() -> QuerySet[Claim]:
    """Claims that are not settled, oldest first, for the stewards."""
    return (
        Claim.objects.filter(settled_at=None, refused_at=None)
        .select_related("name__batch", "membership", "steward", "witness")
        .order_by("made_at", "pk")
    )


def claims_to_witness(member: Membership) -> list[Claim]:
    """Claims about which this member could say something, as she was there."""
    rows = open_claims().filter(witness=None).exclude(membership=member).exclude(steward=member)
    return [claim for claim in rows if was_there(member, claim.name.batch)]
