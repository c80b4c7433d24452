"""Who may help in a home, in a car or with things of value, as the group set it (settled point 24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from byturns.core import clock
from byturns.groups.models import Distance, Membership
from byturns.reciprocity.models import Careful, TrustRule, Vouch

WEEKS, VOUCHES = 4, 2  # unless the group says otherwise


@dataclass(frozen=True)
class Standing:
    """What counts when she wants to help somebody."""

    keeps_away: bool
    long_enough: bool
    known: bool
    has_read: bool


def standing(member: Membership, asker_id: int) -> Standing:
    """In one query."""
    row: Any = (
        _counted(Membership.objects.filter(pk=member.pk))
        .annotate(
            away=Exists(Distance.objects.filter(by=member, whom=asker_id, kind=Distance.Kind.BLOCK)),
            has_read=Exists(Careful.objects.filter(membership=member)),
        )
        .get()
    )
    return Standing(row.away, _long_enough(row.joined_at, row.weeks), row.known >= row.vouches, row.has_read)


def trusted() -> set[int]:
    """The numbers of all who may, in one query."""
    rows: Any = _counted(Membership.objects.full())
    return {row.pk for row in rows if _long_enough(row.joined_at, row.weeks) and row.known >= row.vouches}


def rule_of() -> TrustRule:
    """What the group has set, or what holds until it does (not saved)."""
    return TrustRule.objects.first() or TrustRule(weeks=WEEKS, vouches=VOUCHES)


def _counted(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    vouches = (
        Vouch.objects.filter(whom=OuterRef("pk"), by__status=Membership.Status.HERE)
        .order_by()
        .values("whom")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rule = TrustRule.objects.filter(group=OuterRef("group"))
    return rows.annotate(
        known=Coalesce(Subquery(vouches), 0),
        weeks=Coalesce(Subquery(rule.values("weeks")[:1]), WEEKS),
        vouches=Coalesce(Subquery(rule.values("vouches")[:1]), VOUCHES),
    )


def _long_enough(joined_at: datetime, weeks: int) -> bool:
    return clock.now() - joined_at >= timedelta(weeks=weeks)
