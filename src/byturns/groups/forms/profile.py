"""Forms for what a member says about herself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from byturns.groups.actions.profile import Said, Self
from byturns.groups.kinds import Audience
from byturns.groups.models import Membership, ProfileLine
from byturns.ui.forms import Form, RadioCards, Words

HINTS = {
    ProfileLine.Key.LIKES: _("Music, football, the garden, a good pie: what makes you more than a carer."),
    ProfileLine.Key.KNOWS: _("From your work or your life: bread, engines, Polish, filling in forms."),
    ProfileLine.Key.ABOUT: _("Whatever you would tell somebody over a cup of tea."),
    ProfileLine.Key.TALK: _("What others may gladly ask you about."),
    ProfileLine.Key.CARING: _(
        "Your own part, as far as you like. Please leave out the name, age and illness of the person "
        "you care for: that is theirs."
    ),
}
WHO_READS = _("Who can read “{}”")


class ProfileForm(Form):
    """Every field with its audience beside it."""

    display_name = Words(
        label=_("Your name here"),
        max_length=60,
        help_text=_("The name under what you write. It can be made up. Everyone in the group sees it."),
    )
    caring = forms.ChoiceField(
        label=_("Where you are with caring"),
        choices=Membership.Caring.choices,
        widget=RadioCards(
            about={
                Membership.Caring.CARING: _("I look after somebody"),
                Membership.Caring.DIFFERENTLY: _("They live in a home now, say, or others do the most"),
                Membership.Caring.WAS: _("It has ended. You belong here just the same"),
            }
        ),
        help_text=_("Whatever you choose, nothing here closes for you."),
    )
    caring_audience = forms.ChoiceField(
        label=format_lazy(WHO_READS, _("Where you are with caring")), choices=Audience.choices
    )
    in_directory = forms.BooleanField(
        label=_("Show me on the People page"),
        required=False,
        help_text=_("Without the tick you are not in the list. Your name still stands under what you write."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in ProfileLine.Key:
            self.fields[f"line_{key}"] = Words(
                label=key.label, max_length=600, rows=3, required=False, help_text=HINTS[key]
            )
            self.fields[f"line_{key}_audience"] = forms.ChoiceField(
                label=format_lazy(WHO_READS, key.label), choices=Audience.choices
            )
        # What she likes stands before how she cares: more than a carer.
        pairs = [name for key in ProfileLine.Key for name in (f"line_{key}", f"line_{key}_audience")]
        self.order_fields(["display_name", *pairs, "caring", "caring_audience", "in_directory"])

    @staticmethod
    def start_with(member: Membership) -> dict[str, Any]:
        """What the form shows before anything was typed."""
        shown: dict[str, Any] = {
            "display_name": member.display_name,
            "caring": member.caring,
            "caring_audience": member.caring_audience,
            "in_directory": member.in_directory,
        }
        for key in ProfileLine.Key:
            shown[f"line_{key}_audience"] = Audience.ME if key == ProfileLine.Key.CARING else Audience.GROUP
        for line in ProfileLine.objects.filter(membership=member):
            shown[f"line_{line.key}"] = line.words
            shown[f"line_{line.key}_audience"] = line.audience
        return shown

    def said(self) -> Self:
        """What was filled in, for the action."""
        given = self.cleaned_data
        return Self(
            display_name=given["display_name"],
            caring=given["caring"],
            caring_audience=given["caring_audience"],
            in_directory=given["in_directory"],
            lines={key: Said(given[f"line_{key}"], given[f"line_{key}_audience"]) for key in ProfileLine.Key},
        )
