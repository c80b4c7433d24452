"""The page for finding words: nothing that was looked for stands in an address."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from byturns.conversations.models import Message
from byturns.groups.models import Distance
from byturns.groups.scoping import everywhere, in_group
from byturns.search import index
from tests import world as scene
from tests.world import World

FIND = "/g/tuesday/find/"


@pytest.fixture
def said(world: World) -> World:
    conversation = scene.conversation(world.amina, "CANARYWORD at night", title="The nights")
    for number in range(31):
        scene.say(world.brian, conversation, f"tea number {number}", hours_ago=1 + number / 100)
    circle_words = scene.conversation(world.brian, "nothing here")
    scene.say(world.brian, circle_words, "<b>tea</b> & **bold**", hours_ago=0.1)
    with in_group(world.group):
        index.refresh(Message.objects.all())
    return world


def _search(client: Client, words: str, **fields) -> tuple[str, str]:
    answer = client.post(FIND, {"words": words, **fields})
    assert answer.status_code == 303
    return answer["Location"], client.get(answer["Location"]).content.decode()


def test_found_words_are_marked_and_lead_to_their_place(said: World, as_):
    address, page = _search(as_(said.celia), "canaryword")
    assert "canaryword" not in address.lower()
    assert "<mark>CANARYWORD</mark>" in page
    place = re.search(r'href="([^"]*[?]at=[^"]*)"', page)
    assert place is not None
    assert "CANARYWORD" in as_(said.celia).get(place.group(1)).text
    title = page.split("<title>")[1].split("</title>")[0]
    assert "CANARY" not in title.upper()


def test_thirty_a_page_and_the_words_stay_out_of_the_steps(said: World, as_):
    browser = as_(said.celia)
    address, page = _search(browser, "tea")
    assert page.count('class="row__title"') == 30
    assert "Page 1<" in page
    second = browser.get(f"{address}&page=2").content.decode()
    assert second.count('class="row__title"') == 2
    assert 'rel="next"' not in second
    assert "tea" not in address


def test_words_are_shown_as_words(said: World, as_):
    _, page = _search(as_(said.celia), "bold")
    assert "<b>" not in page.split("What was found")[1]
    assert "<mark>bold</mark>" in page


def test_a_note_and_a_muted_person_stay_folded(said: World, as_):
    with everywhere("a test sets the scene"):
        Message.objects.filter(words__startswith="CANARYWORD").update(note="loss")
        Distance.objects.create(group=said.group, by=said.amina, whom=said.brian, kind="mute")
    _, page = _search(as_(said.celia), "canaryword")
    assert "CANARYWORD" not in page.split("What was found")[1]
    assert "About loss" in page
    _, page = _search(as_(said.amina), "bold")
    assert "By somebody you have muted" in page
    assert "<mark>" not in page


def test_what_was_looked_for_is_ones_own_and_soon_forgotten(said: World, as_):
    address, _ = _search(as_(said.celia), "canaryword")
    other = as_(said.brian).get(address).content.decode()
    assert "CANARYWORD" not in other.upper()
    cache.clear()
    assert "type it again" in as_(said.celia).get(address).content.decode()
    assert "type it again" not in as_(said.celia).get(FIND).content.decode()


def test_who_may_look(said: World, as_):
    assert as_(said.erin).get(FIND).status_code == 403
    assert as_(said.farid).get(FIND).status_code == 404
    assert as_(said.farid).post(FIND, {"words": "tea"}).status_code == 404
    assert Client().get(FIND).status_code == 302
    assert f'href="{FIND}"' in as_(said.celia).get(FIND).content.decode()


def test_faults_give_the_words_back(said: World, as_):
    answer = as_(said.celia).post(FIND, {"words": "x" * 300})
    assert answer.status_code == 422
    assert "x" * 300 in answer.content.decode()
    assert as_(said.celia).post(FIND, {"words": "tea", "kind": "loud"}).status_code == 422


def test_nothing_found_is_said_kindly(said: World, as_):
    assert "Nothing found for these words. Try fewer words" in _search(as_(said.celia), "zebra")[1]
    assert "no word in that" in _search(as_(said.celia), "!?")[1]
    assert (
        "Nothing found for these words"
        in _search(as_(said.celia), "canaryword", kind="listen", when="older")[1]
    )


def test_what_was_found_stands_above_what_narrows_the_search_when_nothing_was_narrowed(said: World, as_):
    _, page = _search(as_(said.celia), "bold")
    assert page.index("<h1>Found, newest first</h1>") < page.index('id="id_words"') < page.index("<mark>")
    assert "<details>" in page
    _, page = _search(as_(said.celia), "bold", when="year")
    assert "<details open>" in page


def test_those_with_most_of_the_words_when_none_has_all(said: World, as_, django_assert_max_num_queries):
    browser = as_(said.celia)
    nearly = scene.conversation(said.amina, "A gentle dentist for old people who comes home", title="Teeth")
    one = scene.say(said.brian, nearly, "My dentist was kind", hours_ago=0.05)
    hidden = scene.say(said.brian, nearly, "the gentle dentist in Harbourtown comes", hours_ago=0.02)
    with in_group(said.group):
        index.refresh(Message.objects.all())
        Message.objects.filter(pk=hidden.pk).update(hidden_at=hidden.sent_at)
    _, page = _search(browser, "gentle dentist home harbourtown")
    assert "No message has all of these words" in page
    assert page.count('class="row__title"') == 1
    assert "<mark>gentle</mark>" in page
    assert "Harbourtown</mark>" not in page
    assert one.public_id not in page
    address, page = _search(browser, "gentle dentist")
    assert "No message has all" not in page
    address, page = _search(browser, "tea unheardof")
    assert page.count('class="row__title"') == 30
    with django_assert_max_num_queries(14):
        second = browser.get(f"{address}&page=2").content.decode()
    assert second.count('class="row__title"') == 2
    assert "No message has all of these words" in second
    _, page = _search(browser, "unheardof neverseen")
    assert "Nothing found for these words" in page
