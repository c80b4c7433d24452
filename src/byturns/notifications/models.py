from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from byturns.core import clock
from byturns.groups.scoping import GroupOwned
from byturns.notifications.kinds import Pace, Shows


class Choice(GroupOwned):
    """What one member wants to hear of this group by mail. No row: one quiet letter a day.

    `shows` is "" until she has answered "could someone else see your e-mail?", and then counts as quiet.
    Hours are in the group's time zone.
    """

    membership = models.OneToOneField("groups.Membership", models.CASCADE, related_name="+")
    pace = models.CharField(max_length=7, choices=Pace.choices, default=Pace.DAILY)
    shows = models.CharField(max_length=5, choices=Shows.choices, blank=True)
    hour = models.PositiveSmallIntegerField(default=8)
    weekday = models.PositiveSmallIntegerField(default=0)  # of a weekly letter; Monday is 0
    # No mail comes between these hours (from 21 to 8 goes over midnight); alike: none are quiet.
    quiet_from = models.PositiveSmallIntegerField(default=0)
    quiet_to = models.PositiveSmallIntegerField(default=0)
    quiet_days = models.CharField(max_length=7, blank=True)  # numbers of weekdays, such as "56"
    # Names the conversation in the subject, which otherwise says nothing at any level (point 18).
    telling_subject = models.BooleanField(default=False)
    letter_at = models.DateTimeField(null=True, blank=True)  # when the last letter was made up
    # From when on a break may have kept words from her; None once a letter has told them.
    rests_from = models.DateTimeField(null=True, blank=True)
    # When she answered, or put off, the question at joining; it is asked once.
    asked_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)  # when she last chose

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__lt=24, weekday__lt=7, quiet_from__lt=24, quiet_to__lt=24),
                name="notifications_choice_clock",
            )
        ]

    def __str__(self) -> str:
        return f"choice of membership {self.membership_id}"

    @property
    def showing(self) -> str:
        """What mails show: quiet until she has said."""
        return self.shows or Shows.QUIET


class Told(GroupOwned):
    """A message that a mail has told a member of, so that no other does."""

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    message = models.ForeignKey("conversations.Message", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["membership", "message"], name="notifications_told_once")
        ]

    def __str__(self) -> str:
        return f"membership {self.membership_id} was told of message {self.message_id}"


class Device(GroupOwned):
    """A browser of a member's that is woken, without a word, when a notice has gone to her by mail.

    `endpoint` is its address at its maker's push service; nobody ever sees it. `stamp` binds it to
    her way in.
    """

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000)
    digest = models.CharField(max_length=64, unique=True)  # of the address: one device is one member's
    stamp = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    woken_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"device {self.pk}"


class Voice(GroupOwned):
    """How the group's mail names itself: as bland as the group likes."""

    sender = models.CharField(max_length=40, blank=True)  # "": the word "Your group"

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["group"], name="notifications_voice_once")]

    def __str__(self) -> str:
        return f"voice of group {self.group_id}"


class Patience(GroupOwned):
    """After how many hours without an answer listeners hear of it (settled point 3)."""

    first = models.PositiveSmallIntegerField(default=4)  # waking hours of the group
    second = models.PositiveSmallIntegerField(default=12)  # hours by the clock, as is the third
    third = models.PositiveSmallIntegerField(default=24)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["group"], name="notifications_patience_once"),
            models.CheckConstraint(
                condition=Q(first__gte=1, second__gt=F("first"), third__gt=F("second"), third__lte=168),
                name="notifications_patience_order",
            ),
        ]

    def __str__(self) -> str:
        return f"patience of group {self.group_id}"


class Alert(GroupOwned):
    """A listener was asked to look at a conversation that nobody had answered."""

    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, related_name="+")
    step = models.PositiveSmallIntegerField()  # 1, 2 or 3
    listener = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    looks_at = models.DateTimeField(null=True, blank=True)  # when she said "I am looking at this"

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "step", "listener"], name="notifications_alert_once"
            )
        ]

    def __str__(self) -> str:
        return f"alert {self.step} about conversation {self.conversation_id}"


class ToEveryone(GroupOwned):
    """A conversation whose first words a steward sent to everyone at once."""

    conversation = models.OneToOneField("conversations.Conversation", models.CASCADE, related_name="+")
    by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"to everyone: conversation {self.conversation_id}"
