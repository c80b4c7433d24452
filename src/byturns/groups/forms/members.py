"""Forms for a member without e-mail, for how somebody is reached, and for a guest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from byturns.groups.models import ContactDetail, Membership
from byturns.ui.forms import Form, RadioCards, Words

By = Membership.ContactBy


class ContactForm(Form):
    """How somebody is reached outside."""

    contact_by = forms.ChoiceField(label=_("How to reach them"), choices=By.choices, widget=RadioCards())
    phone = Words(
        label=_("Telephone"), max_length=300, required=False, help_text=_("Needed if you chose telephone.")
    )
    post = Words(
        label=_("Postal address"),
        max_length=300,
        rows=3,
        required=False,
        help_text=_("Needed if you chose post."),
    )

    def __init__(self, *args: Any, without_email: bool = False, mine: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in ContactDetail.Kind.values:
            self.fields[kind].sometimes = True  # type: ignore[attr-defined]
        if mine:
            self.fields["contact_by"].label = _("How to reach me")
        if without_email:
            self.fields["contact_by"].choices = [  # type: ignore[attr-defined]
                choice for choice in By.choices if choice[0] != By.EMAIL
            ]

    def clean(self) -> dict[str, Any]:
        """The way that was chosen needs its number or address; the fault stands beside that field."""
        said = super().clean() or self.cleaned_data
        way = said.get("contact_by", "")
        if way in ContactDetail.Kind.values and way not in self.errors and not said.get(way):
            self.add_error(way, _("Write it here, or choose another way above."))
        return said

    def details(self) -> dict[str, str]:
        """The details that were filled in, by kind."""
        return {kind: self.cleaned_data[kind] for kind in ContactDetail.Kind.values}

    @staticmethod
    def start_with(whom: Membership) -> dict[str, Any]:
        """What the form shows before anything was typed."""
        shown: dict[str, Any] = {"contact_by": whom.contact_by}
        shown.update(ContactDetail.objects.filter(membership=whom).values_list("kind", "value"))
        return shown


class RecordForm(ContactForm):
    """The record of a member who has no e-mail."""

    display_name = Words(
        label=_("The name they go by here"), max_length=60, help_text=_("It can be made up. Ask them.")
    )
    field_order = ["display_name", "contact_by", "phone", "post"]


class GuestForm(Form):
    """Somebody from outside."""

    display_name = Words(label=_("Name"), max_length=60)
    guest_as = Words(
        label=_("What they are, and where from"),
        max_length=80,
        help_text=_("Everyone sees it beside their name, such as “district nurse, Harbour Surgery”."),
    )
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
