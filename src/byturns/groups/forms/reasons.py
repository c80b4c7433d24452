"""The gentle question why somebody came."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from byturns.groups.kinds import JOIN_REASONS
from byturns.ui.forms import CheckCards, Form, Words


class ReasonsForm(Form):
    """As many of the four as fit, and own words; all optional."""

    reasons = forms.MultipleChoiceField(
        label=_("What brought you here?"),
        choices=list(JOIN_REASONS.items()),
        widget=CheckCards,
        required=False,
    )
    words = Words(label=_("In your own words"), required=False, rows=4, max_length=5000)
