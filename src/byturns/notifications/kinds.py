"""What a member can choose about her mail."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Pace(models.TextChoices):
    """How often mail comes about what is said in the group."""

    EACH = "each", _("Each message, as it comes")
    DAILY = "daily", _("One letter a day")
    WEEKLY = "weekly", _("One letter a week")
    MONTHLY = "monthly", _("One letter a month")
    MINE = "mine", _("Only what is for me")
    NONE = "none", _("Nothing")


class Shows(models.TextChoices):
    """How much a mail shows to whoever sees it (settled point 18)."""

    QUIET = "quiet", _("Quiet")
    PLAIN = "plain", _("Plain")
    WHOLE = "whole", _("Whole")


PACE_ABOUT: dict[str, Promise] = {
    Pace.EACH: _("Many messages can mean many mails."),
    Pace.DAILY: _("All that is new, at an hour you choose. No letter when nothing is new."),
    Pace.WEEKLY: _("The same, once a week."),
    Pace.MONTHLY: _("The same, on the first of the month."),
    Pace.MINE: _("Answers in what you started, wrote in or follow. As they come."),
    Pace.NONE: _("You come by when you like. Only what you follow still comes, and sign-in codes."),
}

SHOWS_ABOUT: dict[str, Promise] = {
    Shows.QUIET: _("“There is something new”, and a link. Nothing else."),
    Shows.PLAIN: _("How many messages and where, but no names and no words."),
    Shows.WHOLE: _("The whole messages. You can read and answer in your mail."),
}

LETTERS = (Pace.DAILY, Pace.WEEKLY, Pace.MONTHLY)
