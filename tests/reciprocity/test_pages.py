"""Asking, offering, agreeing, done and thanked: through the pages, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from byturns.core import clock
from byturns.groups.models import Membership, TypingGrant
from byturns.groups.scoping import everywhere
from byturns.reciprocity.kinds import State, Who
from byturns.reciprocity.models import Ask, Hand, Thanks
from tests import world as scene
from tests.reciprocity import asks
from tests.world import World

As = Callable[[Membership], Client]
FILLED = {
    "kind": "company",
    "title": "A lift to the clinic",
    "words": "Thursday, both ways",
    "place": "Near the library",
    "urgency": "week",
    "wanted": "1",
    "audience": "all",
    "once": "token",
}


def said(response: Any) -> str:
    """The words of a page's main part, on one line."""
    found = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert found is not None, response.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def the_ask() -> Ask:
    with everywhere("a test looks"):
        return Ask.objects.get()


def test_asked_offered_agreed_done_and_thanked(world: World, as_: As):
    amina, brian, farid = as_(world.amina), as_(world.brian), as_(world.farid)
    give = f"/g/{world.slug}/give/"
    assert "Nobody asks for anything just now." in said(brian.get(give))
    there = amina.post(f"{give}ask/", FILLED)["Location"]
    assert amina.post(f"{give}ask/", FILLED)["Location"] == there  # sent twice, asked once
    assert farid.get(there).status_code == 404

    listed = said(brian.get(give))
    assert "A lift to the clinic Company at an appointment ·" in listed
    assert "Amina asks" in listed
    page = brian.get(there)
    assert "Thursday, both ways" in said(page)
    assert "clinic" not in re.findall(r"<title>(.*?)</title>", page.content.decode())[0] + there
    brian.post(f"{there}offer/", {"words": "I have a car"})
    as_(world.celia).post(f"{there}offer/", {})
    assert "They have not answered yet." in said(brian.get(there))
    assert "Celia" not in said(brian.get(there))

    assert "Somebody has offered to help you." in said(amina.get(f"/g/{world.slug}/"))
    mine = said(amina.get(there))
    assert "Somebody has offered · Company at an appointment" in mine
    assert "Brian I have a car Yes, please Brian" in mine
    with everywhere("a test looks"):
        hand = Hand.objects.get(helper=world.brian)
    assert brian.post(f"{there}h/{hand.public_id}/agree/").status_code == 404
    amina.post(f"{there}h/{hand.public_id}/agree/")
    assert "It is agreed Brian: I have a car" in said(amina.get(there))
    assert "Agreed" in said(brian.get(f"{give}mine/"))
    assert "It is agreed with somebody else." in said(as_(world.celia).get(there))
    assert "Nobody asks for anything just now." in said(as_(world.dev).get(give))

    brian.post(f"{there}end/", {"how": "done"})
    assert the_ask().state == State.DONE
    with everywhere("a test looks"):
        assert list(Hand.objects.values_list("helper", flat=True)) == [world.brian.pk]
    amina.post(f"{there}h/{hand.public_id}/thank/", {"words": "I could breathe for an hour"})
    assert "You helped Company at an appointment · Amina" in said(brian.get(f"{give}mine/"))
    assert "I could breathe for an hour" in said(brian.get(f"{give}mine/"))
    assert "I could breathe for an hour" in said(brian.get(there))
    assert "breathe" not in said(as_(world.celia).get(there))
    assert "What came to you A lift to the clinic" in said(amina.get(f"{give}mine/"))
    amina.post(f"{there}h/{hand.public_id}/thank/", {"words": ""})
    with everywhere("a test looks"):
        assert not Thanks.objects.exists()


def test_changed_passed_on_and_not_needed(world: World, as_: As):
    made = asks.ask(world.amina, wanted=2)
    hand = asks.hand(world.brian, made, agreed=True)
    other = asks.ask(world.amina, title="Milk")
    amina, brian = as_(world.amina), as_(world.brian)
    there, elsewhere = (f"/g/{world.slug}/give/a/{one.public_id}/" for one in (made, other))
    assert amina.get(f"{there}change/").status_code == 403
    brian.post(f"{there}back/")
    with everywhere("a test looks"):
        assert not Hand.objects.filter(pk=hand.pk).exists()
    shown = amina.get(f"{there}change/").content.decode()
    assert made.day_to.isoformat() in shown
    day = (clock.today(world.group.zone) + timedelta(days=2)).isoformat()
    amina.post(f"{there}change/", FILLED | {"title": "To the dentist", "day_from": day, "time_to": "16:00"})
    assert "To the dentist" in said(brian.get(there))
    assert ", until 16:00 · Near the library · asked by Amina" in said(brian.get(there))
    amina.post(f"{elsewhere}end/", {"how": "not_needed"})
    assert "Not needed any more · Company at an appointment" in said(amina.get(elsewhere))
    assert brian.post(f"{elsewhere}offer/", {}).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"day_from": "2020-01-01"}, "That time has passed. Choose one to come."),
        ({"day_from": "2999-01-01"}, "That is more than a year from now. Choose an earlier day."),
        ({"day_from": "{4}", "day_to": "{2}"}, "The last day lies before the first one."),
        (
            {"day_from": "{4}", "time_from": "15:00", "time_to": "14:00"},
            "The time to end lies before the time to begin.",
        ),
        ({"title": ""}, "Write something here first."),
        ({"audience": "elsewhere"}, "Choose one of these."),
    ],
)
def test_what_cannot_be_is_told_in_words(world: World, as_: As, wrong: dict[str, str], fault: str):
    def day(value: str) -> str:
        number = re.fullmatch(r"\{(\d)\}", value)
        ahead = timedelta(days=int(number[1]) if number else 0)
        return (clock.today(world.group.zone) + ahead).isoformat() if number else value

    sent = FILLED | {name: day(value) for name, value in wrong.items()}
    response = as_(world.amina).post(f"/g/{world.slug}/give/ask/", sent)
    assert response.status_code == 422
    assert fault in said(response)


def test_only_a_circle_or_only_those_who_are_asked_see_it(world: World, as_: As):
    circle = scene.circle(world.amina, world.dev, name="Night owls")
    amina, dev, brian = as_(world.amina), as_(world.dev), as_(world.brian)
    give = f"/g/{world.slug}/give/"
    in_circle = amina.post(f"{give}ask/", FILLED | {"audience": circle.public_id})["Location"]
    alone = amina.post(f"{give}ask/", FILLED | {"audience": "asked", "once": "other"})["Location"]
    assert [one.get(in_circle).status_code for one in (amina, dev, brian)] == [200, 200, 404]
    assert [one.get(alone).status_code for one in (amina, dev, brian)] == [200, 404, 404]
    assert "Amina asks · in Night owls" in said(dev.get(give))
    assert "clinic" not in said(brian.get(give))
    with everywhere("a test looks"):
        assert sorted(Ask.objects.values_list("who", flat=True)) == [Who.ASKED, Who.CIRCLE]


def test_whoever_can_is_fine(world: World, as_: As):
    there = as_(world.amina).post(f"/g/{world.slug}/give/ask/", FILLED | {"takes_first": "on"})["Location"]
    brian = as_(world.brian)
    brian.post(f"{there}offer/", {})
    assert "If you cannot after all" in said(brian.get(there))
    assert as_(world.celia).post(f"{there}offer/", {}).status_code == 403


def test_typed_for_a_member_without_a_screen_and_answered_for_her(world: World, as_: As):
    with everywhere("a test sets the scene"):
        TypingGrant.objects.create(
            group=world.group, member=world.joan, typist=world.brian, how_said="by phone"
        )
    brian = as_(world.brian)
    voice = {"voice": world.joan.public_id}
    there = brian.post(f"/g/{world.slug}/give/ask/", FILLED | voice)["Location"]
    assert "asked by Joan · typed by Brian" in said(as_(world.amina).get(there))
    as_(world.amina).post(f"{there}offer/", {})
    assert "Could help Amina" in said(brian.get(there))
    with everywhere("a test looks"):
        hand = Hand.objects.get()
    brian.post(f"{there}h/{hand.public_id}/agree/")
    assert the_ask().state == State.AGREED


def test_out_of_a_conversation_with_the_tellers_yes(world: World, as_: As):
    talk = scene.conversation(world.amina, "He falls, and I cannot lift him")
    grow = f"/g/{world.slug}/give/from/{talk.public_id}/"
    brian, amina = as_(world.brian), as_(world.amina)
    page = brian.get(f"/g/{world.slug}/c/{talk.public_id}/").content.decode()
    assert (grow in page, "Put into words what they could ask for" in page) == (True, True)
    assert "What you write goes to Amina alone." in said(brian.get(grow))
    there = brian.post(grow, FILLED)["Location"]
    assert as_(world.celia).get(there).status_code == 404
    assert "Somebody has put into words what you could ask for." in said(amina.get(f"/g/{world.slug}/"))
    assert "Put into words for you" in said(amina.get(f"/g/{world.slug}/give/mine/"))
    assert "Brian put it into words for you." in said(amina.get(there))
    assert brian.post(f"{there}yes/", {"yes": "1"}).status_code == 403
    amina.post(f"{there}yes/", {"yes": "1"})
    assert "asked by Amina" in said(as_(world.celia).get(there))
    assert "The conversation it came from" in said(as_(world.celia).get(there))

    again = brian.post(grow, FILLED | {"title": "A hoist"})["Location"]
    amina.post(f"{again}yes/", {"yes": "0"})
    assert brian.get(again).status_code == 404
    own = amina.post(grow, FILLED | {"title": "Two strong arms"})["Location"]
    assert "Two strong arms" in said(as_(world.celia).get(own))


def test_a_list_and_a_page_cost_the_same_for_one_and_for_three(world: World, as_: As):
    amina, give = as_(world.amina), f"/g/{world.slug}/give/"
    costs = []
    for number in (1, 2):
        for n in range(number):
            made = asks.ask(world.brian)
            asks.hand(world.celia, made, words="I can")
            asks.hand(world.amina, asks.ask(world.brian, state=State.DONE), agreed=n == 0)
        mine = asks.ask(world.amina, wanted=5)
        for helper in (world.brian, world.celia, world.dev)[: number * 2 - 1]:
            asks.hand(helper, mine)
        for page in (give, f"{give}mine/", f"{give}a/{mine.public_id}/", f"{give}a/{made.public_id}/"):
            with CaptureQueriesContext(connection) as asked:
                assert amina.get(page).status_code == 200
            costs.append(len(asked))
    assert costs[:4] == costs[4:]
    assert max(costs) <= 8, costs
