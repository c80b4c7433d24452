"""What a member fills in about her mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from byturns.notifications.kinds import PACE_ABOUT, SHOWS_ABOUT, Pace, Shows
from byturns.ui.forms import CheckCards, Form, RadioCards, Words

DAYS = list(WEEKDAYS.items())
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class ShowsForm(Form):
    """The one question that is asked at joining."""

    shows = forms.ChoiceField(
        label=_("Could someone else see your e-mail?"),
        choices=Shows.choices,
        widget=RadioCards(about=SHOWS_ABOUT),
        help_text=_("So much stands in a mail from the group. The subject never says more."),
    )


class ChoicesForm(Form):
    """All of it on one page."""

    pace = forms.ChoiceField(label=_("How often?"), choices=Pace.choices, widget=RadioCards(about=PACE_ABOUT))
    shows = forms.ChoiceField(
        label=_("Could someone else see your e-mail?"),
        choices=Shows.choices,
        required=False,
        widget=RadioCards(about=SHOWS_ABOUT),
    )
    hour = forms.TypedChoiceField(label=_("A letter comes at"), choices=HOURS, coerce=int)
    weekday = forms.TypedChoiceField(label=_("A weekly letter comes on"), choices=DAYS, coerce=int)
    quiet_from = forms.TypedChoiceField(
        label=_("No mail from"),
        choices=HOURS,
        coerce=int,
        help_text=_(
            "For quiet nights choose two hours, such as 22:00 and 07:00. The same in both: no quiet nights."
        ),
    )
    quiet_to = forms.TypedChoiceField(label=_("No mail until"), choices=HOURS, coerce=int)
    quiet_days = forms.TypedMultipleChoiceField(
        label=_("No mail on"), choices=DAYS, coerce=int, required=False, widget=CheckCards
    )
    telling_subject = forms.BooleanField(
        label=_("Put the title of the conversation in the subject"),
        required=False,
        help_text=_("Only with “Whole”. It can show on a locked screen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("shows"):
            self.fields["shows"].help_text = _("Quiet, until you choose.")


class VoiceForm(Form):
    """How the group's mail names itself."""

    sender = Words(
        label=_("Whom is mail from the group from?"),
        max_length=40,
        required=False,
        help_text=_(
            "It shows in every mailbox. Choose something that tells nothing, such as “Tuesday”. "
            "Left empty, it is “Your group”."
        ),
    )
