"""Small marks in templates: moments, kinds, initials, pictures, bars, places."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from byturns.ui import charts, icons, places, when
from byturns.ui.templatetags import ui

LONDON = ZoneInfo("Europe/London")
MOMENTS = st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, LONDON))
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW, "just now"),
        (NOW - timedelta(seconds=61), "1 minute ago"),
        (NOW - timedelta(minutes=40), "40 minutes ago"),
        (NOW - timedelta(hours=3), "3 hours ago"),
        (NOW.replace(hour=1, minute=5), "today 01:05"),
        (datetime(2026, 11, 23, 21, 14, tzinfo=LONDON), "yesterday 21:14"),
        (datetime(2026, 11, 20, 6, 40, tzinfo=LONDON), "Friday 06:40"),
        (datetime(2026, 5, 12, 9, 0, tzinfo=LONDON), "12 May"),
        (datetime(2025, 5, 12, 9, 0, tzinfo=LONDON), "12 May 2025"),
        (datetime(2026, 11, 24, 18, 0, tzinfo=LONDON), "today 18:00"),
        (datetime(2026, 11, 25, 9, 30, tzinfo=LONDON), "tomorrow 09:30"),
        (datetime(2026, 11, 27, 9, 30, tzinfo=LONDON), "Friday 09:30"),
        (datetime(2026, 12, 8, 14, 0, tzinfo=LONDON), "Tuesday 8 December 2026, 14:00"),
    ],
)
def test_moments_in_words(moment: datetime, said: str) -> None:
    with timezone.override(LONDON):
        assert when.in_words(moment, NOW) == said


@given(
    MOMENTS,
    MOMENTS,
)
def test_any_moment_can_be_said(moment: datetime, now: datetime) -> None:
    with timezone.override(LONDON):
        assert when.in_words(moment, now).strip()


def test_a_moment_carries_the_exact_one() -> None:
    with timezone.override(LONDON):
        assert (
            ui.when(datetime(2020, 7, 1, 9, 0, tzinfo=LONDON))
            == '<time datetime="2020-07-01T09:00+01:00">1 July 2020</time>'
        )
        assert "Wednesday 1 July 2020, 09:00" in ui.when(datetime(2020, 7, 1, 9, 0, tzinfo=LONDON), "full")
    assert ui.when(None) == ""


@pytest.mark.parametrize(
    ("name", "letter"), [("pat", "P"), ("“Ŵyn”", "Ŵ"), ("", "·"), ("🌱", "·"), ("<b>", "B"), ("محمد", "م")]
)
def test_a_seal_is_the_first_letter(name: str, letter: str) -> None:
    assert ui.seal(name) == f'<span class="seal" aria-hidden="true">{letter}</span>'


def test_a_kind_shows_words_with_its_picture() -> None:
    assert ui.kind_badge("listen", "Someone to listen").endswith("</svg>Someone to listen</span>")
    assert ui.kind_badge("unheard-of", "A new <kind>") == (
        '<span class="kind hue--unheard-of">A new &lt;kind&gt;</span>'
    )


def test_pictures_are_for_the_eye_only() -> None:
    assert all('aria-hidden="true"' in ui.icon(name) for name in icons.ICONS)
    assert ui.icon("no such thing") == ""


def test_bars_fill_the_line_with_the_longest() -> None:
    made = charts.bars([("a", 4), ("b", 1), ("c", 0), ("d", -2)], caption="c", what="w", unit="asks")
    assert [bar.width for bar in made.rows] == ["100.0", "25.0", "0.0", "0.0"]
    assert charts.bars([], caption="c", what="w", unit="asks").rows == []
    assert [bar.width for bar in charts.bars([("a", 0)], caption="c", what="w", unit="u").rows] == ["0.0"]


def test_places_appear_once_they_exist_with_the_nearest_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_declared", {})
    places.declare(places.Place("talk", "Talk", 20, lambda request: "/g/x/talk/"))
    places.declare(places.Place("home", "Home", 10, lambda request: "/g/x/"))
    places.declare(places.Place("secret", "Secret", 30, lambda request: None))
    places.declare(
        places.Place("out", "Sign out", 10, lambda request: "/out/", row="own", post=True, wipes=True)
    )
    request = RequestFactory().get("/g/x/talk/page/")
    assert [(place.label, place.url, place.current) for place in places.shown(request)] == [
        ("Home", "/g/x/", False),
        ("Talk", "/g/x/talk/", True),
    ]
    assert [place.current for place in places.shown(RequestFactory().get("/g/x/"))] == [True, False]
    assert [place.current for place in places.shown(RequestFactory().get("/g/x/find/"))] == [False, False]
    assert [place.current for place in places.shown(RequestFactory().get("/elsewhere/"))] == [False, False]
    assert [(place.name, place.post, place.wipes) for place in places.shown(request, "own")] == [
        ("out", True, True)
    ]
