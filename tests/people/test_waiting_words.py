"""Words that were sent when something else had to be asked first: they wait, and one button sends them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from byturns.conversations import actions as talking
from byturns.conversations.models import Message
from byturns.core import clock
from byturns.groups.scoping import in_group
from byturns.people import actions, door, kept
from tests import world as scene
from tests.groups.test_door_agreement import published
from tests.people.test_signing_in import CODE, newest_code

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
WORDS = "These are my long words that took an hour"
GO_ON = "/me/go-on/"


@pytest.fixture
def talk_path(world: scene.World) -> str:
    """The address of a conversation."""
    with in_group(world.group):
        held = talking.open_conversation(member=world.dev, title="Nights", words="Hello there")
    return reverse("conversations:conversation", args=[world.slug, held.public_id])


def sent(world: scene.World) -> list[str]:
    with in_group(world.group):
        return list(Message.objects.filter(words=WORDS).values_list("author__display_name", flat=True))


def send_on(browser: Client, path: str) -> None:
    """Press the one button of the page that holds what waits."""
    page = browser.get(GO_ON).content.decode()
    assert f'action="{path}"' in page
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    fields.pop("csrfmiddlewaretoken", None)
    assert fields["words"] == WORDS
    browser.post(path, fields)


def test_a_session_that_is_over_gives_the_words_back_and_sends_them_after_sign_in(
    world: scene.World, talk_path: str, run_jobs: Run
) -> None:
    browser = Client(headers={"Origin": "http://testserver"})
    answer = browser.post(talk_path, {"words": WORDS, "voice": "own"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "<h1>You were signed out</h1>" in page
    assert re.findall(r"<textarea[^>]*>(.*?)</textarea>", page) == [WORDS]
    assert 'href="/in/?next=%2Fme%2Fgo-on%2F"' in page
    way_in = browser.get("/in/?next=%2Fme%2Fgo-on%2F").content.decode()
    assert "What you wrote is kept for half an hour." in way_in
    assert WORDS not in way_in
    browser.post("/in/", {"email": "brian@example.org", "next": GO_ON})
    assert browser.post(CODE, {"code": newest_code(run_jobs)})["Location"] == GO_ON
    assert sent(world) == []
    send_on(browser, talk_path)
    assert sent(world) == ["Brian"]
    assert "Nothing is waiting here" in browser.get(GO_ON).content.decode()


def test_words_from_elsewhere_are_neither_shown_nor_kept(talk_path: str) -> None:
    browser = Client(headers={"Origin": "http://elsewhere.example"})
    answer = browser.post(talk_path, {"words": WORDS})
    assert answer["Location"] == f"/in/?next={talk_path}"
    assert kept.KEY not in browser.session


def test_a_draft_that_saves_itself_and_a_pin_are_not_kept(talk_path: str) -> None:
    browser = Client()
    assert (
        browser.post(talk_path, {"words": WORDS}, headers={"Accept": "application/json"}).status_code == 302
    )
    assert browser.post("/me/pin/", {"pin": "2468 1357", "again": "2468 1357"}).status_code == 302
    assert kept.KEY not in browser.session


def test_one_word_waits_too_and_htmx_goes_to_the_sign_in_page(talk_path: str) -> None:
    browser = Client()
    assert browser.post(talk_path, {"words": "Yes"})["Location"] == "/in/?next=%2Fme%2Fgo-on%2F"
    assert browser.session[kept.KEY]["fields"] == [["words", "Yes"]]
    answer = browser.post(talk_path, {"words": WORDS}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/in/?next=%2Fme%2Fgo-on%2F"
    assert browser.session[kept.KEY]["fields"] == [["words", WORDS]]


def test_too_many_forms_from_one_place_are_shown_but_not_kept(talk_path: str) -> None:
    for _ in range(30):
        Client().post(talk_path, {"words": WORDS})
    browser = Client()
    page = browser.post(talk_path, {"words": WORDS}).content.decode()
    assert WORDS in page
    assert "put them back in" in page
    assert kept.KEY not in browser.session


def test_a_pin_that_ran_out_loses_nothing(world: scene.World, talk_path: str) -> None:
    actions.set_pin(person=world.brian.person, pin="2468")
    browser = scene.sign_in(Client(), world.brian)
    browser.post("/me/which/", {"pin": "2468"})
    with time_machine.travel(clock.now() + timedelta(hours=13)):
        asked = browser.post(talk_path, {"words": WORDS, "voice": "own"})
        assert asked["Location"] == "/me/which/?next=%2Fme%2Fgo-on%2F"
        assert browser.post("/me/which/", {"pin": "2468", "next": GO_ON})["Location"] == GO_ON
        send_on(browser, talk_path)
    assert sent(world) == ["Brian"]


def test_a_new_agreement_loses_nothing(world: scene.World, talk_path: str) -> None:
    browser = scene.sign_in(Client(), world.brian)
    version = published(world, "We are kind.").version
    asked = browser.post(talk_path, {"words": WORDS, "voice": "own"})
    assert asked["Location"] == f"/g/{world.slug}/agreement/?next=%2Fme%2Fgo-on%2F"
    said = browser.post(asked["Location"], {"version": version, "yes": "on"})
    assert said["Location"] == GO_ON
    send_on(browser, talk_path)
    assert sent(world) == ["Brian"]


def test_who_was_let_to_the_door_reads_what_comes_next(world: scene.World) -> None:
    browser = Client()
    closed = browser.get("/in/").content.decode()
    assert "Use the link that somebody" in closed
    assert "ask to join" not in closed
    session = browser.session
    session[door.KEY] = "/g/tuesday/ask/"
    session.save()
    opened = browser.get("/in/").content.decode()
    assert "We send you a code, then you can ask to join." in opened
    assert "Use the link that somebody" not in opened
