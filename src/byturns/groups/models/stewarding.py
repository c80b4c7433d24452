from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from byturns.core import clock, ids
from byturns.groups.models.membership import Membership
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet


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


class TypingGrantQuerySet(GroupQuerySet["TypingGrant"]):
    def standing(self) -> Self:
        """Given, not taken back, and both are still here as members."""
        return self.filter(
            revoked_at=None,
            member__in=Membership.objects.full(),
            typist__in=Membership.objects.full(),
        )


class TypingGrant(GroupOwned):
    """Who may type for a member: named by her, revocable, sent to her in print (point 36)."""

    member = models.ForeignKey("groups.Membership", models.CASCADE, related_name="typists")
    typist = models.ForeignKey("groups.Membership", models.CASCADE, related_name="types_for")
    how_said = models.CharField(max_length=200)  # "by telephone on 3 May", as the steward wrote it
    recorded_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = GroupManager.from_queryset(TypingGrantQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

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


class RecoveryQuerySet(GroupQuerySet["Recovery"]):
    def open(self) -> Self:
        return self.filter(done_at=None, stopped_at=None)


class Recovery(GroupOwned):
    """Getting a member back in who lost her mailbox: a steward and a second person, both know her.

    `moves_at` is set by the second's yes: at once when both met her face to face, else a day later,
    so that whoever reads the old mailbox can stop it.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="recoveries")
    new_email = models.EmailField(max_length=254)
    opened_by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    how_known = models.CharField(max_length=200, blank=True)  # "She rang me, I know her voice"
    in_person = models.BooleanField(default=False)  # the steward met her face to face
    second = models.ForeignKey("groups.Membership", models.CASCADE, null=True, related_name="+")
    second_in_person = models.BooleanField(default=False)
    second_at = models.DateTimeField(null=True, blank=True)
    moves_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")

    objects = GroupManager.from_queryset(RecoveryQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(done_at=None, stopped_at=None),
                name="groups_recovery_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(second=F("opened_by"))
                & ~Q(second=F("membership"))
                & ~Q(opened_by=F("membership")),
                name="groups_recovery_two_others",
            ),
        ]

    def __str__(self) -> str:
        return f"recovery {self.pk}"
