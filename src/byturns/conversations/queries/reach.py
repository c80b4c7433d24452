"""Who will see what is about to be sent. Blocks are not taken off: the number would give them away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from byturns.conversations.models import Message
from byturns.conversations.queries.counting import how_many
from byturns.conversations.stand_ins import READER, ask, reader
from byturns.core.prepared import Prepared
from byturns.groups import wording
from byturns.groups.models import Circle, CircleMember, HealthConsent, Membership, TypingGrant
from byturns.groups.scoping import in_group


@dataclass(frozen=True)
class Writer:
    """What a page for writing must know of the one who writes."""

    readers: int  # how many other full members the group has
    offer_health_consent: bool
    types_for_others: bool


def writer(member: Membership) -> Writer:
    """Facts about `member` as a writer, in one query."""
    row: Any = (
        Membership.objects.filter(pk=member.pk)
        .annotate(
            readers=how_many(Membership.objects.full().exclude(pk=member.pk)),
            may_offer=offers_health_consent(member),
            types=Exists(TypingGrant.objects.filter(typist=member, revoked_at=None)),
        )
        .get()
    )
    return Writer(row.readers, row.may_offer, row.types)


def offers_health_consent(member: Membership) -> Q:
    """Whether consent about her own health is still to be offered: before her first message, once."""
    given = HealthConsent.objects.filter(membership=member, version=wording.HEALTH_VERSION, withdrawn_at=None)
    return ~Q(Exists(given)) & ~Q(Exists(Message.objects.filter(author=member)))


def circles_of(member: Membership) -> list[Circle]:
    """The open circles that she is in, by name, each with `readers`: how many others are in it."""
    return ask(_CIRCLES, member, member.role)


def _build_circles(role: str, marks: Mapping[str, Any]) -> QuerySet[Circle]:
    member = reader(marks, role)
    with in_group(member.group_id):
        inside = CircleMember.objects.filter(circle=OuterRef("pk"), membership=member)
        others = Count(
            "members",
            filter=Q(members__joined_at__isnull=False, members__membership__status=Membership.Status.HERE)
            & ~Q(members__membership=member),
        )
        found: QuerySet[Circle] = Circle.objects.filter(
            Exists(inside.exclude(joined_at=None)), closed_at=None, pair=False
        )
        return found.annotate(readers=others).order_by("name")


_CIRCLES: Prepared[Circle] = Prepared(_build_circles, **READER)


def readers_in(circle: Circle) -> int:
    """`readers` of a circle from `circles_of`."""
    return cast("int", getattr(circle, "readers", 0))
