from __future__ import annotations

from django.db import models
from django.db.models import Q

from byturns.core import clock, ids
from byturns.groups.scoping import GroupOwned
from byturns.safety.kinds import DID, TOLD, Deed


class Act(GroupOwned):
    """What a steward did to words, and why. Its writer reads this and can answer it.

    `by` None: held by the group's own rule until a steward has looked.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    deed = models.CharField(max_length=6, choices=Deed.choices)
    message = models.ForeignKey(
        "conversations.Message", models.CASCADE, null=True, blank=True, related_name="+"
    )
    conversation = models.ForeignKey(
        "conversations.Conversation", models.CASCADE, null=True, blank=True, related_name="+"
    )
    whose = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300)
    report = models.ForeignKey("safety.Report", models.SET_NULL, null=True, blank=True, related_name="acts")
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="safety_act_with_a_reason"),
            models.CheckConstraint(
                condition=Q(message__isnull=False) | Q(conversation__isnull=False), name="safety_act_on_words"
            ),
        ]

    def __str__(self) -> str:
        return f"act {self.public_id}"

    @property
    def did(self) -> str:
        """What was done, for those on the case."""
        return str(DID[self.deed][0 if self.message_id else 1])

    @property
    def told(self) -> str:
        """What was done, for the person whose words they are."""
        return str(TOLD[self.deed][0 if self.message_id else 1])
