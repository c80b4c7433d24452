"""What members fill in when they ask, offer and thank."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _l

from byturns.conversations.forms import VoiceForm
from byturns.core import text
from byturns.groups.models import Circle, Group, Membership
from byturns.reciprocity.kinds import GROUPED, MOST_WANTED, Far, Help, Pace, Part, Patience, Urgency, Who
from byturns.reciprocity.models import Ask, Willing
from byturns.reciprocity.wishes import Wish
from byturns.ui.forms import CheckCards, Form, RadioCards, Words


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _time() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class AskForm(VoiceForm):
    """Asking for one concrete thing."""

    kind = forms.ChoiceField(label=_l("What kind of help is it?"), choices=GROUPED)
    title = Words(
        label=_l("What would help, in a few words?"),
        max_length=120,
        help_text=_l("As “Could you sit with my sister for two hours?”"),
    )
    words = Words(
        label=_l("Anything more they should know"),
        max_length=2000,
        rows=4,
        required=False,
        help_text=_l("Leave out names, addresses and illnesses. Who helps can ask you."),
    )
    day_from = forms.DateField(label=_l("On which day, or from when?"), required=False, widget=_day())
    day_to = forms.DateField(
        label=_l("Until which day?"),
        required=False,
        help_text=_l("If any of several days would do. With no day at all it stays open for two weeks."),
        widget=_day(),
    )
    time_from = forms.TimeField(label=_l("From what time?"), required=False, widget=_time())
    time_to = forms.TimeField(label=_l("Until what time?"), required=False, widget=_time())
    place = Words(
        label=_l("Where, as rough as you like?"),
        max_length=120,
        required=False,
        help_text=_l("“Near the library” is enough. An address you can give later, to one person."),
    )
    urgency = forms.ChoiceField(
        label=_l("How soon do you need to know?"),
        choices=Urgency.choices,
        initial=Urgency.WEEK,
        widget=RadioCards,
    )
    wanted = forms.IntegerField(
        label=_l("How many people would help?"), initial=1, min_value=1, max_value=MOST_WANTED
    )
    takes_first = forms.BooleanField(
        label=_l("Whoever can is fine"),
        required=False,
        help_text=_l("Then it is agreed when somebody says yes. Otherwise you say yes to them first."),
    )

    asks_around = forms.BooleanField(
        label=_l("Ask some who could, in turn"),
        required=False,
        initial=True,
        help_text=_l("Who said that they can do this is asked alone. You never learn who said no."),
    )
    patience = forms.TypedChoiceField(
        label=_l("How long may each think about it, before the next is asked?"),
        choices=Patience.choices,
        initial=Patience.AS_URGENT.value,
        required=False,
        coerce=int,
        empty_value=Patience.AS_URGENT.value,  # type: ignore[arg-type]
    )
    audience = forms.ChoiceField(label=_l("Who sees it?"), widget=RadioCards, initial=Who.ALL)

    def __init__(self, *args: Any, circles: list[Circle], group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._circles = {circle.public_id: circle for circle in circles}
        self._group = group
        self.fields["audience"].choices = [  # type: ignore[attr-defined]
            (Who.ALL.value, Who.ALL.label),
            *((circle.public_id, circle.name) for circle in circles),
            (Who.ASKED.value, Who.ASKED.label),
        ]
        self.wish: Wish | None = None

    def clean(self) -> dict[str, Any]:
        """All of it together, as it would be kept: days that cannot be are told in words."""
        said = super().clean()
        if self.errors:
            return said
        chosen = said["audience"]
        circle = self._circles.get(chosen)
        wish = Wish(
            kind=said["kind"],
            title=said["title"],
            words=said["words"],
            day_from=said["day_from"],
            day_to=said["day_to"],
            time_from=said["time_from"],
            time_to=said["time_to"],
            place=said["place"],
            urgency=said["urgency"],
            wanted=said["wanted"],
            takes_first=said["takes_first"],
            asks_around=said["asks_around"],
            patience=said["patience"],
            who=Who.CIRCLE if circle is not None else chosen,
            circle=circle,
        )
        try:
            wish.put_into(Ask(), self._group)
        except ValidationError as wrong:
            self.add_error("day_from", wrong)
            return said
        self.wish = wish
        return said


def as_filled(ask: Ask) -> dict[str, Any]:
    """What the form shows of an ask that is changed."""
    when = "day_from day_to time_from time_to"
    names = f"kind title words {when} place urgency wanted takes_first asks_around patience"
    shown = {name: getattr(ask, name) for name in names.split()}
    return {**shown, "audience": ask.circle.public_id if ask.circle else ask.who}


class PaceForm(Form):
    """What one may be asked for, how often and when."""

    pace = forms.ChoiceField(label=_l("How often may you be asked?"), choices=Pace.choices, widget=RadioCards)
    kinds = forms.MultipleChoiceField(
        label=_l("What could you do now and then?"),
        choices=Help.choices,
        required=False,
        widget=CheckCards,
        help_text=_l("Small things count. You are asked for nothing else."),
    )
    far = forms.ChoiceField(label=_l("How far?"), choices=Far.choices, widget=RadioCards)
    weekdays = forms.MultipleChoiceField(
        label=_l("On which days?"),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        required=False,
        widget=CheckCards,
        help_text=_l("None ticked: any day."),
    )
    parts = forms.MultipleChoiceField(
        label=_l("At which times of day?"),
        choices=Part.choices,
        required=False,
        widget=CheckCards,
        help_text=_l("None ticked: any time."),
    )


def pace_as_filled(willing: Willing | None) -> dict[str, Any]:
    """What the form shows of what she said before; of nothing said, what most can live with."""
    if willing is None:
        return {"pace": Pace.FORTNIGHT, "far": Far.OUT}
    return {
        "pace": willing.pace,
        "far": willing.far,
        "kinds": sorted(willing.able),
        "weekdays": list(willing.weekdays),
        "parts": list(willing.parts),
    }


class OfferForm(Form):
    """Saying that one could help."""

    words = Words(
        label=_l("A word to them"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_l("Only the person who asks reads it."),
    )


class FirstWordsForm(Form):
    """The first words of two who agreed."""

    words = Words(label=_l("Write to them"), max_length=text.LONGEST, rows=3)


class ThanksForm(Form):
    """A thank-you that two people read."""

    words = Words(
        label=_l("What did it mean to you?"),
        max_length=600,
        rows=4,
        required=False,
        help_text=_l("Only the two of you read it. A line is enough."),
    )


class TrustForm(Form):
    """For whom help in a home, in a car or with things of value is open."""

    weeks = forms.IntegerField(
        label=_l("How many weeks must somebody be in the group?"), min_value=0, max_value=52
    )
    vouches = forms.IntegerField(label=_l("How many members must know them?"), min_value=0, max_value=5)


class VouchForm(Form):
    """Whom one has met and would let in."""

    known = forms.MultipleChoiceField(
        label=_l("Whom have you met, and would let into your home?"),
        required=False,
        widget=CheckCards,
        help_text=_l("Nobody sees whom you tick, and nobody is told."),
    )

    def __init__(self, *args: Any, others: list[Membership], known: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = {one.public_id: one for one in others}
        self.fields["known"].choices = [  # type: ignore[attr-defined]
            (one.public_id, one.display_name) for one in others
        ]
        self.fields["known"].initial = [one.public_id for one in others if one.pk in known]

    @property
    def chosen(self) -> list[Membership]:
        return [self._others[name] for name in self.cleaned_data["known"]]
