"""Forms about circles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from byturns.groups.models import Circle, Membership
from byturns.groups.queries import circles as queries
from byturns.ui.forms import CheckCards, Form, Words


class People(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several people by their names in the group."""

    widget = CheckCards

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.display_name)


class Person(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One person by their name in the group."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.display_name)


class CircleForm(Form):
    name = Words(
        label=_("A name for it"), max_length=60, help_text=_("Stewards can see this name. Keep it plain.")
    )
    about = Words(
        label=_("What it is for"),
        max_length=300,
        required=False,
        rows=2,
        help_text=_("Those who are asked read this before they say yes."),
    )


class AskForm(Form):
    """Whom to ask in."""

    whom = People(queryset=None, label=_("Who would you like to ask?"), to_field_name="public_id")

    def __init__(self, *args: Any, member: Membership, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].queryset = queries.can_be_asked(member, circle)  # type: ignore[attr-defined]
