"""Who will see what is about to be sent. Blocks are not taken off: the number would give them away."""

from __future__ import annotations

from django.db.models import Count, Q

from byturns.groups.models import Circle, CircleMember, Membership


def readers_in_group(member: Membership) -> int:
    """How many other full members the group has."""
    return Membership.objects.full().exclude(pk=member.pk).count()


def readers_in(circles: list[Circle], member: Membership) -> dict[int, int]:
    """For each circle, by its number, how many other people are in it."""
    inside = (
        CircleMember.objects.filter(circle__in=circles, membership__status=Membership.Status.HERE)
        .exclude(joined_at=None)
        .values("circle")
        .annotate(n=Count("pk", filter=~Q(membership=member)))
    )
    return {row["circle"]: row["n"] for row in inside}
