"""What a use is for, what was answered, and what a teller can say of her experience by choosing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """How far words may go. Each is asked for by itself: a yes to one is no yes to another."""

    CONVERSATION = "talk", _("This conversation")
    GROUP = "group", _("The group")
    PAGE = "page", _("A page of the group")
    OTHER_GROUPS = "groups", _("Other groups")
    PUBLIC = "public", _("The public")
    STUDY = "study", _("A study")


class Answer(models.TextChoices):
    """What the teller said. Nothing yet is an empty string, and means no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class Helped(models.TextChoices):
    """How it went, as the teller says it."""

    YES = "yes", _("It helped")
    NO = "no", _("It did not help")
    PARTLY = "partly", _("Partly, or only for a while")


class Circumstance(models.TextChoices):
    """What a teller can say of her own caring. Never an illness, an age or a place of another person."""

    PARTNER = "partner", _("cares for a partner")
    PARENT = "parent", _("cares for a parent")
    OFFSPRING = "child", _("cares for a son or daughter")
    SIBLING = "sibling", _("cares for a brother or sister")
    SOMEBODY = "somebody", _("cares for somebody else")
    UNDER_ONE_ROOF = "roof", _("under one roof")
    FROM_AFAR = "afar", _("from a distance")
    BESIDE_A_JOB = "job", _("beside a job")
    NIGHTS = "nights", _("through the nights")
    AFTER_A_MOVE = "home", _("after a move into a home")
    WAS = "was", _("was caring")


class Section(models.TextChoices):
    """Where a line that members wrote stands on a page."""

    LEARNED = "learned", _("What we have learned")
    UNSURE = "unsure", _("We are not sure")


# The parts of an experience, in the order in which they are asked for and shown.
PARTS = (
    ("words", _("In my words")),
    ("situation", _("How things were")),
    ("tried", _("What I tried")),
    ("happened", _("What happened")),
    ("not_fit", _("Where it did not fit")),
    ("professionals", _("What professionals said")),
    ("tell", _("What I would tell another")),
)
PART_NAMES = tuple(name for name, _label in PARTS)
