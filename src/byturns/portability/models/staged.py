from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from byturns.core import ids
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet
from byturns.portability.kinds import Choice
from byturns.portability.models.batch import Batch


class StagedNameQuerySet(GroupQuerySet["StagedName"]):
    def coming(self) -> Self:
        """Whose words are brought in: not left out, not taken down meanwhile."""
        return self.exclude(choice=Choice.OUT).filter(down_at=None)


class StagedName(GroupOwned):
    """Somebody who wrote in a file, and what is to become of her words.

    The row outlives the opening: it is what its person's link, claim and wishes hang on. The address
    is kept only until she has been told; `said_key` knows it, or the number, again.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="names")
    name = models.CharField(max_length=80, blank=True)  # "" where only a number or an address is known
    said_key = models.CharField(max_length=64, blank=True)
    address = models.EmailField(max_length=254, blank=True)
    by_number = models.BooleanField(default=False)
    robot = models.BooleanField(default=False)  # only a program ever wrote from there: nobody is told
    messages = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    choice = models.CharField(max_length=9, choices=Choice.choices, default=Choice.UNCLAIMED)
    certain = models.BooleanField(default=False)  # known by the address, not only by the name
    membership = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    there_from = models.DateField(null=True, blank=True)  # came to the old group then; None: always there
    claimed_at = models.DateTimeField(null=True, blank=True)
    not_mine_at = models.DateTimeField(null=True, blank=True)
    name_hidden = models.BooleanField(default=False)
    hidden_at = models.DateTimeField(null=True, blank=True)
    down_at = models.DateTimeField(null=True, blank=True)
    imported = models.ForeignKey(
        "conversations.ImportedName", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = GroupManager.from_queryset(StagedNameQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        ordering = ["-messages", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(choice=Choice.MEMBER, membership__isnull=False) | ~Q(choice=Choice.MEMBER),
                name="portability_a_members_name_has_its_member",
            )
        ]

    def __str__(self) -> str:
        return f"staged name {self.public_id}"


class StagedMessage(GroupOwned):
    """A message that waits. One that is here already keeps no words: only its place in the stream."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="messages")
    name = models.ForeignKey(StagedName, models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    thread = models.PositiveIntegerField(default=0)  # of a mailing list; a chat is cut by its silences
    sent_at = models.DateTimeField()
    words = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    key = models.CharField(max_length=64)
    known = models.BooleanField(default=False)
    line = models.PositiveIntegerField()

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="portability_staged_place_once"),
        ]

    def __str__(self) -> str:
        return f"staged message {self.pk}"


class StagedMember(GroupOwned):
    """A row of a list of members, until a steward has acted on it."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    display_name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    contact_by = models.CharField(max_length=10, blank=True)
    notes = models.TextField(blank=True)  # shown once, never kept with the member
    remarks = models.JSONField(default=list)
    done = models.CharField(max_length=8, blank=True)  # invited, recorded or left; "" while it waits
    fault = models.CharField(max_length=300, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"staged member {self.public_id}"
