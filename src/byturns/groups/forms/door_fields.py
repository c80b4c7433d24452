"""Fields that the forms of the door share."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from byturns.core import text
from byturns.ui.forms import Words

_OWN = "Europe/London"
_REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


class Line(Words):
    """One line that a person writes: a name, a question. Marks that no one can see are taken out."""

    def to_python(self, value: Any) -> Any:
        words = super().to_python(value)
        return " ".join(text.tidy(words).split()) if isinstance(words, str) else words


class ChosenName(Line):
    """The name by which the group knows somebody; it may be made up."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("The name you want to use here"))
        kwargs.setdefault("help_text", _("It need not be your real name. You can change it later."))
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)
        self.widget.attrs["autocomplete"] = "off"


class Zone(forms.ChoiceField):
    """A time zone of this world, by the name that computers know."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Where the group is (for the clock)"))
        super().__init__(choices=zones, **kwargs)


def zones() -> list[tuple[str, Any]]:
    """The country's own clock first, then every other place with a clock of its own, in order."""
    others = [(name, name.replace("_", " ")) for name in [*_other_zones(), "UTC"]]
    return [(_OWN, str(_("United Kingdom (London time)"))), (str(_("Other places")), others)]


@cache
def _other_zones() -> list[str]:
    """Read from the machine's files once: asking them costs more than the rest of the page."""
    return sorted(name for name in available_timezones() if name.startswith(_REGIONS) and name != _OWN)


class Hour(forms.TypedChoiceField):
    """An hour of the day, on the hour."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(hour, f"{hour}:00") for hour in range(25)], coerce=int, **kwargs)


class Lines(Words):
    """Several questions, one on each line, each at most `each` characters."""

    each = 300

    def to_python(self, value: Any) -> Any:
        words = super().to_python(value)
        if not isinstance(words, str):
            return words
        return "\n".join(line for line in (" ".join(one.split()) for one in words.split("\n")) if line)

    def validate(self, value: Any) -> None:
        super().validate(value)
        lines = (value or "").split("\n")
        if len(lines) > 10:
            raise forms.ValidationError(_("Ten questions are the most. Fewer is kinder."))
        if any(len(line) > self.each for line in lines):
            raise forms.ValidationError(_("One of these questions is too long. Keep each to about 40 words."))
