"""Circles, as one member may know of them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from byturns.groups.models import Circle, CircleMember, Membership


def mine(member: Membership) -> QuerySet[Circle]:
    """The open circles she is in, but for those of two."""
    return Circle.objects.of(member).filter(pair=False).order_by("name", "pk")


def asked_into(member: Membership) -> QuerySet[CircleMember]:
    """The circles she was asked into and has not answered."""
    return (
        CircleMember.objects.filter(membership=member, joined_at=None, circle__closed_at=None)
        .select_related("circle", "asked_by")
        .order_by("asked_at", "pk")
    )


def is_in(member: Membership, circle: Circle) -> bool:
    """Whether she has said yes to it."""
    return CircleMember.objects.joined().filter(circle=circle, membership=member).exists()


def people_in(circle: Circle) -> QuerySet[CircleMember]:
    """Who is in it and who was asked, by name."""
    return (
        CircleMember.objects.filter(circle=circle)
        .exclude(membership__status__in=Membership.OUTSIDE)
        .select_related("membership")
        .order_by("membership__display_name", "pk")
    )


def can_be_asked(member: Membership, circle: Circle) -> QuerySet[Membership]:
    """Whom she may ask into it: full members who are not in it or asked yet."""
    inside = CircleMember.objects.filter(circle=circle).values("membership")
    if circle.pair:
        return Membership.objects.none()
    return (
        Membership.objects.listed_for(member)
        .full()
        .exclude(Q(pk__in=inside) | Q(pk=member.pk))
        .order_by("display_name", "pk")
    )


def others(member: Membership) -> QuerySet[Circle]:
    """Circles she only knows to exist, as a steward: their names, never their words."""
    return (
        Circle.objects.known_to(member)
        .filter(pair=False)
        .exclude(pk__in=mine(member))
        .exclude(members__membership=member)
        .order_by("name", "pk")
    )
