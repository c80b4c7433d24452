from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from byturns.core import clock, ids
from byturns.groups.models import Distance, Membership
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet
from byturns.reciprocity.models.asks import Ask


class HandQuerySet(GroupQuerySet["Hand"]):
    def agreed(self) -> Self:
        return self.exclude(agreed_at=None)

    def seen_by_asker(self) -> Self:
        """Those whom the asker may know of: never of somebody she blocks (settled point 10)."""
        blocked = Distance.objects.filter(
            by=OuterRef("ask__asked_by"), whom=OuterRef("helper"), kind=Distance.Kind.BLOCK
        )
        return self.filter(~Exists(blocked), helper__status=Membership.Status.HERE)


class Hand(GroupOwned):
    """Somebody would help with one ask; agreed once both have said yes.

    A row that is taken back or not taken up is deleted: nothing keeps who did not help.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    ask = models.ForeignKey(Ask, models.CASCADE, related_name="hands")
    helper = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    agreed_at = models.DateTimeField(null=True, blank=True)
    # 0, 1, 2 ... below the number wanted: two can never hold one place.
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    # Where those two write to each other, once one of them has begun.
    conversation = models.ForeignKey(
        "conversations.Conversation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Which of the own contact details each lets the other see: of groups.ContactDetail.Kind, with commas.
    helper_passes = models.CharField(max_length=20, blank=True)
    asker_passes = models.CharField(max_length=20, blank=True)

    objects = GroupManager.from_queryset(HandQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["ask", "helper"], name="reciprocity_hand_once"),
            models.UniqueConstraint(fields=["ask", "place"], name="reciprocity_place_once"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, place__isnull=True)
                | Q(agreed_at__isnull=False, place__isnull=False),
                name="reciprocity_agreed_has_a_place",
            ),
        ]

    def __str__(self) -> str:
        return f"hand {self.public_id}"


class Thanks(GroupOwned):
    """What the asker said to one helper afterwards: read by those two alone."""

    hand = models.OneToOneField(Hand, models.CASCADE, related_name="thanks")
    words = models.CharField(max_length=600)
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"thanks {self.pk}"
