"""Words that the group's models choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Asked gently when somebody joins, kept for the member alone (the founding study's four triggers).
JOIN_REASONS = {
    "usual_help_failed": _("Family and friends could not help, or did not understand"),
    "suggested": _("Someone whose job it is suggested it"),
    "give_back": _("I want to give something back"),
    "volunteered": _("I have volunteered before"),
}


class Audience(models.TextChoices):
    """Who may read one thing that a member says about herself."""

    GROUP = "group", _("Everyone in the group")
    CIRCLES = "circles", _("People in a circle with me")
    STEWARDS = "stewards", _("Stewards")
    ME = "me", _("Only me")


class Words(models.TextChoices):
    """What becomes of the words of somebody who goes. The first is what happens unless she chooses."""

    DOWN = "down", _("Take them down")
    UNNAMED = "unnamed", _("Keep them, without my name")
    KEEP = "keep", _("Keep them, with my name")
