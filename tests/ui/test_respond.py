"""A page for everyone, a part for htmx; going on after something was done."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client

HTMX = {"HX-Request": "true"}


def test_everyone_gets_the_page_and_htmx_the_part(visitor: Client) -> None:
    page = visitor.get("/parts/")
    part = visitor.get("/parts/", headers={**HTMX, "HX-Target": "letter"})
    assert "<!doctype html>" in page.content.decode()
    assert '<div id="letter">here</div>' in page.content.decode()
    assert part.content.decode() == '<div id="letter">here</div>'
    assert "HX-Request" in page.headers["Vary"]
    assert "HX-Request" in part.headers["Vary"]


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Target": "letter"},
        {**HTMX, "HX-Target": "other"},
        {**HTMX, "HX-Target": "letter", "HX-Boosted": "true"},
        {**HTMX, "HX-Target": "letter", "HX-History-Restore-Request": "true"},
    ],
)
def test_the_page_comes_whole_unless_htmx_asks_for_a_part_it_names(
    visitor: Client, headers: dict[str, str]
) -> None:
    assert "<!doctype html>" in visitor.get("/parts/", headers=headers).content.decode()


def test_after_a_plain_form_the_browser_goes_on_by_get(visitor: Client) -> None:
    answer = visitor.post("/parts/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/draft/")
    assert answer.cookies["byturns_done"].value == "1"
    assert "byturns_done" not in visitor.get("/parts/").cookies


def test_after_an_htmx_form_it_goes_on_too(visitor: Client) -> None:
    answer = visitor.post("/parts/", headers={**HTMX, "HX-Target": "letter"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/draft/")


@pytest.mark.django_db
def test_a_notice_comes_once_with_its_way_back(visitor: Client) -> None:
    visitor.post("/parts/", {"notice": "Taken down.", "undo": "/undo/7/"})
    page = visitor.get("/draft/").content.decode()
    assert "<p>Taken down.</p>" in page
    assert '<form class="undo" method="post" action="/undo/7/">' in page
    assert "Taken down." not in visitor.get("/draft/").content.decode()


@pytest.mark.django_db
def test_a_notice_is_escaped(visitor: Client) -> None:
    answer = visitor.post("/parts/", {"notice": "<b>x</b>"})
    assert [str(notice) for notice in get_messages(answer.wsgi_request)] == ["<b>x</b>"]
    assert "&lt;b&gt;x&lt;/b&gt;" in visitor.get("/draft/").content.decode()
