from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from byturns.core import clock, ids
from byturns.groups.models import Membership
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet
from byturns.knowledge.kinds import Answer, Section
from byturns.knowledge.models.experience import Experience

if TYPE_CHECKING:
    from byturns.knowledge.models.use import Use

TELLERS = 3  # a page is in the list while so many members tell on it (settled point 25)


class PageQuerySet(GroupQuerySet["Page"]):
    def with_tellers(self) -> Self:
        """With `tellers`: from how many members it is now, whoever reads it."""
        from byturns.knowledge.models.use import Use

        standing = (
            Use.objects.standing()
            .filter(page=OuterRef("pk"), experience__in=Experience.objects.standing().values("pk"))
            .order_by()
            .values("page")
            .annotate(n=Count("teller", distinct=True))
            .values("n")
        )
        return self.annotate(tellers=Coalesce(Subquery(standing), 0))

    def listed(self) -> Self:
        """Those that all members find."""
        return self.with_tellers().filter(tellers__gte=TELLERS)

    def visible_to(self, member: Membership) -> Self:
        """The pages that `member` may open: listed ones, and others where she began it or tells on it.

        One who is asked for her words sees what they are for.
        """
        from byturns.knowledge.models.use import Use

        if not member.is_present or member.is_guest:
            return self.none()
        hers = Use.objects.filter(page=OuterRef("pk"), teller=member, withdrawn_at=None).exclude(
            choice=Answer.NO
        )
        return self.with_tellers().filter(Q(tellers__gte=TELLERS) | Q(started_by=member) | Exists(hers))


class Page(GroupOwned):
    """What several members know about one subject, put together by members, never by a machine."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    title = models.CharField(max_length=80)
    started_by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    in_list = models.BooleanField(default=False)  # as its tellers were last told
    # When the group last looked at it together; gone again when words are taken back.
    looked_on = models.DateField(null=True, blank=True)
    next_look = models.DateField(null=True, blank=True)
    next_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    once = models.CharField(max_length=32, blank=True)

    objects = GroupManager.from_queryset(PageQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin
    uses: models.Manager[Use]

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["started_by", "once"], condition=~Q(once=""), name="knowledge_page_once"
            )
        ]

    def __str__(self) -> str:
        return f"page {self.public_id}"


class Line(GroupOwned):
    """A line that members wrote on a page. Its words are those of its newest version."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    page = models.ForeignKey(Page, models.CASCADE, related_name="lines")
    section = models.CharField(max_length=7, choices=Section.choices)
    made_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=32, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"line {self.public_id}"


class LineVersion(GroupOwned):
    """How a line reads, or read once. Without words where it rested on what was taken back."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    scrubbed_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="knowledge_version_once"),
            models.CheckConstraint(
                condition=Q(scrubbed_at=None) | Q(words=""), name="knowledge_scrubbed_is_gone"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of line {self.line_id}"


class RestsOn(GroupOwned):
    """Where a version of a line comes from: a use on the same page."""

    version = models.ForeignKey(LineVersion, models.CASCADE, related_name="sources")
    use = models.ForeignKey("knowledge.Use", models.CASCADE, related_name="+")

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["version", "use"], name="knowledge_source_once"),
        ]

    def __str__(self) -> str:
        return f"source {self.pk}"
