"""The forms of the first start and of the group's settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from byturns.core import text
from byturns.groups import wording
from byturns.groups.forms.agreement import Limits
from byturns.groups.forms.door_fields import ChosenName, Hour, Line, Lines, Zone
from byturns.ui.forms import Form, Words

_bland = RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", _l("Use small letters, digits and single dashes."))


def group_name() -> Line:
    return Line(
        label=_l("Name of the group"),
        help_text=_l("It shows at the top of each page. A bland name gives nothing away to who looks on."),
        max_length=80,
    )


def address_word() -> forms.CharField:
    return forms.CharField(
        label=_l("Word in the address"),
        help_text=_l(
            "Leave it empty and a few letters are drawn by chance. Or choose a bland word, like oaks."
        ),
        min_length=3,
        max_length=40,
        required=False,
        validators=[_bland],
    )


def welcome() -> Words:
    return Words(
        label=_l("Welcome"),
        help_text=_l("Somebody who asks to join reads this first, and nothing else of the group."),
        rows=5,
        max_length=4000,
        required=False,
    )


class _Clock(Form):
    """Where the group is, and when its people are awake."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("waking_from"), cleaned.get("waking_to")
        if start is not None and end is not None and start >= end:
            self.add_error("waking_to", _("The day must end after it begins."))
        return cleaned


class StartForm(_Clock):
    """All that a new group needs, on one page."""

    name = group_name()
    slug = address_word()
    time_zone = Zone(initial="Europe/London")
    waking_from = Hour(
        label=_l("People are awake from"),
        help_text=_l("If somebody waits for an answer, members are only reminded in these hours."),
        initial=8,
    )
    waking_to = Hour(label=_l("until"), initial=21)
    steward_name = ChosenName(label=_l("The name you want to use in the group"))
    email = forms.EmailField(
        label=_l("Your e-mail address"),
        help_text=_l("You sign in with it. Use one that nobody else reads. Members do not see it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    limits = Limits(
        label=_l("What stays in the group, and what may not"),
        help_text=_l("Everybody reads this first, so it stays under 120 words. Change it as you like."),
        rows=8,
        max_length=3000,
        initial=wording.LIMITS,
    )
    words = Words(
        label=_l("What you ask of each other"),
        help_text=_l("A beginning. The group can change it later, and everybody is asked again."),
        rows=10,
        initial=wording.AGREEMENT,
    )
    welcome = welcome()
    questions = Lines(
        label=_l("What you ask people who want to join"),
        help_text=_l("One question on each line."),
        rows=5,
        max_length=4000,
        required=False,
    )


class SettingsForm(_Clock):
    """What a steward may change about the group."""

    name = group_name()
    slug = forms.CharField(
        label=_l("Word in the address"),
        help_text=_l("If you change it, bookmarks and links in earlier mails stop working."),
        min_length=3,
        max_length=40,
        validators=[_bland],
    )
    welcome = welcome()
    time_zone = Zone()
    waking_from = Hour(label=_l("People are awake from"))
    waking_to = Hour(label=_l("until"))
    quiet_hours = forms.IntegerField(
        label=_l("Hours before anybody who asks to join gets an answer"),
        help_text=_l(
            "In these hours each member can tell the stewards in private: not while I am here. 24 is usual."
        ),
        min_value=0,
        max_value=336,
    )
    contact_email = forms.EmailField(
        label=_l("Where people outside can write to the group"),
        help_text=_l("It is on the page about what is kept. Do not use an address that tells who you are."),
        max_length=254,
        required=False,
    )


class QuestionsForm(Form):
    """The questions to those who ask to join."""

    questions = Lines(
        label=_l("What you ask people who want to join"),
        help_text=_l("One question on each line. Answers already given do not change."),
        rows=8,
        max_length=4000,
        required=False,
    )


def as_lines(asked: list[str]) -> str:
    """Questions as they stand in the form: one on each line."""
    return "\n".join(text.tidy(str(one)) for one in asked)
