"""Forms about looking after the group."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from byturns.groups.forms.circles import People, Person
from byturns.groups.models import Membership
from byturns.groups.queries import stewarding
from byturns.ui.forms import Form


class OfferForm(Form):
    """Whom to ask to be a steward too."""

    whom = Person(
        queryset=None,
        label=_("Who could it be?"),
        to_field_name="public_id",
        help_text=_("They need an e-mail address that nobody else opens."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fit = stewarding.everybody().exclude(role=Membership.Role.STEWARD).exclude(person__account=None)
        self.fields["whom"].queryset = fit  # type: ignore[attr-defined]


class ListenersForm(Form):
    """Who the listeners are."""

    whom = People(
        queryset=None,
        label=_("Who listens?"),
        required=False,
        to_field_name="public_id",
        help_text=_("Listeners are told when somebody waits for an answer. Ask each of them first."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].queryset = stewarding.everybody()  # type: ignore[attr-defined]


class HearersForm(Form):
    """Who hears reports about a steward."""

    whom = People(
        queryset=None,
        label=_("Choose two members who have been here long"),
        required=False,
        to_field_name="public_id",
        help_text=_("Ask them first. They are not stewards. Leave it empty to name nobody."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fit = stewarding.everybody().exclude(role=Membership.Role.STEWARD)
        self.fields["whom"].queryset = fit.order_by("joined_at", "pk")  # type: ignore[attr-defined]
