from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from byturns.core import clock, ids
from byturns.groups.models import Membership
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet
from byturns.safety.kinds import CLOCK, Kept, Outcome, Route, Severity

SEALED_OPEN = datetime.timedelta(days=365)  # the longest that words are kept while a case is open
SEALED_CLOSED = datetime.timedelta(days=180)  # and after it was settled


class ReportQuerySet(GroupQuerySet["Report"]):
    def heard_by(self, member: Membership) -> Self:
        """The cases that `member` is on: the one rule for lists, pages, letters and counts.

        All stewards but those it is about. With no other steward left, or when somebody outside says
        that it is about a steward, the members whom the group has named to hear reports (point 11).
        Once such a report was made it stays with those who were named then: nobody it may be about can
        take it over by naming others. Only when none of them is here any more do others follow.
        """
        if not member.is_present or member.is_guest:
            return self.none()
        rows = self.exclude(about=member).exclude(about_too=member)
        kept = Hearer.objects.filter(report=OuterRef("pk"))
        theirs = Q(Exists(kept.filter(member=member)))
        if member.is_steward:
            named = Membership.objects.full().filter(hears_reports=True).exclude(role=Membership.Role.STEWARD)
            others = ~Exists(kept) & (Q(about_stewards=False) | ~Exists(named))
            return rows.filter(theirs | others)
        if not member.hears_reports:
            return rows.filter(theirs)
        # Coalesce: in SQL nothing is unequal to NULL.
        free = (
            Membership.objects.stewards()
            .exclude(pk=Coalesce(OuterRef("about"), 0))
            .exclude(pk=Coalesce(OuterRef("about_too"), 0))
        )
        still_here = kept.filter(member__in=Membership.objects.full())
        unkept = ~Exists(kept) & (Q(about_stewards=True) | ~Exists(free))
        orphaned = Exists(kept) & ~Exists(still_here)
        return rows.filter(theirs | unkept | orphaned)

    def open(self) -> Self:
        return self.filter(closed_at=None)


class Report(GroupOwned):
    """Somebody turned to the stewards: about a message, about a person, or from outside.

    `by` is never shown to those it is about. `about` is whose words or self it concerns, `about_too`
    who typed them; neither is on the case, whatever their role.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    route = models.CharField(max_length=8, choices=Route.choices)
    severity = models.CharField(max_length=7, choices=Severity.choices, default=Severity.HOUSE)
    by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, blank=True, related_name="+")
    about_too = models.ForeignKey(
        "groups.Membership", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    about_stewards = models.BooleanField(default=False)  # somebody outside says so
    message = models.ForeignKey(
        "conversations.Message", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    conversation = models.ForeignKey(
        "conversations.Conversation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    words = models.TextField(blank=True)
    answer_to = models.EmailField(max_length=254, blank=True)  # of somebody outside who wants an answer
    at = models.DateTimeField(default=clock.now)
    taken_by = models.ForeignKey(
        "groups.Membership", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    told_late_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "groups.Membership", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    reason = models.TextField(blank=True)  # for the case
    said_to_reporter = models.TextField(blank=True)
    once = models.CharField(max_length=32, blank=True)

    objects = GroupManager.from_queryset(ReportQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["group", "closed_at", "-at"], name="safety_report_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | (~Q(reason="") & ~Q(outcome="")),
                name="safety_closed_with_a_reason",
            ),
            models.UniqueConstraint(fields=["by", "once"], condition=~Q(once=""), name="safety_report_once"),
        ]

    def __str__(self) -> str:
        return f"report {self.public_id}"

    @property
    def due_at(self) -> datetime.datetime:
        """When somebody must have settled it."""
        return self.at + CLOCK[self.severity]

    def is_late(self, moment: datetime.datetime) -> bool:
        return self.closed_at is None and moment > self.due_at


class Hearer(GroupOwned):
    """A member who was named to hear reports when this one was made, and hears it from then on."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="kept_hearers")
    member = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["report", "member"], name="safety_hearer_once"),
        ]

    def __str__(self) -> str:
        return f"hearer {self.pk}"


class ReportNote(GroupOwned):
    """A line of a case: what somebody noted or did. Read only by those on the case."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="notes")
    by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=13, choices=Kept.choices, default=Kept.NOTE)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Snapshot(GroupOwned):
    """Words as they stood when they were reported: sealed to those on the case, until a date.

    It alone outlives taking down (point 26), so that what was said can still be judged.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="snapshots")
    message = models.ForeignKey(
        "conversations.Message", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    who = models.CharField(max_length=80, blank=True)  # as it was shown then; "" for without a name
    words = models.TextField()
    older = models.JSONField(default=list)  # [{"words": ..., "until": ISO time}], newest first
    said_at = models.DateTimeField(null=True, blank=True)
    is_reported = models.BooleanField(default=False)  # the others came just before it
    until = models.DateTimeField()

    class Meta(GroupOwned.Meta):
        abstract = False
        ordering = ["said_at", "pk"]

    def __str__(self) -> str:
        return f"snapshot {self.pk}"
