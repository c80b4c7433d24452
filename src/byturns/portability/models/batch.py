from __future__ import annotations

from django.db import models

from byturns.core import clock, ids
from byturns.groups.scoping import GroupOwned
from byturns.portability.kinds import Order, Source, State


class Batch(GroupOwned):
    """One file that somebody brought, from the reading until it is open to those who were there.

    `numbers` holds what was understood, in figures; words are only in the staged rows, which go when
    it opens or is taken back. `kept_as` names the raw file while it may have to be read once more.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    kind = models.CharField(max_length=8, choices=Source.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.READING)
    file_name = models.CharField(max_length=120)  # as its steward calls it; shown to stewards only
    kept_as = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    order = models.CharField(max_length=3, choices=Order.choices, blank=True)
    order_sure = models.BooleanField(default=True)
    silence_hours = models.PositiveSmallIntegerField(default=6)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    numbers = models.JSONField(default=dict)
    fault = models.TextField(blank=True)
    # None: somebody at the server itself, by the command line.
    made_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        indexes = [models.Index(fields=["state", "opens_at"], name="portability_batch_due")]

    def __str__(self) -> str:
        return f"batch {self.public_id} ({self.state})"

    @property
    def is_history(self) -> bool:
        return self.kind != Source.MEMBERS


class Line(GroupOwned):
    """A line that was not understood (`why` says the reason), or a notice of the program (no reason)."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    to_line = models.PositiveIntegerField()
    text = models.TextField()
    why = models.CharField(max_length=300, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        indexes = [models.Index(fields=["batch", "line"], name="portability_line_order")]

    def __str__(self) -> str:
        return f"line {self.line} of {self.batch_id}"


class WasThere(GroupOwned):
    """A member who was in the old group and wrote nothing: named by a steward."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="others_there")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["batch", "membership"], name="portability_was_there_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} was there ({self.batch_id})"
