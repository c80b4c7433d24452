"""What can become of a mail that came in, and why."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """To which of our addresses it was written."""

    REPLY = "reply", _("an answer address")
    OWN = "own", _("a member’s own address for the group")
    GROUP = "group", _("the group’s plain address")
    BACK = "back", _("the address that mail which could not be delivered comes back to")
    COMMAND = "command", _("an address that does one thing")
    ASKING = "asking", _("an address for talking with somebody who asks to join")
    LETTER = "letter", _("the address of a letter about many conversations")
    NONE = "none", _("no address of ours")


class Verdict(models.TextChoices):
    """What our own border says of who sent it."""

    PASS = "pass", _("proven")
    NONE = "none", _("not proven")
    FAIL = "fail", _("false")


class State(models.TextChoices):
    """What has become of it."""

    NEW = "new", _("just come")
    POSTED = "posted", _("with the group")
    DONE = "done", _("done")
    ASKED = "asked", _("the member was asked")
    HELD = "held", _("held")
    DROPPED = "dropped", _("not taken")


class Why(models.TextChoices):
    """Why it was held, asked about or not taken: a sentence for whoever looks after the group."""

    WELL = "well", _("It is from the member and for this place.")
    UNREADABLE = "unreadable", _("No program could read it.")
    EMPTY = "empty", _("There were no words in it.")
    AUTOMATIC = "automatic", _("A program sent it: an absence notice, or a mail that could not be delivered.")
    LIST = "list", _("It is from the member, but bears the marks of a mailing list or of mail to many.")
    LOOP = "loop", _("It is one of our own mails, come back.")
    REPEATED = "repeated", _("The same mail came twice. Its words stand there once.")
    FORGED = "forged", _("The mail server says that it is not from whom it claims.")
    UNPROVEN = "unproven", _("Nothing proves that it is from the member. The member was asked.")
    ANOTHER = "another", _("It was answered from an address that the question was not sent to.")
    TOO = (
        "too",
        _("It came from an address that is not known here. The member was asked: is this you too?"),
    )
    SHARED = (
        "shared",
        _("Others open the same mailbox, and the member keeps apart by a PIN. The member was asked."),
    )
    EITHER = (
        "either",
        _("It came from an address that two members use. Whoever opens it was asked which of them wrote it."),
    )
    NOT_HERS = "not_hers", _("The member says that it is not theirs.")
    OLD = "old", _("It answers something from long ago. The member was asked.")
    PLAIN = "plain", _("It was written to the group’s plain address. The member was asked.")
    STRANGER = "stranger", _("It is from nobody that the group knows.")
    DEAD = "dead", _("The address it was sent to is no longer in use.")
    CLOSED = "closed", _("The place it was for is closed, or not open to its writer.")
    LONG = "long", _("It is too long.")
    WHICH = "which", _("It answers a letter about many conversations. The member was asked which one.")
    WORDS = "words", _("There were words in a mail to an address that does one thing. The member was told.")
