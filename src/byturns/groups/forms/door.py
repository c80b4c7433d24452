"""Forms of the door: inviting, accepting, asking to join, talking, deciding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from byturns.groups import wording
from byturns.groups.forms.door_fields import ChosenName
from byturns.groups.models import JoinQuestion
from byturns.people.models import Person
from byturns.ui.forms import Form, Words

ANSWER_FITS = 4000


def over_18() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("I am 18 or older, and I look after somebody, or I used to"),
        help_text=_("A relative, a partner, a friend, a neighbour: all count. Nobody asks you to prove it."),
    )


class InviteForm(Form):
    """One invitation."""

    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("Please ask them first whether a mail from us would be seen by somebody else."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    note = Words(
        label=_("A line from you"),
        help_text=_("They read it on the page, not in the mail. Your name in the group stands with it."),
        required=False,
        rows=2,
        max_length=500,
    )


class AcceptForm(Form):
    """Joining by an invitation. `version` is the agreement that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    name = ChosenName()
    says_carer = over_18()
    yes = forms.BooleanField(label=_("I have read what the group agrees, and I agree"))

    def __init__(
        self, *args: Any, known: Person | None = None, agreement: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not agreement:
            del self.fields["yes"]
        if known is not None:
            self.fields["who"] = forms.ChoiceField(
                label=_("Who is joining?"),
                choices=[
                    ("me", known.name or _("The person who is signed in")),
                    ("other", _("Somebody else who reads this mailbox")),
                ],
                initial="me",
                widget=forms.RadioSelect,
            )
            self.order_fields(["version", "who", "name", "says_carer", "yes"])


class AskForm(Form):
    """Asking to join: the group's own questions, one box each."""

    name = ChosenName()
    says_carer = over_18()

    def __init__(self, *args: Any, questions: list[JoinQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[self.key(question)] = Words(
                label=question.words, required=False, rows=4, max_length=ANSWER_FITS
            )
        self.order_fields(["name", *[self.key(one) for one in questions], "says_carer"])

    @staticmethod
    def key(question: JoinQuestion) -> str:
        """The field of a question, named by place: numbers of rows stay on the server."""
        return f"question_{question.position}"

    def answers(self) -> list[tuple[str, str]]:
        """Each question that was answered, with its answer."""
        given = [(one.words, self.cleaned_data[self.key(one)]) for one in self.questions]
        return [(question, answer) for question, answer in given if answer.strip()]


class ApplicantWordsForm(Form):
    """The applicant writes to the group."""

    words = Words(label=_("Write to the group"), rows=4, max_length=ANSWER_FITS)


class MemberWordsForm(Form):
    """A member writes to the applicant."""

    words = Words(label=_("Write to this person"), rows=4, max_length=ANSWER_FITS)
    shows_name = forms.BooleanField(
        label=_("Show my name"),
        help_text=_("Without it they read “a member of the group”."),
        required=False,
    )


class LetInForm(Form):
    """A steward lets somebody in."""

    talked = forms.BooleanField(label=_("I have talked with everybody who said: not while I am here"))

    def __init__(self, *args: Any, objections: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not objections:
            del self.fields["talked"]


class RefuseForm(Form):
    """A steward does not let somebody in."""

    kind_words = Words(
        label=_("What you tell them"),
        help_text=_("They read this. Say nothing about anybody in the group."),
        rows=6,
        max_length=2000,
        initial=wording.REFUSAL,
    )
    reason = Words(
        label=_("The reason, for the stewards’ record"),
        help_text=_("They do not read this. It is all that is kept after 30 days, so leave out names."),
        rows=2,
        max_length=500,
    )
