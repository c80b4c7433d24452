from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from byturns.conversations.models.conversation import Conversation
from byturns.core import clock, ids
from byturns.groups.models import Membership
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet


class GuestVisitQuerySet(GroupQuerySet["GuestVisit"]):
    def open_now(self) -> Self:
        """Visits that nobody objected to or stopped, whose time has come and not run out."""
        now = clock.now()
        return self.filter(
            refused_at=None, stopped_at=None, opens_at__lte=now, until__gt=now, objections=None
        )


class GuestVisit(GroupOwned):
    """A guest (a professional, say) in one conversation until a date (settled point 9).

    Proposed by a steward; the starter and everyone who wrote there are told and may object within
    three days; only then it opens.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="visits")
    guest = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    opens_at = models.DateTimeField()
    until = models.DateTimeField()
    refused_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = GroupManager.from_queryset(GuestVisitQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(opens_at__lt=F("until")), name="conversations_visit_has_time")
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"

    @property
    def last_day(self) -> datetime:
        """A moment in the last day of the visit, for showing its date."""
        return self.until - timedelta(seconds=1)


class GuestObjection(GroupOwned):
    """A writer in the conversation does not want the guest there. No reason is asked."""

    visit = models.ForeignKey(GuestVisit, models.CASCADE, related_name="objections")
    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["visit", "by"], name="conversations_objection_once")]

    def __str__(self) -> str:
        return f"objection {self.pk}"


class GuestMayReadQuerySet(GroupQuerySet["GuestMayRead"]):
    def for_open_visits_of(self, guest: Membership) -> Self:
        """The yeses that count for `guest` now: each was said to one visit and ends with it."""
        return self.filter(visit__in=GuestVisit.objects.open_now().filter(guest=guest))


class GuestMayRead(GroupOwned):
    """A writer lets the guest read, in this visit, what she wrote before the guest came."""

    visit = models.ForeignKey(GuestVisit, models.CASCADE, related_name="yeses")
    writer = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = GroupManager.from_queryset(GuestMayReadQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["visit", "writer"], name="conversations_guest_yes_once")
        ]

    def __str__(self) -> str:
        return f"yes {self.pk}"
