"""Fields say what they are, what is wrong, and lose nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms as django_forms
from hypothesis import given
from hypothesis import strategies as st

from byturns.core import text
from byturns.ui.forms import CheckCards, Form, ModelForm, RadioCards, Words


class Ask(Form):
    kind = django_forms.ChoiceField(
        label="What would help?",
        choices=[("listen", "Someone to listen"), ("story", "Simply telling")],
        widget=RadioCards(about={"listen": "No advice"}, icons={"listen": "listen"}),
    )
    title = Words(label="In a few words", max_length=10)
    words = Words(label="What is going on?", rows=4, required=False, help_text="No names.")
    mail = django_forms.EmailField(label="Your address", error_messages={"invalid": "Our own words."})
    hidden = django_forms.CharField(widget=django_forms.HiddenInput, required=False)


def test_a_field_ties_label_hint_and_fault_together() -> None:
    page = Ask({"title": "far too long a title"})["title"].as_field_group()
    assert '<label class="label" for="id_title">In a few words</label>' in page
    assert 'aria-describedby="id_title_error"' in page
    assert 'id="id_title_error"' in page
    assert 'aria-invalid="true"' in page
    assert "That is 20 characters and only 10 fit." in page
    assert 'value="far too long a title"' in page
    assert "required" not in page


def test_what_may_be_left_out_says_so_and_long_boxes_grow() -> None:
    page = Ask()["words"].as_field_group()
    assert "(only if you like)" in page
    assert 'aria-describedby="id_words_helptext"' in page
    assert "<byturns-grow><textarea" in page


def test_choices_are_a_group_with_a_legend_and_a_picture() -> None:
    page = Ask()["kind"].as_field_group()
    assert '<legend class="label">What would help?</legend>' in page
    assert page.count('type="radio"') == 2
    assert page.count("<svg") == 1
    assert '<b>Someone to listen</b><span class="soft">No advice</span>' in page


def test_the_summary_links_to_the_first_input_of_each_fault() -> None:
    page = str(Ask({"kind": "loud", "mail": "x"}))
    assert '<a href="#id_kind_0"><b>What would help?</b> Choose one of these.</a>' in page
    assert '<a href="#id_title"><b>In a few words</b> Write something here first.</a>' in page
    assert '<a href="#id_mail"><b>Your address</b> Our own words.</a>' in page
    assert '<input type="hidden" name="hidden"' in page
    assert "byturns-faults" not in str(Ask())


def test_a_fault_of_the_whole_form_is_in_the_summary() -> None:
    form = Ask({"kind": "listen", "title": "x", "mail": "a@example.org"})
    form.add_error(None, "Somebody <b>else</b> was quicker.")
    assert "<li>Somebody &lt;b&gt;else&lt;/b&gt; was quicker.</li>" in str(form)


def test_several_of_a_few() -> None:
    class Days(Form):
        days = django_forms.MultipleChoiceField(
            choices=[("t", "Tuesday"), ("w", "Wednesday")], widget=CheckCards
        )

    page = str(Days({"days": ["t", "w"]})["days"])
    assert page.count('type="checkbox"') == 2
    assert page.count("checked") == 2
    assert Days({}).errors["days"] == ["Choose at least one."]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (django_forms.BooleanField(), "", "Tick this to go on."),
        (django_forms.DateField(), "yesterday", "That is not a date. Write it like 23/11/2026."),
        (django_forms.IntegerField(), "many", "That is not a whole number."),
        (django_forms.CharField(), "", "Write something here first."),
        (django_forms.CharField(error_messages={"required": "Say who."}), "", "Say who."),
    ],
)
def test_faults_are_said_plainly(field: Any, value: str, said: str) -> None:
    form = type("One", (Form,), {"one": field})({"one": value})
    assert form.errors["one"] == [said]


def test_a_form_of_a_model_speaks_the_same_way() -> None:
    assert ModelForm.use_required_attribute is False


@given(st.text(max_size=300))
def test_words_are_kept_as_written_but_for_nul_and_line_ends(words: str) -> None:
    field = Words(required=False, max_length=1000, strip=False)
    kept = words.replace("\x00", "").replace("\r\n", "\n")
    assert field.clean(words) == (kept if text.can_be_seen(kept) else "")


@pytest.mark.parametrize(("length", "fits"), [(20_000, True), (20_001, False), (200_000, False)])
def test_what_does_not_fit_is_refused_with_both_numbers(length: int, fits: bool) -> None:
    field = Words()
    if fits:
        assert field.clean("x" * length) == "x" * length
    else:
        with pytest.raises(
            django_forms.ValidationError, match=f"That is {length:,} characters and only 20,000 fit"
        ):
            field.clean("x" * length)
