from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from byturns.conversations.kinds import Kind, Note
from byturns.core import clock, ids
from byturns.groups.models import CircleMember, Distance, Membership
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet

if TYPE_CHECKING:
    import datetime


class ConversationQuerySet(GroupQuerySet["Conversation"]):
    def visible_to(self, member: Membership) -> Self:
        """The conversations that `member` may open: the one rule for lists, pages and search.

        A guest: only where a visit is open, never in a circle. All others: what is in no circle of others,
        not started by name by somebody they block (a steward's duty aside), and of what was brought in only
        where they were there, or a writer widened something.
        """
        if not member.is_present:
            return self.none()
        rows = self.filter(hidden_at=None)
        if member.is_guest:
            return rows.filter(Exists(_open_visits(member)), circle=None)
        in_circle = CircleMember.objects.filter(
            circle=OuterRef("circle"), membership=member, circle__closed_at=None
        ).exclude(joined_at=None)
        if not member.is_steward:
            blocked = Distance.objects.filter(
                by=member, whom=OuterRef("started_by"), kind=Distance.Kind.BLOCK
            )
            # What was started without a name stays: blocking members in turn would tell by whom.
            rows = rows.exclude(Exists(blocked), unnamed=False, name_withdrawn=False)
        return rows.filter(Q(circle=None) | Exists(in_circle)).filter(
            Q(brought_in=False)
            | Exists(Presence.objects.filter(conversation=OuterRef("pk"), membership=member))
            | Exists(_widened())
        )

    def waiting(self) -> Self:
        """Those nobody has answered yet (settled point 2): computed here, stored nowhere.

        An answer is a message in words by another full member that can be seen. The starter's own
        words, guests, acknowledgements, automatic and brought-in words never count. Nobody waits
        whose own words are gone, or who has left.
        """
        from byturns.conversations.models.message import Message

        started = Message.objects.standing().filter(
            conversation=OuterRef("pk"), author=OuterRef("started_by")
        )
        return self.filter(
            Exists(started),
            hidden_at=None,
            closed_at=None,
            no_answer_needed=False,
            brought_in=False,
            started_by__status=Membership.Status.HERE,
        ).exclude(Exists(Message.objects.answers().filter(conversation=OuterRef("pk"))))

    def quiet_since(self, since: datetime.datetime, until: datetime.datetime) -> Self:
        """Those whose starter is to be asked whether it helped: their last words came between these moments.

        Never what is not about caring, was brought in, needs no answer, or is closed, hidden or taken down.
        """
        return self.filter(
            last_at__gt=since,
            last_at__lte=until,
            asked_after_at=None,
            title_down_at=None,
            hidden_at=None,
            closed_at=None,
            no_answer_needed=False,
            brought_in=False,
            started_by__status=Membership.Status.HERE,
        ).exclude(kind=Kind.BEYOND)


def _open_visits(member: Membership) -> models.QuerySet[models.Model]:
    from byturns.conversations.models.guests import GuestVisit

    return GuestVisit.objects.open_now().filter(conversation=OuterRef("pk"), guest=member)


def _widened() -> models.QuerySet[models.Model]:
    from byturns.conversations.models.message import Message

    return Message.objects.standing().filter(conversation=OuterRef("pk"), widened_at__isnull=False)


class Conversation(GroupOwned):
    """What somebody started, and everything said after it."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    # None only for what was brought in; started_by then stays empty (point 16).
    started_by = models.ForeignKey("groups.Membership", models.PROTECT, null=True, related_name="+")
    circle = models.ForeignKey("groups.Circle", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=120)  # "in a few words"; never in an address or a page title
    # The title is its starter's words: it goes and comes back with the first message.
    title_down_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.STORY)
    just_listening = models.BooleanField(default=False)  # "no advice please" (D3)
    note = models.CharField(max_length=11, choices=Note.choices, default=Note.NONE, blank=True)
    unnamed = models.BooleanField(default=False)
    name_withdrawn = models.BooleanField(default=False)  # its starter left without leaving her name
    no_answer_needed = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)  # the newest message that stands, for lists
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=300, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    # A week after it went quiet its starter alone is asked whether it helped. That she was asked and has
    # answered stand here, and, when she still needs something, since when it waits again.
    asked_after_at = models.DateTimeField(null=True, blank=True)
    answered_after_at = models.DateTimeField(null=True, blank=True)
    again_at = models.DateTimeField(null=True, blank=True)
    brought_in = models.BooleanField(default=False)
    batch_id = models.BigIntegerField(null=True, blank=True)
    # A form sent twice opens one conversation: the form's own token, once a starter.
    once = models.CharField(max_length=32, blank=True)

    objects = GroupManager.from_queryset(ConversationQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["group", "-last_at"], name="conversations_last"),
            models.Index(fields=["group", "-opened_at"], name="conversations_opened"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["started_by", "once"], condition=~Q(once=""), name="conversations_once"
            ),
            models.CheckConstraint(
                condition=Q(started_by__isnull=False) | Q(brought_in=True), name="conversations_has_a_starter"
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.public_id}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def waits_since(self) -> datetime.datetime:
        """From when its waiting counts: the first message, or when its starter still needed something."""
        return self.again_at or self.opened_at

    @property
    def asks_after(self) -> bool:
        """Whether its starter is still to say if it helped."""
        asked = self.asked_after_at is not None and self.answered_after_at is None
        return asked and not self.no_answer_needed and self.closed_at is None

    def waited(self, moment: datetime.datetime) -> datetime.timedelta:
        """How long it has waited at `moment`."""
        return moment - self.waits_since


class Presence(GroupOwned):
    """This member was in a conversation that was brought in (wrote in it, or was named as there)."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="presences")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["conversation", "membership"], name="conversations_presence_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} was in {self.conversation_id}"
