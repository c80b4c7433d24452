"""What members fill in when they put together what several know."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from byturns.conversations.forms import OnceForm
from byturns.groups.models import Membership
from byturns.knowledge.kinds import Section
from byturns.knowledge.queries import ToldOnPage
from byturns.ui.forms import Form, Words


class StartForm(OnceForm):
    """A subject."""

    title = Words(
        label=_("What is the page about?"),
        max_length=80,
        help_text=_("As somebody would say it who needs it. “When washing becomes a fight”."),
    )


class LineForm(OnceForm):
    """A line, where it stands and whose experiences it comes from. `seen`: the version before her."""

    section = forms.ChoiceField(label=_("Where does it stand?"), choices=Section.choices)
    words = Words(
        label=_("The line"),
        max_length=2000,
        rows=4,
        help_text=_("In your own words, from what members told. No doses, and no illness named for anybody."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, told: list[ToldOnPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._uses = {one.use.public_id: one.use for one in told}
        self.fields["rests_on"] = forms.MultipleChoiceField(
            label=_("Whose experience does it come from?"),
            required=False,
            choices=[(one.use.public_id, _label(one)) for one in told],
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "If one of them takes their words back, this line goes too, until somebody writes it anew."
            ),
        )

    def clean(self) -> dict[str, Any]:
        """What we have learned comes from somebody; what we are unsure of need not."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("section") == Section.LEARNED and not said.get("rests_on"):
            self.add_error(
                "rests_on", _g("Choose at least one. What nobody told is not what we have learned.")
            )
        return said

    @property
    def uses(self) -> list[Any]:
        """The uses that were chosen."""
        return [self._uses[name] for name in self.cleaned_data.get("rests_on", ())]


def _label(one: ToldOnPage) -> str:
    return f"{one.number}. {one.kept.name}: {one.kept.experience.first_words}"


class LookForm(Form):
    """The group has looked at it; when again, and who will."""

    next_look = forms.DateField(
        label=_("When will you look at it again?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    next_by = forms.ChoiceField(label=_("Who will?"), required=False)

    def __init__(self, *args: Any, members: list[Membership], today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = {one.public_id: one for one in members}
        self._today = today
        chosen = self.fields["next_by"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [("", _g("Nobody yet")), *((one.public_id, one.display_name) for one in members)]

    def clean_next_look(self) -> datetime.date:
        """A day that is still to come."""
        day: datetime.date = self.cleaned_data["next_look"]
        if day <= self._today:
            raise forms.ValidationError(_g("Choose a day that is still to come."))
        return day

    @property
    def who(self) -> Membership | None:
        return self._members.get(self.cleaned_data.get("next_by", ""))
