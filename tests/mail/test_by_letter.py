"""Answering a letter: each item has an address of its own, and the whole letter asks which was meant."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from byturns.conversations.models import Conversation, Message
from byturns.core import clock
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import by_letter, places
from byturns.mail.models import Inbound
from byturns.notifications import actions as choices
from byturns.notifications import jobs as timed
from tests import world as scene
from tests.mail.by_mail import link_to, sent_to, written
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("border")]
AMINA = "amina@example.org"


@pytest.fixture
def letter(world: World, run_jobs, time_machine):
    """Amina's daily letter about these conversations, at this level."""

    def go(*words: str, shows: str = "whole"):
        time_machine.move_to("2026-11-24T06:00:00+00:00", tick=False)
        with everywhere("a test sets the scene"):
            Membership.objects.update(joined_at=clock.now() - timedelta(days=9), on_break_until=None)
        for name in ("brian", "celia", "dev"):
            with in_group(world.group):
                choices.choose(member=getattr(world, name), pace="none", shows="quiet")
        with in_group(world.group):
            choices.choose(member=world.amina, pace="daily", shows=shows, hour=9)
        for number, one in enumerate(words):
            scene.conversation(world.brian, one, title=f"CANARYTITLE {number}", hours_ago=3 - number)
        time_machine.move_to("2026-11-24T09:00:00+00:00", tick=False)
        timed.letters()
        run_jobs()
        return sent_to(AMINA)[-1]

    return go


def said(words: str) -> list[str]:
    """What was said after these first words."""
    with everywhere("a test looks"):
        talk = Conversation.objects.get(messages__words=words)
        rows = Message.objects.filter(conversation=talk).order_by("pk")
        return [row.words for row in rows][1:]


def test_of_two_buttons_pressed_at_once_one_holds_and_the_mail_says_which(world: World, nights, bring):
    other = scene.conversation(world.brian, "Another thing altogether, please.")
    with in_group(world.group):
        whole, _each = places.make_letter_keys(world.amina, [(one, one.opened_at) for one in (nights, other)])
    kept = bring(written("For the first"), whole)
    with in_group(world.group):
        one, two = Inbound.objects.get(pk=kept.pk), Inbound.objects.get(pk=kept.pk)  # read by two requests
        by_letter.choose(one, world.amina, nights.public_id)
        by_letter.choose(two, world.amina, other.public_id)
    kept.refresh_from_db()
    assert kept.conversation_id == nights.pk
    assert said("How do you manage the nights, all of you?") == ["For the first"]
    assert said("Another thing altogether, please.") == []


def test_each_item_is_answered_at_its_own_address(world: World, letter, bring):
    body = letter("First", "Second").body
    first, second = re.findall(r"^Answer this by mail: (r-\S+)$", body, re.MULTILINE)
    assert bring(written("To the second"), second).state == "posted"
    assert bring(written("To the first"), first).state == "posted"
    assert (said("First"), said("Second")) == (["To the first"], ["To the second"])


def test_an_answer_to_the_letter_is_kept_and_she_says_which_was_meant(world: World, letter, bring):
    sent = letter("CANARYFIRST", "CANARYSECOND")
    to = str(sent.message()["Reply-To"])
    kept = bring(written("CANARYANSWER"), to)
    assert (kept.state, kept.why) == ("asked", "which")
    assert (said("CANARYFIRST"), said("CANARYSECOND")) == ([], [])
    asked = sent_to(AMINA)[-1].body
    assert "CANARY" not in asked
    path = asked.split("localhost:8000", 1)[1].split()[0]
    page = Client().get(path).text
    assert "CANARY" not in page
    for private in ("Brian", "Amina"):
        assert private not in page
    buttons = re.findall(r'name="item" value="(\w+)">(.+?)</button>', page)
    assert [place.split(",")[0] for _name, place in buttons] == ["Talk", "Talk"]
    assert len({place for _name, place in buttons}) == 2
    Client().post(path, {"yes": "1"})  # no item, nothing posted
    Client().post(path, {"item": "zzzzzzzzzzzz"})
    assert (said("CANARYFIRST"), said("CANARYSECOND")) == ([], [])
    assert "It is with the group now" in Client().post(path, {"item": buttons[1][0]}).text
    assert (said("CANARYFIRST"), said("CANARYSECOND")) == ([], ["CANARYANSWER"])
    with everywhere("a test looks"):
        assert Conversation.objects.count() == 2


def test_a_letter_about_one_conversation_is_simply_answered(world: World, letter, bring):
    to = str(letter("Only one").message()["Reply-To"])
    assert bring(written("So it is"), to).state == "posted"
    assert said("Only one") == ["So it is"]


@pytest.mark.parametrize("shows", ["quiet", "plain"])
def test_at_the_quieter_levels_a_letter_can_be_answered_too(world: World, letter, bring, shows):
    sent = letter("CANARYFIRST", "CANARYSECOND", shows=shows)
    assert "CANARY" not in sent.body
    kept = bring(written("Hello"), str(sent.message()["Reply-To"]))
    assert (kept.state, kept.why) == ("asked", "which")


def test_it_is_not_hers_and_nothing_is_posted(world: World, letter, bring):
    kept = bring(written("Hello", proven=""), str(letter("First", "Second").message()["Reply-To"]))
    assert kept.state == "asked"
    path = sent_to(AMINA)[-1].body.split("localhost:8000", 1)[1].split()[0]
    assert "It was not taken" in Client().post(path, {"no": "1"}).text
    assert (said("First"), said("Second")) == ([], [])


def test_what_is_not_open_to_her_any_more_is_not_offered(world: World, letter, bring):
    bring(written("Hello"), str(letter("First", "Second").message()["Reply-To"]))
    with everywhere("a test sets the scene"):
        Conversation.objects.filter(messages__words="First").update(hidden_at=clock.now())
    path = sent_to(AMINA)[-1].body.split("localhost:8000", 1)[1].split()[0]
    assert Client().get(path).text.count('name="item"') == 1


def test_the_address_of_a_letter_dies_with_membership(world: World, letter):
    to = str(letter("First", "Second").message()["Reply-To"])
    assert places.found(to).member == world.amina
    with in_group(world.group):
        places.end_keys_of(world.amina.pk)
    assert places.found(to) == places.NOWHERE


@pytest.mark.parametrize("shows", ["plain", "whole"])
def test_each_item_offers_its_own_acts(world: World, letter, shows):
    body = letter("CANARYFIRST", "CANARYSECOND", shows=shows).body
    assert body.count("\nI hear you: http") == (2 if shows == "whole" else 0)  # unread, nothing is answered
    assert body.count("\nTake a break for two weeks: http") == 1
    if shows == "plain":
        assert "CANARY" not in body
        assert body.count("\nTalk, ") == 2
    assert "Mute this conversation" in Client().get(link_to(body, "More you can do")).text
