"""What people fill in to turn to the stewards, and what stewards fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from byturns.core import ids
from byturns.safety.kinds import Deed, Outcome, Route, Severity
from byturns.safety.models import Choices, LocalNumber
from byturns.ui.forms import Form, ModelForm, RadioCards, Words


class OnceForm(Form):
    """A form that does its work once, however often it is sent."""

    once = forms.CharField(max_length=32, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = ids.public_id()


class ReportForm(OnceForm):
    """Something is not right."""

    severity = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (name, Severity(name).label)
            for name in (Severity.HOUSE, Severity.LIFE, Severity.PICTURE, Severity.LAW)
        ],
        widget=RadioCards(
            about={Severity.LIFE: _("If it is happening now, ring 999 first. Stewards may be asleep.")}
        ),
    )
    words = Words(
        label=_("What should the stewards know?"),
        rows=4,
        required=False,
        max_length=5_000,
    )


class WorriedForm(OnceForm):
    """Somebody may not be all right."""

    severity = forms.ChoiceField(
        label=_("How soon?"),
        choices=[
            (Severity.SOON, _("It can wait until a steward reads this")),
            (Severity.LIFE, _("It cannot wait: I fear for somebody’s life")),
        ],
        widget=RadioCards(about={Severity.LIFE: _("Ring 999 first. Then tell the stewards here.")}),
    )
    words = Words(
        label=_("What makes you worry?"),
        rows=4,
        max_length=5_000,
        help_text=_("What you saw or heard, as plainly as you can. You need not be sure."),
    )


class OutsideForm(Form):
    """Somebody without an account writes to the stewards."""

    route = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[
            (Route.ABOUT_ME, _("Words about me are here: please take them down")),
            (Route.WORRIED, _("I am worried about somebody")),
            (Route.OUTSIDE, _("Something else")),
        ],
        widget=RadioCards,
    )
    words = Words(
        label=_("What should they know?"),
        rows=6,
        max_length=5_000,
        help_text=_("For words about you: which words, and roughly when they were written, if you know."),
    )
    about_stewards = forms.BooleanField(
        label=_("It is about one of the people who look after the group"),
        required=False,
        help_text=_("Then, where the group has named others for this, it goes to them instead."),
    )
    answer_to = forms.EmailField(
        label=_("Your e-mail address, if you want an answer"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AddForm(Form):
    """More words for a case."""

    words = Words(label=_("What would you like to add?"), rows=4, max_length=5_000)


class AnswerForm(Form):
    """The writer answers what stewards did."""

    words = Words(
        label=_("What would you like to say to the stewards?"),
        rows=5,
        max_length=5_000,
        help_text=_("They read it and look at it once more. You can say why you see it differently."),
    )


class NoteForm(Form):
    words = Words(label=_("A note for the stewards who look at this"), rows=3, max_length=5_000)


class JudgeForm(Form):
    severity = forms.ChoiceField(label=_("How grave is it?"), choices=Severity.choices)


class SettleForm(Form):
    """An outcome and a reason: nothing is settled without."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[(one.value, one.label) for one in Outcome if one != Outcome.BACK],
    )
    reason = Words(
        label=_("Why, for those who look after the group"),
        rows=3,
        max_length=5_000,
        help_text=_("Kept with the case. Nobody else reads it."),
    )
    said_to_reporter = Words(
        label=_("A kind word to the person who told you"),
        rows=3,
        required=False,
        max_length=2_000,
        help_text=_("They read this and what came of it, not your reason. Leave out others’ secrets."),
    )


class ReasonForm(Form):
    reason = Words(label=_("Why open it again?"), rows=2, max_length=1_000)


class DeedForm(Form):
    """Hide, show, close or open again, with a reason that the writer reads."""

    deed = forms.ChoiceField(label=_("What do you want to do?"), widget=RadioCards)
    reason = Words(
        label=_("Why?"),
        rows=3,
        max_length=300,
        help_text=_("The person whose words these are reads this. Say it as you would to their face."),
    )

    def __init__(self, *args: Any, deeds: list[Deed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deed"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(deed.value, deed.label) for deed in deeds]
        if len(deeds) == 1:
            field.initial = deeds[0].value


class NumberForm(ModelForm):
    """A number of the group's own."""

    class Meta:
        model = LocalNumber
        fields = ("name", "about", "number", "hours")
        labels = {
            "name": _("Whose number is it?"),
            "about": _("What is it for?"),
            "number": _("The number"),
            "hours": _("When do they answer?"),
        }
        help_texts = {"number": _("Ring it once before you keep it here.")}
        widgets = {"number": forms.TextInput(attrs={"inputmode": "tel"})}
        error_messages = {"number": {"invalid": _("Only digits and spaces, such as 01632 960 123.")}}


class ChoicesForm(Form):
    """When reported words are held back until a steward has looked. 0 is never."""

    hold_message_at = forms.IntegerField(
        label=_("Hold a message back when so many members have reported it"),
        min_value=0,
        max_value=50,
        help_text=_("2 or more; 0 for never. Members of less than two weeks do not count here."),
    )
    hold_person_at = forms.IntegerField(
        label=_("Or when so many have reported messages by the same person within a week"),
        min_value=0,
        max_value=50,
        help_text=_("2 or more; 0 for never."),
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for name in ("hold_message_at", "hold_person_at"):
            if found.get(name) == 1:
                self.add_error(name, _("One member alone cannot hold back another’s words: choose 2 or 0."))
        return found

    @classmethod
    def of(cls, chosen: Choices, data: Any = None) -> ChoicesForm:
        """The form, filled with what the group chose."""
        return cls(
            data,
            initial={"hold_message_at": chosen.hold_message_at, "hold_person_at": chosen.hold_person_at},
        )
