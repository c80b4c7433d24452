"""Forms for one's own pace."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from byturns.ui.forms import Form


class BreakForm(Form):
    """A day that the break goes on to."""

    until = forms.DateField(
        label=_("Until"),
        help_text=_("That day is still yours to rest. It ends by itself."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
