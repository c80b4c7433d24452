from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from byturns.core import clock, ids
from byturns.groups.models import Distance, Membership
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet
from byturns.knowledge.kinds import Answer, Scope
from byturns.knowledge.models.experience import Experience


class UseQuerySet(GroupQuerySet["Use"]):
    def standing(self) -> Self:
        """Said yes to and not taken back."""
        return self.filter(choice=Answer.YES, withdrawn_at=None)

    def waiting(self) -> Self:
        """Questions that wait for their teller. Who is blocked by her asks in vain, and is not told."""
        blocked = Distance.objects.filter(
            by=OuterRef("teller"), whom=OuterRef("asked_by"), kind=Distance.Kind.BLOCK
        )
        open_ = Q(message=None) | Q(
            message__taken_down_at=None, message__hidden_at=None, message__conversation__hidden_at=None
        )
        return self.filter(open_, choice="").exclude(Exists(blocked))

    def waiting_for(self, teller: Membership) -> Self:
        """Those that wait for her."""
        return self.waiting().filter(teller=teller)


class Use(GroupOwned):
    """One row of the ledger: words of one teller for one purpose, with her answer and its dates.

    For the group, before the yes: it names the message that somebody would like kept, and copies none of it.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    teller = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")
    scope = models.CharField(max_length=6, choices=Scope.choices)
    message = models.ForeignKey("conversations.Message", models.CASCADE, null=True, related_name="+")
    experience = models.ForeignKey(Experience, models.CASCADE, null=True, related_name="uses")
    page = models.ForeignKey("knowledge.Page", models.CASCADE, null=True, related_name="uses")
    # None: she offered it herself.
    asked_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    choice = models.CharField(max_length=3, choices=Answer.choices, blank=True)  # "": not answered, so no
    answered_at = models.DateTimeField(null=True, blank=True)
    # Who heard a yes that was said by voice, and wrote it down here.
    said_to = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(null=True, blank=True)  # of the experience, at the yes
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = GroupManager.from_queryset(UseQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        indexes = [models.Index(fields=["teller", "choice"], name="knowledge_use_of_teller")]
        constraints = [
            # A writer is asked about a message once, whatever she answered.
            models.UniqueConstraint(
                fields=["message", "scope"], condition=Q(message__isnull=False), name="knowledge_asked_once"
            ),
            models.UniqueConstraint(
                fields=["experience", "page"],
                condition=Q(page__isnull=False, withdrawn_at=None),
                name="knowledge_on_a_page_once",
            ),
            models.CheckConstraint(
                condition=Q(scope=Scope.PAGE, page__isnull=False, experience__isnull=False)
                | (~Q(scope=Scope.PAGE) & Q(page=None)),
                name="knowledge_page_use_has_a_page",
            ),
            models.CheckConstraint(
                condition=Q(message__isnull=False) | Q(experience__isnull=False),
                name="knowledge_use_is_of_words",
            ),
            models.CheckConstraint(
                condition=~Q(choice=Answer.YES) | Q(experience__isnull=False, answered_at__isnull=False),
                name="knowledge_yes_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"use {self.public_id}"
