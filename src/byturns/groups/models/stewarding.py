from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from byturns.core import clock, ids
from byturns.groups.scoping import GroupOwned


class StewardOffer(GroupOwned):
    """A steward asks a member to be one too; it takes the member's yes."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    whom = models.ForeignKey("groups.Membership", models.CASCADE, related_name="steward_offers")
    by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    said_yes = models.BooleanField(null=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["whom"], condition=Q(answered_at=None), name="groups_steward_offer_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"


class TypingGrant(GroupOwned):
    """Who may type for a member: named by her, revocable, sent to her in print (point 36)."""

    member = models.ForeignKey("groups.Membership", models.CASCADE, related_name="typists")
    typist = models.ForeignKey("groups.Membership", models.CASCADE, related_name="types_for")
    how_said = models.CharField(max_length=200)  # "by telephone on 3 May", as the steward wrote it
    recorded_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["member", "typist"], condition=Q(revoked_at=None), name="groups_typing_grant_once"
            ),
            models.CheckConstraint(condition=~Q(member=F("typist")), name="groups_typing_for_others"),
        ]

    def __str__(self) -> str:
        return f"typing grant {self.pk}"


class Recovery(GroupOwned):
    """Getting a member back in who lost her mailbox: a steward and a second person, both know her."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="recoveries")
    new_email = models.EmailField(max_length=254)
    opened_by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    second = models.ForeignKey("groups.Membership", models.CASCADE, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"recovery {self.pk}"
