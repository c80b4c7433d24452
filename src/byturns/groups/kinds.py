"""Words that the group's models choose from."""

from django.utils.translation import gettext_lazy as _

# Asked gently when somebody joins, kept for the member alone (the founding study's four triggers).
JOIN_REASONS = {
    "usual_help_failed": _("Family and friends could not help, or did not understand"),
    "suggested": _("Someone whose job it is suggested it"),
    "give_back": _("I want to give something back"),
    "volunteered": _("I have volunteered before"),
}
