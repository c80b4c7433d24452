"""Forms about typing for somebody."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from byturns.groups.forms.circles import Person
from byturns.groups.models import Membership
from byturns.groups.queries import stewarding, typing
from byturns.ui.forms import Form, Words


class TypistForm(Form):
    """Who may type for a member, and how she said so."""

    typist = Person(queryset=None, label=_("Who may type for them?"), to_field_name="public_id")
    how_said = Words(
        label=_("How and when they said so"),
        max_length=200,
        help_text=_("Such as “by telephone on 3 May”. It is printed in the letter to them."),
    )

    def __init__(self, *args: Any, whom: Membership, by_herself: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = typing.typists_of(whom).values("typist")
        others = stewarding.everybody().exclude(pk=whom.pk).exclude(pk__in=named)
        if by_herself:
            others = others & Membership.objects.listed_for(whom)
            self.fields["typist"].label = _("Who may type for me?")
            del self.fields["how_said"]
        self.fields["typist"].queryset = others  # type: ignore[attr-defined]
