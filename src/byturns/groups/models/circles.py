from __future__ import annotations

from django.db import models

from byturns.core import clock, ids
from byturns.groups.scoping import GroupOwned


class Circle(GroupOwned):
    """A small closed circle inside the group. Only those in it read what is said there."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    name = models.CharField(max_length=60)
    about = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="groups_circle_name_once")]

    def __str__(self) -> str:
        return f"circle {self.pk}"


class CircleMember(GroupOwned):
    """Somebody asked into a circle; in it once they have said yes."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="members")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="circles")
    asked_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    joined_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["circle", "membership"], name="groups_circle_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.circle_id}"
