from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from byturns.core import clock, ids
from byturns.groups.scoping import GroupOwned


class Invitation(GroupOwned):
    """An invitation to one address. It works once, for that address, for 14 days (point 7)."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    email = models.EmailField(max_length=254)
    token_digest = models.CharField(max_length=64, unique=True)
    note = models.CharField(max_length=500, blank=True)  # a line from the one who invites
    made_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    came_in_at = models.DateTimeField(null=True, blank=True)  # when its link signed somebody in, once
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class JoinQuestion(GroupOwned):
    """One of the group's own questions to someone who asks to join."""

    words = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"question {self.pk}"


class Application(GroupOwned):
    """Somebody asks to join. They see nothing of the group; they can talk with members here.

    `answers` holds the question with each answer, so that a changed question changes no answer.
    Until `quiet_until` nothing that members write reaches the applicant, so that each member can
    first tell the stewards "not while I am here". Once decided, all but the reason is gone after 30
    days (point 8), `person` included; at once when the applicant takes it back.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        LET_IN = "let_in", _("Let in")
        REFUSED = "refused", _("Not this time")
        WITHDRAWN = "withdrawn", _("Taken back")

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="applications")
    name = models.CharField(max_length=60)
    answers = models.JSONField(default=list)  # [{"question": ..., "answer": ...}]
    says_carer_over_18 = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField(default=clock.now)
    quiet_until = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True, blank=True)  # when a mail last said that there is an answer
    decided_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)  # for the stewards' record
    kind_words = models.TextField(blank=True)  # what the applicant was told
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=models.Q(state="open"),
                name="groups_application_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"


class ApplicationMessage(GroupOwned):
    """A word between the applicant (`author` None) and members, before anyone decides.

    The applicant sees "a member of the group" unless the member shows their name.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="messages")
    author = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    from_applicant = models.BooleanField(default=False)
    shows_name = models.BooleanField(default=False)
    words = models.TextField()
    html = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"word {self.pk}"


class NotWhileIAmHere(GroupOwned):
    """A member's private "not while I am here" to the stewards, without a reason (point 8)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["application", "membership"], name="groups_not_while_once")
        ]

    def __str__(self) -> str:
        return f"objection {self.pk}"


class JoinReason(GroupOwned):
    """Why somebody came, asked gently and optional: for the member's own eyes, nobody else's."""

    membership = models.OneToOneField("groups.Membership", models.CASCADE, related_name="join_reason")
    reasons = models.JSONField(default=list)  # keys of kinds.JOIN_REASONS
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"reason {self.pk}"


class SetupLink(models.Model):
    """The one-time link that makes a group on this server. Only its digest is kept; one at a time."""

    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"set-up link {self.pk}"
