from __future__ import annotations

from django.db import models

from byturns.core import clock, ids
from byturns.groups.scoping import GroupOwned
from byturns.portability.models.batch import Batch
from byturns.portability.models.staged import StagedName


class OwnerLink(GroupOwned):
    """A link by which somebody says what becomes of her words, without an account. Only its digest is kept.

    For a member it covers all her names in the batch; for an address in the file its one name.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="links")
    name = models.ForeignKey(StagedName, models.CASCADE, null=True, related_name="links")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"owner link {self.pk}"


class Claim(GroupOwned):
    """A member says that a name is hers. It stands when a steward and another who was there say so too."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    name = models.ForeignKey(StagedName, models.CASCADE, related_name="claims")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    steward = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    witness = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["name", "membership"], name="portability_claim_once")]

    def __str__(self) -> str:
        return f"claim {self.public_id}"


class GoneLine(GroupOwned):
    """A line that its writer took down: known again by its key, so that no later run brings it back."""

    key = models.CharField(max_length=64)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="portability_gone_once")]

    def __str__(self) -> str:
        return f"gone {self.pk}"
