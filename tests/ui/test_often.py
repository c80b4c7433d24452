"""What is remembered is what would have been worked out."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from byturns.core import routes
from byturns.ui import when
from byturns.ui.templatetags import ui


def drawn(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context, RequestFactory().get("/"))


def test_an_address_is_the_one_that_django_gives_and_not_that_of_another_thing() -> None:
    for slug in ("one", "two"):
        assert routes.to("conversations:home", group_slug=slug) == reverse(
            "conversations:home", kwargs={"group_slug": slug}
        )
        assert drawn("{% url 'conversations:home' group_slug=slug %}", slug=slug) == f"/g/{slug}/"
    with pytest.raises(NoReverseMatch):
        routes.to("conversations:home", group_slug="not a slug")
    with pytest.raises(NoReverseMatch):
        drawn("{% url 'conversations:home' group_slug='not a slug' %}")
    assert drawn("{% url 'no:such' as where %}[{{ where }}]") == "[]"


def test_words_are_remembered_for_each_language_apart() -> None:
    page = engines["django"].from_string("{% translate 'Monday' %}|{% translate 'Monday' as day %}{{ day }}")
    for _ in range(2):
        for language, day in (("en-gb", "Monday"), ("de", "Montag"), ("fr", "lundi")):
            with translation.override(language):
                assert page.render({}) == f"{day}|{day}"


def test_words_that_are_not_fixed_are_never_remembered() -> None:
    page = engines["django"].from_string(
        "{% translate word %}|{% translate 'a < b' %}|{% translate '100%' %}"
    )
    assert page.render({"word": "one"}) == "one|a < b|100%"
    assert page.render({"word": "<two>"}) == "&lt;two&gt;|a < b|100%"


def test_a_part_that_is_the_same_everywhere_can_use_nothing_of_a_page() -> None:
    page = engines["django"].from_string("{% same %}[{{ secret }}]{% endsame %}{{ secret }}")
    assert page.render({"secret": "hers"}) == "[]hers"
    assert page.render({"secret": "his"}) == "[]his"


LONDON = ZoneInfo("Europe/London")


@given(
    st.integers(0, 3 * 366 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, LONDON)),
)
def test_a_remembered_moment_reads_as_if_said_anew(back: timedelta, now: datetime) -> None:
    from byturns.core import clock

    with timezone.override(LONDON), clock.standing_at(now):
        moment = now - back
        assert f">{when.in_words(moment, now)}<" in ui.when(moment)
        assert f">{when.in_full(moment)}<" in ui.when(moment, "full")
