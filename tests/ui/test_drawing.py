"""Fields drawn without a template are what the templates would have drawn."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms as django_forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from byturns.ui import drawing
from byturns.ui.forms import CheckCards, Form, RadioCards, Words


class ByTemplate(TemplatesSetting):
    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class Everything(Form):
    kind = django_forms.ChoiceField(
        label="What <would> help?",
        choices=[("listen", "Someone to listen"), ("story", "Simply telling")],
        widget=RadioCards(about={"listen": "No advice"}, icons={"listen": "listen"}),
    )
    several = django_forms.MultipleChoiceField(
        choices=[("a", "A & B"), ("b", "B")], widget=CheckCards, required=False, help_text="As many as fit."
    )
    title = Words(label="In a few “words”", max_length=10)
    words = Words(rows=4, required=False, help_text=mark_safe("No <b>names</b>, no 'addresses'."))
    mail = django_forms.EmailField(label="Your address")
    hidden = django_forms.CharField(widget=django_forms.HiddenInput, required=False)
    tick = django_forms.BooleanField(label="Without my name", required=False, help_text="It's <kept>.")
    must = django_forms.BooleanField(label="I agree")
    day = django_forms.DateField(widget=django_forms.DateInput(attrs={"type": "date"}), required=False)
    number = django_forms.IntegerField(required=False)
    choice = django_forms.ChoiceField(
        required=False, choices=[("", "None"), ("x", "<X>"), ("Group", [("y", "Y"), ("z", "Z'")])]
    )
    box = django_forms.CharField(
        widget=django_forms.TextInput(attrs={"autofocus": True, "spellcheck": False, "title": 'a "b"'})
    )


TYPED: list[dict[str, Any] | None] = [
    None,
    {},
    {
        "kind": "loud",
        "several": ["a", "q"],
        "title": "<script>\"&'</script> far too long",
        "words": "\n<b>first</b>\n& last",
        "mail": "x",
        "hidden": '"><i>',
        "tick": "on",
        "day": "31/31/2026",
        "number": "many",
        "choice": "z",
        "box": "'",
    },
    {"kind": "story", "title": "ok", "mail": "a@example.org", "must": "on", "choice": "y", "box": "b"},
]


def without_blanks(page: str) -> str:
    return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", page))


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("prefix", [None, "her"])
def test_a_drawn_field_is_the_field_of_the_template(typed: dict[str, Any] | None, prefix: str | None) -> None:
    drawn = Everything(typed, prefix=prefix, initial={"words": "<kept>", "number": 7, "tick": True})
    pattern = Everything(
        typed, prefix=prefix, initial={"words": "<kept>", "number": 7, "tick": True}, renderer=ByTemplate()
    )
    for name in drawn.fields:
        assert without_blanks(drawn[name].as_field_group()) == without_blanks(pattern[name].as_field_group())
    assert str(drawn["words"]).strip() == str(pattern["words"]).strip()  # here each blank is hers


def test_every_widget_that_is_drawn_exists_as_a_template() -> None:
    renderer = ByTemplate()
    assert all(renderer.get_template(name) for name in drawing.WIDGETS)
