from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from byturns.core import clock, ids
from byturns.groups.models.membership import Membership
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet


class CircleQuerySet(GroupQuerySet["Circle"]):
    def of(self, member: Membership) -> Self:
        """Open circles that `member` has said yes to."""
        inside = CircleMember.objects.joined().filter(circle=OuterRef("pk"), membership=member)
        return self.filter(Exists(inside), closed_at=None)

    def known_to(self, member: Membership) -> Self:
        """Circles that `member` knows of: hers, those she is asked into, and for a steward all open ones.

        Not that two write to each other: nobody else knows of that.
        """
        if member.is_guest or not member.is_present:
            return self.none()
        hers = Exists(CircleMember.objects.filter(circle=OuterRef("pk"), membership=member))
        if member.is_steward:
            return self.filter(Q(hers) | Q(pair=False), closed_at=None)
        return self.filter(hers, closed_at=None)


class CircleMemberQuerySet(GroupQuerySet["CircleMember"]):
    def joined(self) -> Self:
        return self.exclude(joined_at=None)

    def shared_with(self, member: Membership, other: OuterRef | Membership) -> Self:
        """Rows of `other` in open circles where both have said yes."""
        mine = (
            CircleMember.objects.joined().filter(membership=member, circle__closed_at=None).values("circle")
        )
        return self.joined().filter(membership=other, circle__in=mine)


class Circle(GroupOwned):
    """A small closed circle inside the group. Only those in it read what is said there.

    Two may have one name: refusing a name would tell that a circle one is not in exists.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    name = models.CharField(max_length=60)
    about = models.CharField(max_length=300, blank=True)
    # Made for two who agreed on something: nobody is asked in, and it stands on no list of circles.
    pair = models.BooleanField(default=False)
    made_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = GroupManager.from_queryset(CircleQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"circle {self.pk}"


class CircleMember(GroupOwned):
    """Somebody asked into a circle; in it once they have said yes."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="members")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="circles")
    asked_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    joined_at = models.DateTimeField(null=True, blank=True)

    objects = GroupManager.from_queryset(CircleMemberQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["circle", "membership"], name="groups_circle_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.circle_id}"
