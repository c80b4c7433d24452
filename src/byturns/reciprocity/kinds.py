"""The kinds of help that can be asked for, and how an ask goes on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Help(models.TextChoices):
    """What is asked for. The second half are small gives, for whom leaving the house is too much."""

    LIFT = "lift", _("A lift")
    SIT = "sit", _("Sitting in for a while")
    CALL = "call", _("A phone call")
    FORM = "form", _("Help with a form")
    COMPANY = "company", _("Company at an appointment")
    TALK = "talk", _("A talk with someone who has been there")
    LOAN = "loan", _("The loan of a thing")
    QUIET = "quiet", _("Sit with me quietly online")
    RING = "ring", _("Ring me on the day")
    READ = "read", _("Read this and nod")
    RECIPE = "recipe", _("A recipe")
    REMIND = "remind", _("Remind me")
    WELCOME = "welcome", _("Welcome a newcomer")
    OTHER = "other", _("Something else")


SMALL = (Help.QUIET, Help.RING, Help.READ, Help.RECIPE, Help.REMIND, Help.WELCOME)
LARGER = tuple(kind for kind in Help if kind not in {*SMALL, Help.OTHER})

GROUPED = [
    (_("A hand"), [(kind.value, kind.label) for kind in LARGER]),
    (_("A small thing"), [(kind.value, kind.label) for kind in SMALL]),
    (_("Or"), [(Help.OTHER.value, Help.OTHER.label)]),
]


class State(models.TextChoices):
    """How an ask stands. "Offered" is an open one for which somebody has offered: it is never stored."""

    PROPOSED = "proposed", _("Waits for your yes")
    OPEN = "open", _("Open")
    AGREED = "agreed", _("Agreed")
    DONE = "done", _("Done")
    NOT_NEEDED = "not_needed", _("Not needed any more")
    PAST = "past", _("Its time has passed")


class Urgency(models.TextChoices):
    SOON = "soon", _("Today or tomorrow")
    WEEK = "week", _("This week")
    EASY = "easy", _("No hurry")


class Who(models.TextChoices):
    """Who sees an ask."""

    ALL = "all", _("Everyone in the group")
    CIRCLE = "circle", _("A circle")
    ASKED = "asked", _("Only those who are asked")


MOST_WANTED = 20


class Pace(models.TextChoices):
    """How often a member may be asked. It limits being asked, never what she offers by herself."""

    WEEK = "week", _("About once a week")
    FORTNIGHT = "fortnight", _("About twice a month")
    NOT_NOW = "not_now", _("Not now")


class Part(models.TextChoices):
    MORNING = "m", _("Mornings")
    AFTERNOON = "a", _("Afternoons")
    EVENING = "e", _("Evenings")


HOURS_OF = {Part.MORNING: range(8, 12), Part.AFTERNOON: range(12, 18), Part.EVENING: range(18, 22)}


class Far(models.TextChoices):
    HOME = "home", _("From home only, by phone or online")
    OUT = "out", _("I can come along")


# For these somebody has to leave the house.
AWAY = (Help.LIFT, Help.SIT, Help.COMPANY, Help.LOAN)
# In a home, in a car or with things of value (settled point 24).
TRUSTING = (Help.LIFT, Help.SIT, Help.LOAN)


class Patience(models.IntegerChoices):
    """How long each has to answer before the next is asked, in hours."""

    AS_URGENT = 0, _("As the hurry needs")
    TWO = 2, _("Two hours")
    HALF_DAY = 12, _("Half a day")
    DAY = 24, _("A day")
    TWO_DAYS = 48, _("Two days")


class Outlook(models.TextChoices):
    """What the asker is told of her chances; it never depends on who or how many said no."""

    GOOD = "good", _("People are asked in turn, who said that they can do this.")
    FEW = "few", _("Only few can do this just now. They are asked in turn.")
    NOBODY = "nobody", _("Nobody has said yet that they can do this. Whoever sees it can still offer.")
