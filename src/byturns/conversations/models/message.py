from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from byturns.conversations.kinds import Ack, Note
from byturns.conversations.models.conversation import Conversation, Presence
from byturns.core import clock, ids
from byturns.groups.models import Distance, Membership
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet


class MessageQuerySet(GroupQuerySet["Message"]):
    def standing(self) -> Self:
        """Not taken down by the writer and not hidden by a steward."""
        return self.filter(taken_down_at=None, hidden_at=None)

    def answers(self) -> Self:
        """Messages that end the waiting of their conversation (settled point 2).

        Those from before its starter said that she still needs something no longer do.
        """
        return (
            self.standing()
            .filter(author__isnull=False)
            .exclude(author=F("conversation__started_by"))
            .exclude(author__role=Membership.Role.GUEST)
            .filter(Q(conversation__again_at=None) | Q(sent_at__gt=F("conversation__again_at")))
        )

    def visible_to(self, member: Membership) -> Self:
        """Messages whose words `member` may read: the one rule for pages, search and mail."""
        opened = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        return self.filter(Exists(opened)).words_for(member)

    def words_for(self, member: Membership) -> Self:
        """Of conversations that `member` may open, the messages whose words she may read.

        A block hides what the other wrote by name, but a steward on duty sees it (settled point 10). Words
        brought in are for those who were there unless their writer widened them. A guest reads what
        was written after coming in, and earlier words only with each writer's yes (point 9).
        """
        rows = self.standing().filter(said_by__hidden_at=None)
        if member.is_guest:
            return rows.for_guest(member)
        return rows.brought_in_for(member).without_blocked(member)

    def on_page_of(self, member: Membership) -> Self:
        """The messages that have a place on her page, gone ones (a line each) included.

        A block takes no place away: what it hides becomes a line, and words without a name stay.
        """
        return self.for_guest(member) if member.is_guest else self.brought_in_for(member)

    def brought_in_for(self, member: Membership) -> Self:
        was_there = Presence.objects.filter(conversation=OuterRef("conversation"), membership=member)
        return self.filter(
            Q(conversation__brought_in=False) | Q(widened_at__isnull=False) | Exists(was_there)
        )

    def without_blocked(self, member: Membership) -> Self:
        if member.is_steward:
            return self
        # Words without a name stay: blocking members in turn would tell whose they are.
        return self.exclude(Exists(_blocked(member)), unnamed=False, name_withdrawn=False)

    def for_guest(self, guest: Membership) -> Self:
        from byturns.conversations.models.guests import GuestMayRead, GuestVisit

        visits = GuestVisit.objects.open_now().filter(conversation=OuterRef("conversation"), guest=guest)
        yes = GuestMayRead.objects.for_open_visits_of(guest).filter(
            visit__conversation=OuterRef("conversation"), writer=OuterRef("author")
        )
        return self.filter(
            Q(author=guest)
            | Q(sent_at__gte=Subquery(visits.order_by("-opens_at").values("opens_at")[:1]))
            | Exists(yes)
        )


def _blocked(member: Membership) -> models.QuerySet[Distance]:
    """Whether `member` blocks the writer of the outer message, under her own or a brought-in name."""
    return Distance.objects.filter(
        Q(whom=OuterRef("author")) | Q(whom=OuterRef("said_by__membership")),
        by=member,
        kind=Distance.Kind.BLOCK,
    )


class ImportedName(GroupOwned):
    """A name that came with a history brought in. Unclaimed until its person says "that is me".

    `said_key` is a keyed hash of the address or number, so that a claim can be checked and the same
    person known again on the next run; the address itself is not kept, and a number never shows.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    batch_id = models.BigIntegerField()
    name = models.CharField(max_length=80, blank=True)  # "" when only a number was known
    said_key = models.CharField(max_length=64, blank=True)
    membership = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"imported name {self.pk}"


class Message(GroupOwned):
    """Words in a conversation, by a member (`author`) or by an imported name (`said_by`).

    `html` is made from `words` when they are written, by renderer `renderer`; pages only read it.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    author = models.ForeignKey("groups.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    said_by = models.ForeignKey(ImportedName, models.PROTECT, null=True, blank=True, related_name="messages")
    typed_by = models.ForeignKey(
        "groups.Membership", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    unnamed = models.BooleanField(default=False)  # written without my name (point 36)
    name_withdrawn = models.BooleanField(default=False)  # left, and kept the words without a name
    words = models.TextField()
    html = models.TextField()
    renderer = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=11, choices=Note.choices, default=Note.NONE, blank=True)
    sent_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    widened_at = models.DateTimeField(null=True, blank=True)  # brought in, and its writer opened it
    quoted = models.TextField(blank=True)  # folded quotes of a mail that was brought in
    # A form sent twice makes one message; a line brought in twice is known again (point 17).
    once = models.CharField(max_length=32, blank=True)
    import_key = models.CharField(max_length=64, blank=True)

    objects = GroupManager.from_queryset(MessageQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        indexes = [models.Index(fields=["conversation", "sent_at", "id"], name="conversations_message_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False, said_by__isnull=True)
                | Q(author__isnull=True, said_by__isnull=False),
                name="conversations_one_writer",
            ),
            models.UniqueConstraint(
                fields=["author", "once"], condition=~Q(once=""), name="conversations_message_once"
            ),
            models.UniqueConstraint(
                fields=["group", "import_key"],
                condition=~Q(import_key=""),
                name="conversations_import_key_once",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.public_id}"

    @property
    def stands(self) -> bool:
        return self.taken_down_at is None and self.hidden_at is None


class OlderText(GroupOwned):
    """How a message read before it was edited: for its writer, and inside a report (point 12)."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="older_texts")
    words = models.TextField()
    replaced_at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"older text {self.pk}"


class Acknowledgement(GroupOwned):
    """A quiet answer without words, shown by name."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="acknowledgements")
    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Ack.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["message", "by", "kind"], name="conversations_ack_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class UnnamedLook(GroupOwned):
    """A steward looked behind a message without a name: logged, and the writer is told."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="looks")
    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"look {self.pk}"
