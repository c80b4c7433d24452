"""What members fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from byturns.conversations.kinds import GUIDES, Kind, Note
from byturns.core import ids, text
from byturns.groups.models import Circle, Membership
from byturns.ui.forms import Form, RadioCards, Words


class OnceForm(Form):
    """A form whose sending counts once: each page that shows it carries its own token."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = ids.public_id()


OWN = "own"  # no member's public name: those have twelve letters


class VoiceForm(OnceForm):
    """A form in one's own voice, or typed for a member who has no screen."""

    def __init__(self, *args: Any, voices: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._voices = {voice.public_id: voice for voice in voices}
        if voices:
            self.fields["voice"] = forms.ChoiceField(
                label=_l("Whose words are these?"),
                initial=OWN,
                choices=[
                    (OWN, _("My own")),
                    *(
                        (voice.public_id, _("I am typing for %(name)s") % {"name": voice.display_name})
                        for voice in voices
                    ),
                ],
            )

    def clean(self) -> dict[str, Any]:
        """Words never go out in another voice than the page said."""
        chosen: dict[str, Any] = super().clean() or {}
        if self.data.get("voice", OWN) != OWN and "voice" not in self.fields:
            raise forms.ValidationError(
                _("You can no longer type for this member. Send it again if these are your own words.")
            )
        return chosen

    @property
    def spoken_for(self) -> Membership | None:
        """The member whose words these are, when they are not the typist's own."""
        return self._voices.get(self.cleaned_data.get("voice", ""))


NOTE_HELP = _l("The words then stay folded until somebody opens them.")


class AskForm(VoiceForm):
    """Starting a conversation."""

    kind = forms.ChoiceField(
        label=_l("What would help most?"),
        required=False,
        choices=Kind.choices,
        widget=RadioCards(
            about={kind: guide.hint for kind, guide in GUIDES.items()},
            icons={kind: kind for kind in GUIDES},
        ),
    )
    title = Words(
        label=_l("A heading"),
        max_length=120,
        required=False,
        help_text=_l("Without one, your first words stand above it."),
    )
    words = Words(
        label=_l("What is going on?"),
        max_length=text.LONGEST,
        rows=7,
        help_text=_l("Leave out names, addresses and dates of birth. “My dad” is enough."),
    )
    just_listening = forms.BooleanField(label=_l("Just listening, no advice please"), required=False)
    note = forms.ChoiceField(
        label=_l("A note before the words"), required=False, choices=Note.choices, help_text=NOTE_HELP
    )
    unnamed = forms.BooleanField(
        label=_l("Without my name"),
        required=False,
        help_text=_l(
            "The group sees “A member, without a name”, stewards too. If somebody may be in danger, a "
            "steward can look behind it. Each look is written down and you are told."
        ),
    )

    def __init__(self, *args: Any, circles: dict[Circle, int], everyone: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._circles = {circle.public_id: circle for circle in circles}
        if circles:
            self.fields["circle"] = forms.ChoiceField(
                label=_l("Who is it for?"),
                required=False,
                choices=[
                    ("", _("The whole group (%(people)s)") % {"people": people(everyone)}),
                    *(
                        (circle.public_id, f"{circle.name} ({people(others)})")
                        for circle, others in circles.items()
                    ),
                ],
            )

    def clean(self) -> dict[str, Any]:
        """What was meant for a circle never goes to the whole group."""
        chosen = super().clean()
        if self.data.get("circle") and "circle" not in self.fields:
            raise forms.ValidationError(
                _("That circle is no longer open to you. Sent again, the whole group will see this.")
            )
        return chosen

    @property
    def chosen_circle(self) -> Circle | None:
        """The circle it is for, None for the whole group."""
        return self._circles.get(self.cleaned_data.get("circle", ""))


def people(number: int) -> str:
    """ "18 people", for who will see something."""
    if number == 0:
        return _("only you so far")
    return ngettext("%(n)s person", "%(n)s people", number) % {"n": number}


WITHOUT, BOTH = "on", "both"  # how the starter of something without a name answers there


class ReplyForm(VoiceForm):
    """Answering."""

    words = Words(label=_l("Your reply"), max_length=text.LONGEST, rows=5)
    note = forms.ChoiceField(
        label=_l("A note before the words"), required=False, choices=Note.choices, help_text=NOTE_HELP
    )
    unnamed = forms.BooleanField(
        label=_l("Without my name"),
        required=False,
        help_text=_l("A steward can look behind it if somebody may be in danger; you are then told."),
    )

    def __init__(self, *args: Any, guest: bool = False, started: bool | None = None, **kwargs: Any) -> None:
        """`started`: None for what others started; for one's own, whether it stands without one's name."""
        super().__init__(*args, **kwargs)
        if guest or (started is False and not self._voices):
            # A guest is always seen to be one; who started it by name answers by name.
            del self.fields["unnamed"]
        elif started:
            self.fields["unnamed"] = forms.ChoiceField(
                label=_l("Your name"),
                choices=[
                    (WITHOUT, _l("Answer without my name too")),
                    (BOTH, _l("Show my name on both: everyone then sees that I started this")),
                ],
                initial=WITHOUT,
                widget=forms.RadioSelect,
                help_text=_l(
                    "You started this without your name. An answer with your name alone would tell others "
                    "that you started it. A steward can look behind it if somebody may be in danger; you "
                    "are then told."
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Nobody's own name is shown by what she types for somebody else."""
        chosen = super().clean()
        if chosen.get("unnamed") == BOTH and self.spoken_for is not None:
            self.add_error("unnamed", _("Choose “without”: these words are somebody else’s."))
        return chosen

    @property
    def without_name(self) -> bool:
        return self.cleaned_data.get("unnamed") in (True, WITHOUT)

    @property
    def shows_name(self) -> bool:
        return self.cleaned_data.get("unnamed") == BOTH


class EditForm(Form):
    """Changing what one wrote."""

    words = Words(label=_l("Your words"), max_length=text.LONGEST, rows=7)
    note = forms.ChoiceField(
        label=_l("A note before the words"), required=False, choices=Note.choices, help_text=NOTE_HELP
    )


class ChangeForm(Form):
    """What the starter may change about a conversation."""

    title = Words(label=_l("In a few words"), max_length=120)
    kind = forms.ChoiceField(
        label=_l("What would help most?"),
        choices=Kind.choices,
        widget=RadioCards(
            about={kind: guide.hint for kind, guide in GUIDES.items()},
            icons={kind: kind for kind in GUIDES},
        ),
    )
    just_listening = forms.BooleanField(label=_l("Just listening, no advice please"), required=False)


class ReasonForm(Form):
    """Why a steward does something that the person concerned is told of."""

    reason = Words(
        label=_l("Why do you need to know?"),
        max_length=300,
        rows=3,
        help_text=_l("The writer will read this."),
    )


class VisitForm(Form):
    """Asking whether a guest may come in."""

    guest = forms.ChoiceField(label=_l("Which guest?"))
    until = forms.DateField(
        label=_l("Until when?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, guests: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._guests = {guest.public_id: guest for guest in guests}
        self.fields["guest"].choices = [  # type: ignore[attr-defined]
            (guest.public_id, guest.display_name) for guest in guests
        ]

    @property
    def chosen(self) -> Membership:
        """The guest who was chosen."""
        return self._guests[self.cleaned_data["guest"]]
