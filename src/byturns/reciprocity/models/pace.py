from __future__ import annotations

from typing import Self

from django.db import models

from byturns.core import clock, ids
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet
from byturns.reciprocity.kinds import Far, Pace
from byturns.reciprocity.models.asks import Ask


class Willing(GroupOwned):
    """What a member may be asked for, how often and when: she says so herself, and nobody else reads it."""

    membership = models.OneToOneField("groups.Membership", models.CASCADE, related_name="+")
    pace = models.CharField(max_length=9, choices=Pace.choices, default=Pace.FORTNIGHT)
    kinds = models.CharField(max_length=120, blank=True)  # of kinds.Help, with commas
    weekdays = models.CharField(max_length=7, blank=True)  # "": any
    parts = models.CharField(max_length=3, blank=True)  # of kinds.Part; "": any hour
    far = models.CharField(max_length=4, choices=Far.choices, default=Far.OUT)
    # When she was last asked for anything, whatever she answered: so that others are asked first.
    last_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"pace of membership {self.membership_id}"

    @property
    def able(self) -> frozenset[str]:
        return frozenset(filter(None, self.kinds.split(",")))


class AskedQuerySet(GroupQuerySet["Asked"]):
    def waiting(self) -> Self:
        """Those who have not answered yet."""
        return self.filter(declined_at=None)


class Asked(GroupOwned):
    """This member was asked, alone. A no is a mark here, without a reason, and goes when the ask ends.

    Whoever says yes has a hand instead, and the row goes. `because` holds keys of lists and dates.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    ask = models.ForeignKey(Ask, models.CASCADE, related_name="asked")
    member = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    because = models.JSONField(default=list)
    at = models.DateTimeField(default=clock.now)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = GroupManager.from_queryset(AskedQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["ask", "member"], name="reciprocity_asked_once")]

    def __str__(self) -> str:
        return f"asked {self.public_id}"
