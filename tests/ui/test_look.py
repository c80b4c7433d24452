"""How pages look is the member's choice, kept on the device."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from byturns.ui import look

LOOK = "/look/"


@pytest.mark.django_db
def test_a_choice_holds_on_every_page(visitor: Client) -> None:
    answer = visitor.post(LOOK, {"theme": "contrast", "text": "large", "shared": "on"})
    assert (answer.status_code, answer.headers["Location"]) == (303, LOOK)
    assert answer.cookies[look.COOKIE].value == "contrast.large.shared"
    assert answer.cookies[look.COOKIE]["httponly"] is True
    page = visitor.get("/draft/").content.decode()
    assert '<html lang="en-gb" data-theme="contrast" data-text="large">' in page
    assert 'data-local="off"' in page


def test_nothing_chosen_follows_the_device(visitor: Client) -> None:
    page = visitor.get("/draft/").content.decode()
    assert '<html lang="en-gb">' in page
    assert "data-local" not in page


def test_a_choice_that_is_none_is_told_and_changes_nothing(visitor: Client) -> None:
    answer = visitor.post(LOOK, {"theme": "plaid", "text": "large"})
    assert answer.status_code == 422
    assert look.COOKIE not in answer.cookies
    assert "Choose one of these." in answer.content.decode()


@pytest.mark.parametrize(
    ("cookie", "kept"),
    [
        ("dark.large.shared", look.Look("dark", "large", True)),
        (".normal.own", look.Look()),
        ('"><script>.huge.maybe', look.Look()),
        ("", look.Look()),
        ("light", look.Look("light")),
        ("a.b.c.d.e", look.Look()),
    ],
)
def test_what_the_cookie_says_is_read_with_care(cookie: str, kept: look.Look) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[look.COOKIE] = cookie
    assert look.read(request) == kept
