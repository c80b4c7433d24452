"""What somebody looks for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from byturns.conversations.kinds import Kind
from byturns.search.kinds import When
from byturns.search.query import LONGEST
from byturns.ui.forms import Form, Words


class FindForm(Form):
    """Words, and if one likes the kind of conversation and the time."""

    words = Words(
        label=_("Which words?"),
        max_length=LONGEST,
        help_text=_("All of them must be there."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("What kind of conversation?"), required=False, choices=[("", _("Any kind")), *Kind.choices]
    )
    when = forms.ChoiceField(
        label=_("When was it written?"), required=False, choices=[("", _("At any time")), *When.choices]
    )
