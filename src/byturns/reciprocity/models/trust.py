from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from byturns.core import clock
from byturns.groups.scoping import GroupOwned


class TrustRule(GroupOwned):
    """For whom help in a home, in a car or with things of value is open, as the group set it (point 24)."""

    weeks = models.PositiveSmallIntegerField(default=4)
    vouches = models.PositiveSmallIntegerField(default=2)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["group"], name="reciprocity_trust_rule_once")]

    def __str__(self) -> str:
        return f"trust rule of group {self.group_id}"


class Vouch(GroupOwned):
    """A member has met another and would let them in. Nobody reads who said so of whom."""

    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    whom = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["by", "whom"], name="reciprocity_vouch_once"),
            models.CheckConstraint(condition=~Q(by=F("whom")), name="reciprocity_vouch_for_others"),
        ]

    def __str__(self) -> str:
        return f"vouch {self.pk}"


class Careful(GroupOwned):
    """She has read what nobody checks, before she helped in a home, in a car or with things of value."""

    membership = models.OneToOneField("groups.Membership", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"read by membership {self.membership_id}"
