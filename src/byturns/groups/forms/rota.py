"""When a listener can be on duty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from byturns.groups import rota
from byturns.ui.forms import CheckCards, Form


class OfferedForm(Form):
    """On which weekdays, and how often."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days can you look?"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=CheckCards,
        help_text=_("Choose none, and the plan leaves you out."),
    )
    most = forms.TypedChoiceField(
        label=_("On how many days in two weeks, at most?"),
        choices=[(number, str(number)) for number in range(1, rota.DAYS + 1)],
        coerce=int,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weekdays"].sometimes = True  # type: ignore[attr-defined]  # its hint says when it is empty
