"""What is typed and chosen about mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from byturns.groups.models import Membership
from byturns.ui.forms import Form, Words


class AddressForm(Form):
    """Another mailbox that she writes from."""

    address = forms.EmailField(
        label=_l("Another address you write from"),
        help_text=_l("We send a mail there, with a button to press. Nobody else sees the address."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).strip().lower()


class MarkForm(Form):
    """Letters that tell whose a mail is."""

    letters = Words(
        label=_l("One to three letters for your mails"),
        help_text=_l("Somebody else opens the same mailbox. Mails that may not name you bear these letters."),
        max_length=3,
        required=False,
    )


class LeadForm(Form):
    """Which member a held mail may be from."""

    whom = forms.ModelChoiceField[Membership](
        queryset=None,
        to_field_name="public_id",
        label=_l("It may be from a member"),
        help_text=_l(
            "They alone are asked whether it is theirs. It goes to the group only when they say so."
        ),
        empty_label=_l("Choose"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Membership.objects.full().select_related("group", "person__account")
        field: Any = self.fields["whom"]
        field.queryset = rows.filter(person__account__isnull=False).order_by("display_name", "pk")
        field.label_from_instance = lambda member: member.display_name
