from __future__ import annotations

from django.db import models
from django.db.models import Q

from byturns.core import clock, ids
from byturns.groups.scoping import GroupOwned
from byturns.mail.kinds import State, Verdict, Way, Why


def token() -> str:
    """What stands in an address: 24 letters that survive any mail program, about 114 random bits."""
    return ids.public_id() + ids.public_id()


class ReplyKey(GroupOwned):
    """An address that one member can answer one mail to, and nobody else.

    It dies when she leaves, changes her address or wishes it, not with time (settled point 19).
    """

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, related_name="+")
    token = models.CharField(max_length=24, unique=True, default=token, editable=False)
    message_id = models.CharField(max_length=120, blank=True)  # of the mail that bears it, for threading
    letter = models.ForeignKey("mail.LetterKey", models.CASCADE, null=True, related_name="items")
    said_at = models.DateTimeField(null=True)  # of the newest words that the item of a letter showed
    made_at = models.DateTimeField(default=clock.now)
    dead_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        indexes = [models.Index(fields=["membership", "conversation"], name="mail_key_of_thread")]

    def __str__(self) -> str:
        return f"reply key {self.pk}"


class LetterKey(GroupOwned):
    """The address of a whole letter: whoever answers there is asked which of its items was meant."""

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    token = models.CharField(max_length=24, unique=True, default=token, editable=False)
    made_at = models.DateTimeField(default=clock.now)
    dead_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"letter key {self.pk}"


class AskingKey(GroupOwned):
    """An address for the talk with somebody who asks to join: of one member, or of who asks (None).

    It dies when it is decided, and a member's when she leaves.
    """

    application = models.ForeignKey("groups.Application", models.CASCADE, related_name="+")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, null=True, related_name="+")
    token = models.CharField(max_length=24, unique=True, default=token, editable=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"asking key {self.pk}"


class Command(GroupOwned):
    """What stands behind the acts of one item in a mail: each is a link and an address of its own.

    `root` is the first half of each token; the other half is made from the name of the deed, so that one row
    holds them all (mail.commands). A deed dies when it is done, and all of them after 30 days.
    """

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    conversation = models.ForeignKey(
        "conversations.Conversation", models.CASCADE, null=True, related_name="+"
    )
    message = models.ForeignKey("conversations.Message", models.CASCADE, null=True, related_name="+")
    report = models.ForeignKey("safety.Report", models.CASCADE, null=True, related_name="+")
    ask = models.ForeignKey("reciprocity.Ask", models.CASCADE, null=True, related_name="+")
    root = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    made_at = models.DateTimeField(default=clock.now)
    done = models.CharField(max_length=200, blank=True)  # names of the deeds that were done

    class Meta(GroupOwned.Meta):
        abstract = False
        indexes = [models.Index(fields=["made_at"], name="mail_command_made")]

    def __str__(self) -> str:
        return f"command {self.pk}"


class OwnAddress(GroupOwned):
    """A member's secret address for beginning a conversation in her group."""

    membership = models.OneToOneField("groups.Membership", models.CASCADE, related_name="+")
    token = models.CharField(max_length=24, unique=True, default=token, editable=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"own address {self.pk}"


class SecondAddress(GroupOwned):
    """Another mailbox that a member writes from: "this is me too". It counts once it has confirmed itself.

    Nobody but her ever sees it. Two members may each have the same one. It dies with membership.
    """

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    address = models.EmailField(max_length=254)  # in small letters
    made_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["membership", "address"], name="mail_second_address_once")
        ]
        indexes = [models.Index(fields=["address"], name="mail_second_address")]

    def __str__(self) -> str:
        return f"second address {self.pk}"  # never the address: this ends up in logs


class Mark(GroupOwned):
    """A letter or two that tell whose a mail is where two open one mailbox and no name may stand in it."""

    membership = models.OneToOneField("groups.Membership", models.CASCADE, related_name="+")
    letters = models.CharField(max_length=3)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"mark of membership {self.membership_id}"


class Inbound(models.Model):
    """A mail that came in, kept as it came before anybody looks into it.

    Not fenced: it is there before anyone knows which group it is for. `group_id` and `membership_id` are
    plain numbers, set once that is known.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    digest = models.CharField(max_length=64, unique=True)  # of bytes and recipient: the same mail counts once
    raw = models.BinaryField()  # emptied after 30 days
    size = models.PositiveIntegerField()
    came_by = models.CharField(max_length=8)  # smtp, imap or webhook
    mail_from = models.CharField(max_length=320, blank=True)  # what the sending server said; proves nothing
    rcpt_to = models.CharField(max_length=320)
    # Which server handed it over, for our own check of the sender; forgotten with that.
    peer = models.CharField(max_length=45, blank=True)
    helo = models.CharField(max_length=255, blank=True)
    border = models.CharField(max_length=4, choices=Verdict.choices, blank=True)  # "": it is in the mail
    # What reading found: the one address in From, in small letters, and what our border says of it.
    sender = models.CharField(max_length=320, blank=True)
    verdict = models.CharField(max_length=4, choices=Verdict.choices, blank=True)
    came_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=7, choices=State.choices, default=State.NEW)
    why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    way = models.CharField(max_length=8, choices=Way.choices, blank=True)
    group_id = models.BigIntegerField(null=True)
    membership_id = models.BigIntegerField(null=True)
    conversation_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)  # the message that it became, or repeats
    # Of what became of it, by whom and where (mail.repeats): two mails cannot become the same.
    posted_as = models.CharField(max_length=64, null=True, unique=True)
    settled_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)  # the member said that the unknown address is hers too
    # The member whose words were given back, and when whoever wrote was answered: at most once.
    back_to_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["group_id", "state", "-came_at"], name="mail_inbound_group"),
            models.Index(fields=["came_at"], condition=~Q(raw=b""), name="mail_inbound_raw"),
            models.Index(
                fields=["message_id"], condition=Q(message_id__isnull=False), name="mail_inbound_message"
            ),
        ]

    def __str__(self) -> str:
        return f"inbound {self.pk} ({self.state})"


class CameBack(models.Model):
    """That mails to a mailbox came back. Not fenced: a mailbox is of no group.

    Forgotten when she takes mail up again, or when nothing came back for a while.
    """

    account = models.OneToOneField("people.Account", models.CASCADE, related_name="+")
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    days = models.CharField(max_length=40, blank=True)  # on which a passing fault came, as dates
    probed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"mail that came back from account {self.account_id}"


class Original(GroupOwned):
    """The whole text of a mail that became a message: nothing of it is lost (settled point 20).

    Lines by their numbers, as "1-3,7". What repeated our own mails is not kept as text: those lines are
    empty, and a `Quote` leads to the message that stood there.
    """

    message = models.OneToOneField("conversations.Message", models.CASCADE, related_name="+")
    text = models.TextField()
    kept = models.TextField(blank=True)  # which lines stand in the message
    feet = models.TextField(blank=True)  # signatures, and what telephones and lists add
    ours = models.TextField(blank=True)  # which repeated our own mail
    files = models.PositiveSmallIntegerField(default=0)  # how many came with it and were left out

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"original of message {self.message_id}"


class Quote(GroupOwned):
    """A message of ours that a mail repeated: a reference, so that what is taken down is gone here too."""

    original = models.ForeignKey(Original, models.CASCADE, related_name="quotes")
    line = models.PositiveIntegerField()  # where it began
    message = models.ForeignKey("conversations.Message", models.CASCADE, related_name="+")

    class Meta(GroupOwned.Meta):
        abstract = False
        ordering = ["line", "pk"]
        constraints = [models.UniqueConstraint(fields=["original", "line"], name="mail_quote_once")]

    def __str__(self) -> str:
        return f"quote {self.pk}"
