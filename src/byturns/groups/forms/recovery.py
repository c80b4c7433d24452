"""Forms for letting a member back in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from byturns.core import clock
from byturns.groups.forms.circles import Person
from byturns.groups.models import Membership
from byturns.groups.queries import stewarding
from byturns.groups.rules_stewards import KNOWS_HER_AFTER
from byturns.ui.forms import Form, Words

FACE_TO_FACE = _("I met them face to face")


class RecoveryForm(Form):
    """What a steward says to begin."""

    new_email = forms.EmailField(label=_("The e-mail address they have now"), max_length=254)
    how_known = Words(
        label=_("How do you know that it is really them?"),
        max_length=200,
        help_text=_("Such as “They rang me, I know the voice”. Never go by a mail alone."),
    )
    in_person = forms.BooleanField(label=FACE_TO_FACE, required=False)
    second = Person(
        queryset=None,
        label=_("Who else knows them?"),
        to_field_name="public_id",
        help_text=_("Somebody who has been here four weeks or more. They are asked to speak to them too."),
    )

    def __init__(self, *args: Any, member: Membership, whom: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fit = stewarding.everybody().filter(joined_at__lte=clock.now() - KNOWS_HER_AFTER)
        fit = fit.exclude(pk__in=[member.pk, whom.pk])
        self.fields["second"].queryset = fit  # type: ignore[attr-defined]


class VouchForm(Form):
    """What the second member says."""

    spoke = forms.BooleanField(label=_("I have spoken to them, and it is really them"))
    in_person = forms.BooleanField(label=FACE_TO_FACE, required=False)


class PinForm(Form):
    """Take away a forgotten PIN."""

    sure = forms.BooleanField(
        label=_("I have spoken with them, and know that it is them who asks."),
        error_messages={"required": _("Speak with them first, then tick this.")},
    )
