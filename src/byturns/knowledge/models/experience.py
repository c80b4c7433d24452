from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from byturns.core import clock, ids, text
from byturns.groups.models import Distance, Membership
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet
from byturns.knowledge.kinds import PART_NAMES, Circumstance, Helped

if TYPE_CHECKING:
    from byturns.knowledge.models.use import Use


class Subject(GroupOwned):
    """What experiences are about, in the group's words. It goes with the last experience on it."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    name = models.CharField(max_length=80)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint("group", Lower("name"), name="knowledge_subject_once"),
        ]

    def __str__(self) -> str:
        return f"subject {self.public_id}"


class ExperienceQuerySet(GroupQuerySet["Experience"]):
    def standing(self) -> Self:
        """What the group can find: not taken back, not to be said again, not hidden by a steward.

        Words kept from a message go out of sight with it, also when a steward hides it.
        """
        return self.filter(down_at=None, asks_again_at=None).filter(
            Q(message=None)
            | Q(message__taken_down_at=None, message__hidden_at=None, message__conversation__hidden_at=None)
        )

    def visible_to(self, member: Membership) -> Self:
        """The experiences whose words `member` may read: the one rule for pages, search and mail.

        A block hides what the other tells by name, a steward's duty aside. What is told without a name
        stays: blocking members in turn would tell whose it is (settled point 10).
        """
        if not member.is_present or member.is_guest:
            return self.none()
        rows = self.standing()
        if member.is_steward:
            return rows
        blocked = Distance.objects.filter(by=member, whom=OuterRef("teller"), kind=Distance.Kind.BLOCK)
        return rows.exclude(Exists(blocked), named=True)


class Experience(GroupOwned):
    """What one member has lived through, kept with her yes. All parts but one may be empty.

    Taken back, the row stays for the ledger and holds no words.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    teller = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")
    # Where the words were first said. What takes the message away takes this too.
    message = models.ForeignKey("conversations.Message", models.CASCADE, null=True, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="experiences")
    named = models.BooleanField(default=False)
    helped = models.CharField(max_length=6, choices=Helped.choices, blank=True)
    circumstances = models.JSONField(default=list, blank=True)
    words = models.TextField(blank=True)
    situation = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    happened = models.TextField(blank=True)
    not_fit = models.TextField(blank=True)
    professionals = models.TextField(blank=True)
    tell = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    kept_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(null=True, blank=True)
    # The message was changed since: out of sight until the teller says that this is still right.
    asks_again_at = models.DateTimeField(null=True, blank=True)
    down_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=32, blank=True)  # a form sent twice keeps one

    objects = GroupManager.from_queryset(ExperienceQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin
    uses: models.Manager[Use]

    class Meta(GroupOwned.Meta):
        abstract = False
        indexes = [models.Index(fields=["group", "-kept_at"], name="knowledge_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["message"],
                condition=Q(down_at=None, message__isnull=False),
                name="knowledge_message_kept_once",
            ),
            models.UniqueConstraint(
                fields=["teller", "once"], condition=~Q(once=""), name="knowledge_experience_once"
            ),
            # What was taken back holds no words: the database keeps that promise too.
            models.CheckConstraint(
                condition=Q(down_at=None) | Q(**dict.fromkeys(PART_NAMES, "")), name="knowledge_gone_is_gone"
            ),
        ]

    def __str__(self) -> str:
        return f"experience {self.public_id}"

    @property
    def first_words(self) -> str:
        """The beginning of the first part that was written, for a list."""
        said = (getattr(self, name) for name in PART_NAMES)
        return text.first_words(text.to_plain(text.to_html(next((one for one in said if one), ""))), 140)

    @property
    def all_words(self) -> str:
        """Every part, for comparing with what was written from it."""
        return "\n".join(getattr(self, name) for name in PART_NAMES)

    @property
    def circumstances_said(self) -> list[str]:
        """What the teller chose to say of her caring, in words."""
        return [str(one.label) for one in Circumstance if one.value in self.circumstances]
