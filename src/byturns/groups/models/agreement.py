from __future__ import annotations

from django.db import models

from byturns.core import clock
from byturns.groups.scoping import GroupOwned


class Agreement(GroupOwned):
    """One version of what members agree on, and of what stays in the group (`limits`).

    A version is never changed once members were asked; a new one asks again.
    """

    version = models.PositiveIntegerField()
    words = models.TextField()
    limits = models.TextField()  # the limits of confidentiality, under 120 words (D40)
    change = models.CharField(max_length=500, blank=True)  # why it changed, in the stewards' words
    made_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["group", "version"], name="groups_agreement_once")]

    def __str__(self) -> str:
        return f"agreement {self.version}"


class AgreementYes(GroupOwned):
    """A member's yes to a version; `said_to` when a steward wrote it down for her."""

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="yeses")
    version = models.PositiveIntegerField()
    said_to = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["membership", "version"], name="groups_agreement_yes_once")
        ]

    def __str__(self) -> str:
        return f"yes to {self.version}"


class HealthConsent(GroupOwned):
    """Consent to keep what a member writes about her own health: apart, dated, withdrawable (D45)."""

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="health_consents")
    version = models.PositiveIntegerField()
    given_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"consent {self.version}"
