from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from byturns.conversations.kinds import Kind, Note
from byturns.conversations.models.conversation import Conversation
from byturns.core import clock
from byturns.groups.scoping import GroupOwned


class ReadPoint(GroupOwned):
    """How far a member has read a conversation: every message up to `message_id` was on her page."""

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    message_id = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "conversation"], name="conversations_read_point_once"
            )
        ]

    def __str__(self) -> str:
        return f"read point {self.pk}"


class Follow(GroupOwned):
    """What a member wants to hear of a conversation. No row: what she chose for the group."""

    class Wish(models.TextChoices):
        FOLLOW = "follow", _("Follow")
        MUTE = "mute", _("Mute")

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="follows")
    wish = models.CharField(max_length=6, choices=Wish.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["membership", "conversation"], name="conversations_follow_once")
        ]

    def __str__(self) -> str:
        return f"{self.wish} {self.pk}"


class Draft(GroupOwned):
    """What a member is writing: one for each conversation, and one for a new one. Hers alone."""

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=9, choices=Kind.choices, blank=True)
    note = models.CharField(max_length=11, choices=Note.choices, blank=True)
    words = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["membership", "conversation"], name="conversations_draft_once"),
            models.UniqueConstraint(
                fields=["membership"], condition=Q(conversation=None), name="conversations_new_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
