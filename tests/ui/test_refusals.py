"""Every refusal is a calm page that says what happened, what was kept, and what to do."""

from __future__ import annotations

import re

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("address", "status", "heading", "says"),
    [
        ("/nowhere/", 404, "This page is not here", "may not be open to you"),
        ("/refuse/", 403, "This is not open to you", "Only a steward can do this."),
    ],
)
def test_refusals_stand_in_the_frame(
    visitor: Client, address: str, status: int, heading: str, says: str
) -> None:
    answer = visitor.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in page
    assert says in page
    assert "Leave this site quickly" in page
    assert "Help right now" in page


@pytest.mark.filterwarnings("ignore")
def test_a_break_says_so_without_details(visitor: Client) -> None:
    answer = visitor.get("/breaks/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "It is not your doing." in page
    assert "999" in page
    assert "private" not in page
    assert "RuntimeError" not in page


def test_an_old_form_gives_back_what_was_typed(ours: None) -> None:
    visitor = Client(enforce_csrf_checks=True)
    words = "He would not </textarea> eat again today"
    answer = visitor.post("/draft/", {"words": words}, headers={"Origin": "http://testserver"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "<h1>Nothing was sent</h1>" in page
    assert "He would not &lt;/textarea&gt; eat again today" in page
    assert "</textarea> eat" not in page


def test_an_old_form_from_elsewhere_shows_nothing_of_theirs(ours: None) -> None:
    visitor = Client(enforce_csrf_checks=True)
    answer = visitor.post(
        "/draft/", {"words": "Ring this number now"}, headers={"Origin": "http://elsewhere.example"}
    )
    assert answer.status_code == 403
    assert "Ring this number" not in answer.content.decode()


def test_an_old_form_leads_back_to_its_own_page_only(ours: None) -> None:
    visitor = Client(enforce_csrf_checks=True)
    own = visitor.post("/draft/", {}, headers={"Referer": "http://testserver/draft/?words=secret"})
    other = visitor.post("/draft/", {}, headers={"Referer": "http://elsewhere.example/draft/"})
    assert '<a class="button" href="/draft/">' in own.content.decode()
    assert '<a class="button" href="/">' in other.content.decode()


def test_an_old_form_gives_back_words_of_any_script_and_no_choices(ours: None) -> None:
    visitor = Client(enforce_csrf_checks=True)
    japanese = "今夜眠れませんでした。母が三回起きました。"
    answer = visitor.post(
        "/draft/",
        {
            "words": japanese,
            "title": "Sleepless?",
            "voice": "own-name",
            "m": "hear.x",
            "next": "/g/somewhere/",
        },
        headers={"Origin": "http://testserver"},
    )
    page = answer.content.decode()
    assert re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL) == [japanese, "Sleepless?"]
