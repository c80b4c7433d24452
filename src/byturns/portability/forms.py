"""Forms of bringing in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from byturns.groups.models import Membership
from byturns.portability.actions.members import INVITE, LEAVE, RECORD
from byturns.portability.actions.preparing import Named, is_fixed
from byturns.portability.importing import reading
from byturns.portability.importing.parsing.report import NotThisKind
from byturns.portability.kinds import Choice, Order, Source
from byturns.portability.models import StagedMember, StagedName
from byturns.ui.forms import CheckCards, Form, RadioCards, Words


class BringForm(Form):
    """A file, and what it is."""

    kind = forms.ChoiceField(
        label=_l("What do you bring?"),
        choices=Source.choices,
        widget=RadioCards(
            about={
                Source.WHATSAPP: _l("The file that “Export chat”, “without media”, makes on the telephone."),
                Source.MBOX: _l("One file whose name ends in .mbox, as whoever runs the list can give you."),
                Source.MEMBERS: _l("A list with one person a line, saved from a spreadsheet as CSV."),
            },
            icons={Source.WHATSAPP: "phone", Source.MBOX: "letter", Source.MEMBERS: "people"},
        ),
    )
    file = forms.FileField(label=_l("The file"), max_length=300)
    order = forms.ChoiceField(
        label=_l("How are the dates written?"),
        choices=[("", _l("Let it be worked out")), *Order.choices],
        required=False,
        help_text=_l("Only for a chat. If it cannot be worked out you are asked again."),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse by size before anything is read."""
        file = cast("UploadedFile[Any]", self.cleaned_data["file"])
        try:
            reading.refuse_size(file.size or 0)
        except NotThisKind as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file


class OrderForm(Form):
    """How the dates of this file are written."""

    order = forms.ChoiceField(
        label=_l("How are the dates in this file written?"), choices=Order.choices, widget=RadioCards()
    )

    def __init__(self, *args: Any, about: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("RadioCards", self.fields["order"].widget).about = dict(about or {})


class ChoicesForm(Form):
    """All that a steward says of a file before it is decided: one form, so that no press loses another.

    Whose name each is, and from when she was there; who was there and wrote nothing; where a chat is cut.
    """

    def __init__(
        self,
        *args: Any,
        names: Sequence[StagedName],
        people: Iterable[Membership],
        others: Iterable[Membership],
        silence_hours: int | None,
        **kwargs: Any,
    ) -> None:
        self._names = names
        self._people = {who.public_id: who for who in people}
        self._others = {who.public_id: who for who in others}
        choices = [
            ("", _("I do not know")),
            ("out", _("Do not bring this in")),
            *((key, who.display_name) for key, who in self._people.items()),
        ]
        outside = [("out", _("Not brought in: this person’s words stay outside"))]
        # Before the form begins, so that the sentences of the house are given to these fields too.
        self.base_fields = {}  # type: ignore[misc]  # of this form alone: its fields depend on the rows
        for name in names:
            self.base_fields[f"n-{name.public_id}"] = forms.ChoiceField(
                label=_("Who is this in our group?"),
                choices=outside if is_fixed(name) else choices,
                required=False,
                initial=self._now(name),
            )
            self.base_fields[f"d-{name.public_id}"] = forms.DateField(
                label=_("They joined the old group on (leave empty if always there)"),
                required=False,
                initial=name.there_from,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
        if self._others:
            self.base_fields["others"] = forms.MultipleChoiceField(
                label=_("Who else was there and wrote nothing?"),
                choices=[(key, who.display_name) for key, who in self._others.items()],
                required=False,
                widget=CheckCards(),
                help_text=_("They will be able to read it. Tick only people who were in the old group then."),
            )
        if silence_hours is not None:
            self.base_fields["silence_hours"] = forms.IntegerField(
                label=_("A new conversation begins after so many hours in which nobody wrote"),
                min_value=1,
                max_value=24 * 14,
                initial=silence_hours,
            )
        super().__init__(*args, **kwargs)

    @staticmethod
    def _now(name: StagedName) -> str:
        if name.choice == Choice.OUT:
            return "out"
        return name.membership.public_id if name.membership is not None else ""

    def rows(self) -> list[tuple[StagedName, Any, Any]]:
        """Each name with its two fields, for the page."""
        return [(name, self[f"n-{name.public_id}"], self[f"d-{name.public_id}"]) for name in self._names]

    def said(self) -> list[Named]:
        """What was chosen for each."""
        made = []
        for name in self._names:
            chosen = self.cleaned_data[f"n-{name.public_id}"]
            day = self.cleaned_data[f"d-{name.public_id}"]
            if chosen == "out":
                made.append(Named(name, Choice.OUT))
            elif chosen in self._people:
                made.append(Named(name, Choice.MEMBER, self._people[chosen], day))
            else:
                made.append(Named(name, Choice.UNCLAIMED))
        return made

    def others(self) -> list[Membership]:
        """The members who were ticked."""
        return [self._others[key] for key in self.cleaned_data.get("others", [])]


class ClaimForm(Form):
    """Under which name somebody was in the old group."""

    called = Words(
        label=_l("The name you had there"),
        max_length=80,
        help_text=_l(
            "As it was shown beside your messages. A steward and another person who was there look at it."
        ),
    )


class ListForm(Form):
    """What to do with each row of a list of members."""

    def __init__(self, *args: Any, rows: Sequence[StagedMember], **kwargs: Any) -> None:
        self._rows = rows
        self.base_fields = {}  # type: ignore[misc]  # of this form alone: its fields depend on the rows
        for row in rows:
            choices = [("", _("Not now"))]
            if row.email:
                choices.append((INVITE, _("Invite by e-mail")))
            choices += [(RECORD, _("Write down without e-mail")), (LEAVE, _("Leave out"))]
            self.base_fields[f"w-{row.public_id}"] = forms.ChoiceField(
                label=_("What to do"),
                choices=choices,
                required=False,
                initial="" if row.fault else INVITE if row.email else RECORD,
            )
        super().__init__(*args, **kwargs)

    def rows(self) -> list[tuple[StagedMember, Any]]:
        """Each row with its field, for the page."""
        return [(row, self[f"w-{row.public_id}"]) for row in self._rows]

    def wishes(self) -> dict[str, str]:
        """What was chosen, by the row's public name."""
        return {row.public_id: self.cleaned_data[f"w-{row.public_id}"] for row in self._rows}
