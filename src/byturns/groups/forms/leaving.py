"""Forms about going."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from byturns.groups.kinds import Words as Wish
from byturns.ui.forms import Form, RadioCards, Text, Words

MEANS: dict[str, Text] = {
    Wish.DOWN: _(
        "Everything you wrote goes. Where it stood, a line says that something was taken down. "
        "What others answered stays."
    ),
    Wish.UNNAMED: _(
        "Your words stay where they are, and nobody can tell any more whose they were. "
        "If you told your own story, people may still guess."
    ),
    Wish.KEEP: _("Your words stay as they are, under the name you have here."),
}


class WordsForm(Form):
    """What becomes of the words of somebody who goes."""

    words = forms.ChoiceField(
        label=_("What becomes of what you wrote?"),
        choices=Wish.choices,
        initial=Wish.DOWN,
        widget=RadioCards(about=MEANS),
    )

    def __init__(self, *args: Any, open_ways: Sequence[Wish] = tuple(Wish), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = cast("forms.ChoiceField", self.fields["words"])
        words.choices = [(way.value, way.label) for way in open_ways]


class LeaveForm(WordsForm):
    """The same, and a tick, for it cannot be undone."""

    sure = forms.BooleanField(label=_("I understand that this cannot be undone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = _("This is what happens if you change nothing. It cannot be undone.")
        widget = cast("RadioCards", self.fields["words"].widget)
        widget.about = {**MEANS, Wish.DOWN: format_lazy("{} {}", usual, MEANS[Wish.DOWN])}


class RemoveForm(Form):
    reason = Words(
        label=_("The reason"),
        max_length=500,
        rows=4,
        help_text=_("The person is told these words by mail. Stewards can read them later, nobody else."),
    )
    sure = forms.BooleanField(
        label=_("I know that this is so"),
        help_text=_("They are out at once. It cannot be undone here."),
    )


class DeathForm(Form):
    tell = forms.BooleanField(
        label=_("Let the group’s log say that a member has died"),
        required=False,
        help_text=_("Without a name. You may want to tell the group yourself, in a conversation."),
    )
    sure = forms.BooleanField(
        label=_("I know that this is so"),
        help_text=_("It cannot be undone here. If it is a mistake, they have to be invited again."),
    )
