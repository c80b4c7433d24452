"""What members fill in when they keep something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from byturns.conversations.forms import OnceForm
from byturns.core import ids, text
from byturns.knowledge import guard
from byturns.knowledge.kinds import PART_NAMES, PARTS, Circumstance, Helped
from byturns.knowledge.models import Experience
from byturns.ui.forms import Words

FOUND: dict[str, str | Promise] = {
    "email": _("an e-mail address"),
    "phone": _("a telephone number"),
    "nhs": _("an NHS number"),
    "postcode": _("a postcode"),
    "address": _("an address"),
    "birth": _("a date of birth, or another exact date"),
    "name": _("a name"),
}
LABELS = dict(PARTS)


class KeepForm(OnceForm):
    """An experience. All is optional, but something has to be there.

    `found()` says what could tell who somebody is. It is shown once for these very words; sending them
    again by the other button (`looked`) is the decision.
    """

    words = Words(label=LABELS["words"], max_length=text.LONGEST, rows=6, required=False)
    subject = Words(
        label=_("What is it about?"),
        max_length=80,
        required=False,
        help_text=_("A few words, so that others find it. “Nights”, “Being refused”, “The two of us”."),
        widget=forms.TextInput(attrs={"list": "subjects", "autocomplete": "off"}),
    )
    situation = Words(
        label=LABELS["situation"], max_length=5000, rows=3, required=False, help_text=_("Before it began.")
    )
    tried = Words(label=LABELS["tried"], max_length=5000, rows=3, required=False)
    helped = forms.ChoiceField(
        label=_("Did it help?"), required=False, choices=[("", _("I do not say")), *Helped.choices]
    )
    happened = Words(label=LABELS["happened"], max_length=5000, rows=3, required=False)
    not_fit = Words(
        label=LABELS["not_fit"],
        max_length=5000,
        rows=3,
        required=False,
        help_text=_("When it did not work, or for whom it would not."),
    )
    professionals = Words(
        label=LABELS["professionals"],
        max_length=5000,
        rows=3,
        required=False,
        help_text=_("What a nurse or an adviser told you. No doses, please: those belong to the doctor."),
    )
    tell = Words(label=LABELS["tell"], max_length=5000, rows=3, required=False)
    circumstances = forms.MultipleChoiceField(
        label=_("What may stand beside it about your caring"),
        required=False,
        choices=Circumstance.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Others see for whom it worked. It says nothing about the person you care for."),
    )
    named = forms.BooleanField(
        label=_("Show my name with it"),
        required=False,
        help_text=_("Without it the group reads “A member”. Who knows your words may still know you."),
    )

    def clean(self) -> dict[str, Any]:
        """Something has to be told."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(said.get(name) for name in PART_NAMES):
            self.add_error("words", _("Write something here first, or in one of the parts below."))
        return said

    @property
    def digest(self) -> str:
        """Stands for exactly these words: what was looked at, and nothing else, is taken as looked at."""
        return ids.digest("\x1f".join(self._said()))

    def found(self, names: Iterable[str]) -> list[tuple[str | Promise, str]]:
        """What could tell who somebody is: what it is, and the stretch. Empty once it was looked at."""
        if self.data.get("looked") == self.digest:
            return []
        known = list(names)
        seen = [(FOUND[one.kind], one.text) for part in self._said() for one in guard.look(part, known)]
        return list(dict.fromkeys(seen))

    def _said(self) -> list[str]:
        return [str(self.cleaned_data.get(name, "")) for name in (*PART_NAMES, "subject")]


def initial_of(experience: Experience) -> dict[str, Any]:
    """What stands in the form when an experience is changed."""
    return {
        **{name: getattr(experience, name) for name in PART_NAMES},
        "subject": experience.subject.name if experience.subject is not None else "",
        "helped": experience.helped,
        "circumstances": experience.circumstances,
        "named": experience.named,
    }
