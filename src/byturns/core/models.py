from __future__ import annotations

from django.db import models
from django.db.models import Q

from byturns.core import clock


class EventRecord(models.Model):
    """A stored fact: the group's diary, the audit trail and the outbox of events in one.

    `group_id` and `by_id` are plain numbers: core knows no groups, and a record outlives them.
    """

    kind = models.CharField(max_length=80)
    group_id = models.BigIntegerField()
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["group_id", "-at"], name="core_event_group")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Delivery(models.Model):
    """One fact owed to one subscriber; open until `done_at` is set."""

    record = models.ForeignKey(EventRecord, models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=160)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "subscriber"], name="core_delivery_once")]

    def __str__(self) -> str:
        return f"{self.subscriber} {'done' if self.done_at else 'owed'}"


class Tick(models.Model):
    """A slot of timed work that somebody has taken."""

    name = models.CharField(max_length=80)
    slot = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="core_tick_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"


class OutgoingMail(models.Model):
    """A mail that was decided on: what to say to whom, by reference.

    The words are made at the moment of sending by the letter called `kind`, from `refs`. `secret`
    holds what cannot be looked up again (a sign-in code) and is wiped once the mail has gone.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DROPPED = "dropped"  # when its time came there was nothing left to say
        FAILED = "failed"

    kind = models.CharField(max_length=80)
    to = models.EmailField(max_length=254)
    group_id = models.BigIntegerField(null=True)
    refs = models.JSONField(default=dict)
    secret = models.JSONField(default=dict)
    message_id = models.CharField(max_length=120, unique=True)
    back = models.CharField(max_length=24, blank=True)  # names it when it comes back; "" for none
    came_back = models.BooleanField(default=False)
    # While a mail with this key waits, no other is decided on: many events are one notice. "" for none.
    once = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    handing_since = models.DateTimeField(null=True)  # a worker is about to send it, or died over it
    not_before = models.DateTimeField(null=True)  # kept for a later hour: until then it is not late
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="core_mail_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["once"], condition=Q(state="waiting") & ~Q(once=""), name="core_mail_once_waiting"
            ),
            models.UniqueConstraint(fields=["back"], condition=~Q(back=""), name="core_mail_back_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
