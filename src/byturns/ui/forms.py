"""Forms that everybody can use: label, hint and fault tied together, and words a neighbour would use.

Settings name `FORM_RENDERER = "byturns.ui.forms.Renderer"`, so that every form of every app, also of others'
packages, is drawn by the templates in `ui/forms/`. `{{ form }}` gives the summary of faults and all fields;
`{{ form.field.as_field_group }}` gives one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from byturns.core.text import can_be_seen
from byturns.ui import drawing

Text = str | Promise

EMAIL_FAULT = _l("That does not look like an e-mail address. It has an @ in it, like pat@example.org.")


class Renderer(TemplatesSetting):
    """Draws forms as the templates of `ui/forms/` say, and what those leave out with Django's own.

    What stands on most pages is drawn without a template (drawing.py), to the same end.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name == self.field_template_name:
            return drawing.field(context["field"])
        if (draw := drawing.WIDGETS.get(template_name)) is not None:
            return draw(context["widget"])
        return super().render(template_name, context, request)


# What is said instead of Django's own sentences, unless a field has words of its own. First match wins.
PLAINLY: list[tuple[type[forms.Field], dict[str, Text]]] = [
    (forms.BooleanField, {"required": _l("Tick this to go on.")}),
    (
        forms.MultipleChoiceField,
        {"required": _l("Choose at least one."), "invalid_choice": _l("Choose from these.")},
    ),
    (forms.ModelChoiceField, {"required": _l("Choose one."), "invalid_choice": _l("Choose one of these.")}),
    (
        forms.ChoiceField,
        {"required": _l("Choose one of these."), "invalid_choice": _l("Choose one of these.")},
    ),
    (forms.EmailField, {"required": _l("Write an e-mail address."), "invalid": EMAIL_FAULT}),
    (
        forms.DateField,
        {"required": _l("Write a date."), "invalid": _l("That is not a date. Write it like 23/11/2026.")},
    ),
    (
        forms.TimeField,
        {"required": _l("Write a time."), "invalid": _l("That is not a time. Write it like 14:30.")},
    ),
    (forms.IntegerField, {"required": _l("Write a number."), "invalid": _l("That is not a whole number.")}),
    (
        forms.FileField,
        {"required": _l("Choose a file first."), "empty": _l("There is nothing in that file.")},
    ),
    (forms.CharField, {"required": _l("Write something here first.")}),
]


class _Plainly:
    """Gives every field of a form sentences a neighbour would use."""

    fields: dict[str, forms.Field]
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            usual: dict[str, Any] = {}
            for kind in reversed(type(field).__mro__):
                usual.update(getattr(kind, "default_error_messages", {}))
            for kind, said in PLAINLY:
                if isinstance(field, kind):
                    for code, words in said.items():
                        if field.error_messages.get(code) == usual.get(code):
                            field.error_messages[code] = words  # type: ignore[assignment]
                    break


class Form(_Plainly, forms.Form):
    """A form in the house's manner: faults are told by the server, in words, beside the field.

    A field that may be empty says "only if you like", unless it is needed at times: then give it
    `sometimes = True`, and a hint that says when.
    """


class ModelForm(_Plainly, forms.ModelForm):  # type: ignore[type-arg]
    """The same for a form that is drawn from a model."""


class RadioCards(forms.RadioSelect):
    """One choice out of a few, each a card with a picture and a line about it.

    `about` and `icons` are keyed by the choice's value; an icon also gives the card its colour.
    """

    template_name = "ui/forms/cards.html"
    card_type = "radio"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        about: Mapping[str, Text] | None = None,
        icons: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.about = dict(about or {})
        self.icons = dict(icons or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option with what its card shows besides the label."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["about"] = self.about.get(str(value), "")
        option["icon"] = self.icons.get(str(value), "")
        return option


class CheckCards(RadioCards, forms.CheckboxSelectMultiple):
    """The same for several choices out of a few."""

    allow_multiple_selected = True
    input_type = "checkbox"


class Words(forms.CharField):
    """Something a person writes. What does not fit is said in words and given back, never cut.

    `rows` above 1 gives a box that grows with the text.
    """

    def __init__(self, *, max_length: int = 20_000, rows: int = 1, **kwargs: Any) -> None:
        if rows > 1:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        self.longest = max_length
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The words without NUL bytes (no person types them), with plain line ends; "" if none is seen."""
        words = super().to_python(value)
        if isinstance(words, str):
            words = words.replace("\x00", "").replace("\r\n", "\n")
            words = words if can_be_seen(words) else ""
        return words

    def validate(self, value: Any) -> None:
        """Refuse what is too long, saying by how much; all of it stays in the box."""
        super().validate(value)
        if isinstance(value, str) and len(value) > self.longest:
            raise ValidationError(
                _(
                    "That is %(have)s characters and only %(fit)s fit. All of it is still here: "
                    "take some out, or send it in two parts."
                ),
                code="max_length",
                params={"have": f"{len(value):,}", "fit": f"{self.longest:,}"},
            )
