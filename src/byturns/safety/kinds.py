"""Words that reports choose from, and how soon each wants looking at."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Route(models.TextChoices):
    """Why somebody turned to the stewards."""

    REPORT = "report", _("Report")
    WORRIED = "worried", _("Worried about this person")
    ABOUT_ME = "about_me", _("Words about me: please take them down")
    OUTSIDE = "outside", _("Somebody outside wrote to the stewards")
    APPEAL = "appeal", _("Something was hidden or closed, and its writer answers")


class Severity(models.TextChoices):
    """How grave it is: it sets the clock (D32)."""

    LIFE = "life", _("Somebody’s life, or a child, may be in danger")
    PICTURE = "picture", _("A private picture of somebody, shared without their yes")
    SOON = "soon", _("Somebody needs help, but not this minute")
    LAW = "law", _("Something else that is against the law, such as threats or fraud")
    HOUSE = "house", _("Unkind, or against what we agreed")


# Until when somebody must have looked at it and said what happens.
CLOCK: dict[str, timedelta] = {
    Severity.LIFE: timedelta(0),
    Severity.PICTURE: timedelta(hours=48),
    Severity.SOON: timedelta(hours=24),
    Severity.LAW: timedelta(hours=24),
    Severity.HOUSE: timedelta(hours=72),
}


# "Now" is told at once; it counts as late, and is told again, after this.
GRACE = timedelta(hours=1)


class Outcome(models.TextChoices):
    ACTED = "acted", _("We did something about it")
    SPOKE = "spoke", _("We spoke with those it is about")
    HELP = "help", _("We found help for the person")
    NOTHING = "nothing", _("We looked and left things as they are")
    ELSEWHERE = "elsewhere", _("We passed it on to somebody whose job it is")
    BACK = "back", _("Taken back by the person who told us: it was a mistake")


class Kept(models.TextChoices):
    """What a line of a case is."""

    NOTE = "note", _("Note")
    TAKEN = "taken", _("is looking at this")
    LET_GO = "let_go", _("is no longer looking at this")
    GRAVER = "graver", _("Changed how grave it is")
    FROM_WRITER = "from_writer", _("From the writer of the words")
    FROM_REPORTER = "from_reporter", _("From the person who reported")
    ACT = "act", _("Hidden, shown, closed or opened")
    TAKEN_BACK = "back", _("took it back: it was a mistake")
    LATE = "late", _("Nobody had settled this in time, so all were told again")
    CLOSED = "closed", _("Settled")
    OPENED = "opened", _("Opened again")


class Deed(models.TextChoices):
    """What a steward can do to words, always with a reason."""

    HIDE = "hide", _("Hide")
    SHOW = "show", _("Show again")
    CLOSE = "close", _("Close")
    REOPEN = "reopen", _("Open again")
    HOLD = "hold", _("Held until a steward has looked")


# What was done, as a case and the person whose words they are read it: (to a message, to a conversation).
DID: dict[str, tuple[Promise, Promise]] = {
    Deed.HIDE: (_("Hid the message"), _("Hid the conversation")),
    Deed.SHOW: (_("Showed the message again"), _("Showed the conversation again")),
    Deed.CLOSE: (_("Closed the message"), _("Closed the conversation")),
    Deed.REOPEN: (_("Opened the message again"), _("Opened the conversation again")),
    Deed.HOLD: (
        _("Held the message until a steward has looked"),
        _("Held the conversation until a steward has looked"),
    ),
}
TOLD: dict[str, tuple[Promise, Promise]] = {
    Deed.HIDE: (_("A steward hid this message"), _("A steward hid this conversation")),
    Deed.SHOW: (_("A steward showed this message again"), _("A steward showed this conversation again")),
    Deed.CLOSE: (_("A steward closed this message"), _("A steward closed this conversation")),
    Deed.REOPEN: (_("A steward opened this message again"), _("A steward opened this conversation again")),
    Deed.HOLD: (
        _("This message is held until a steward has looked"),
        _("This conversation is held until a steward has looked"),
    ),
}
