"""Forms about what the group agreed on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from byturns.groups import wording
from byturns.groups.queries import agreement as queries
from byturns.ui.forms import Form, Words


class Limits(Words):
    """The limits of confidentiality: so short that everybody reads them (D40)."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if queries.limits_are_too_long(value or ""):
            raise ValidationError(
                _("That is %(have)s words. Keep it under %(fit)s, so that everybody reads it."),
                params={"have": len(value.split()), "fit": wording.LIMITS_FIT},
            )


class YesForm(Form):
    """Yes to one version."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    yes = forms.BooleanField(label=_l("I have read this, and I agree"))


class NewVersionForm(Form):
    """A new version of the agreement."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    limits = Limits(
        label=_l("What stays here, and what may not"),
        help_text=_l("The limits of confidentiality, in under 120 words. It is read before anything else."),
        rows=8,
        max_length=3000,
    )
    words = Words(label=_l("What we agree"), rows=14)
    change = Words(
        label=_l("Why it changed"),
        help_text=_l("A line for the members. What is new in the text is marked for them by itself."),
        required=False,
        rows=2,
        max_length=500,
    )
