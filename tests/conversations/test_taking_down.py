"""What goes and comes back with words, whatever else happens to them meanwhile."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from byturns.conversations import actions
from byturns.conversations.models import Conversation, Message, OlderText
from byturns.core import clock
from byturns.groups import policy
from byturns.groups.actions import circles
from byturns.groups.models import Distance
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import in_group
from tests import world as scene
from tests.conversations.pages import anew, at_message, first
from tests.world import World


@pytest.fixture
def talk(world: World) -> Conversation:
    return scene.conversation(world.brian, "The opening words", title="The opening title")


@pytest.mark.parametrize("by", ["writer", "steward"])
def test_wiping_an_answer_leaves_a_title_that_can_come_back(world: World, talk, by: str):
    said = scene.say(world.dev, talk, "An answer")
    opening = first(talk)
    with in_group(world.group):
        actions.take_down(member=world.dev, message=said)
        with time_machine.travel(clock.now() + timedelta(hours=2)):
            if by == "writer":
                actions.take_down(member=world.brian, message=opening)
            else:
                actions.hide_message(member=world.celia, message=opening, reason="A rule")
            assert actions.wipe_taken_down() == 1
            if by == "writer":
                actions.put_back(member=world.brian, message=opening)
            else:
                actions.show_message(member=world.celia, message=opening)
    assert (anew(talk).title, anew(talk).title_down_at) == ("The opening title", None)
    assert anew(said).words == ""


def test_putting_back_does_not_bring_back_a_title_that_a_steward_hid(world: World, talk):
    opening = first(talk)
    with in_group(world.group):
        actions.hide_message(member=world.celia, message=opening, reason="A rule")
        actions.take_down(member=world.brian, message=opening)
        actions.put_back(member=world.brian, message=opening)
        assert anew(talk).title_down_at is not None
        actions.show_message(member=world.celia, message=opening)
    assert anew(talk).title_down_at is None


def test_a_change_reads_the_words_as_they_stand_now(world: World, talk):
    one, other = first(talk), first(talk)
    with in_group(world.group):
        actions.edit_message(member=world.brian, message=one, words="Second words")
        actions.edit_message(member=world.brian, message=other, words="Third words")
        kept = list(OlderText.objects.order_by("pk").values_list("words", flat=True))
    assert kept == ["The opening words", "Second words"]
    assert anew(one).words == "Third words"


def test_a_change_begun_before_a_wipe_brings_nothing_back(world: World, talk):
    one, other = first(talk), first(talk)
    with in_group(world.group):
        actions.take_down(member=world.brian, message=one)
        with time_machine.travel(clock.now() + timedelta(hours=2)):
            actions.wipe_taken_down()
            with pytest.raises(NotAllowed):
                actions.edit_message(member=world.brian, message=other, words="Third words")
        assert not OlderText.objects.exists()
    assert anew(one).words == ""


@pytest.mark.parametrize("how", ["left the circle", "circle closed", "blocks the starter"])
def test_my_own_words_stay_in_my_reach(world: World, as_, how: str):
    circle = None if how.startswith("blocks") else scene.circle(world.dev, world.brian)
    talk = scene.conversation(world.dev, circle=circle)
    mine = scene.say(world.brian, talk, "My words")
    with in_group(world.group):
        if circle is None:
            Distance.objects.create(
                group=world.group, by=world.brian, whom=world.dev, kind=Distance.Kind.BLOCK
            )
        elif how == "circle closed":
            circles.close(member=world.brian, circle=circle)
        else:
            circles.leave(member=world.brian, circle=circle)
    client = as_(world.brian)
    answer = client.post(at_message(mine, "take-down/"))
    assert (answer.status_code, answer["Location"]) == (303, "/g/tuesday/")
    assert anew(mine).taken_down_at is not None
    assert client.post(at_message(mine, "put-back/")).status_code == 303
    assert anew(mine).taken_down_at is None
    assert as_(world.farid).post(at_message(mine, "take-down/")).status_code == 404
    # Nobody else's words come into reach by it.
    assert client.post(at_message(first(talk), "take-down/")).status_code == 404


def test_one_token_in_two_conversations_makes_two_messages(world: World):
    here, there = scene.conversation(world.dev), scene.conversation(world.dev)
    with in_group(world.group):
        for talk in (here, there, here):
            actions.reply(member=world.brian, conversation=talk, words="Thank you", once="token")
        assert Message.objects.filter(author=world.brian).count() == 2


def test_the_rule_for_hiding_tells_a_named_hearer_nothing_of_who_wrote(world: World):
    from byturns.groups import policy

    talk = scene.conversation(world.dev)
    by_steward = scene.say(world.celia, talk, "One", unnamed=True)
    by_member = scene.say(world.amina, talk, "Two", unnamed=True)
    named = scene.say(world.amina, talk, "Three")
    with in_group(world.group):
        type(world.brian).objects.filter(pk=world.brian.pk).update(hears_reports=True)
        hearer = anew(world.brian)
        verdicts = [
            bool(policy.check(hearer, "conversations.hide", one)) for one in (by_steward, by_member, named)
        ]
        assert verdicts == [False, False, False]  # on no case; with one: tests/safety/test_hearers.py
        scene.join(world.group, "Dilys", role="steward")
        assert not policy.check(hearer, "conversations.hide", by_steward)
        assert not policy.check(hearer, "conversations.hide", by_member)


# --- Where one cannot read any more ---------------------------------------------------------------

MY_WORDS = "/g/tuesday/me/words/"


def test_own_words_in_a_circle_left_or_closed_can_be_found_and_taken_down(world: World, as_):
    left, closed, open_one = (
        scene.circle(world.amina, world.brian, name=name) for name in ("Left", "Closed", "Open")
    )
    with in_group(world.group):
        for circle, words in ((left, "left"), (closed, "closed"), (open_one, "still-open")):
            talk = scene.conversation(world.brian, f"CANARY brian {words}", title="CANARY", circle=circle)
            scene.say(world.amina, talk, f"amina {words}")
        scene.say(world.amina, scene.conversation(world.brian), "amina in the group")
        circles.leave(member=world.amina, circle=left)
        circles.close(member=world.amina, circle=closed)
    client = as_(world.amina)
    page = client.get(MY_WORDS).text
    assert sorted(re.findall(r"amina [a-z -]+", page)) == ["amina closed", "amina left"]
    assert "CANARY" not in page
    for address in re.findall(r'action="([^"]+/take-down/)"', page):
        assert client.post(address).status_code == 303
    assert "amina" not in client.get(MY_WORDS).text
    with in_group(world.group):
        down = Message.objects.exclude(taken_down_at=None).values_list("words", flat=True)
        assert sorted(down) == ["amina closed", "amina left"]


def test_nobody_else_sees_them(world: World, as_):
    circle = scene.circle(world.amina, world.brian)
    scene.say(world.amina, scene.conversation(world.brian, circle=circle), "CANARY")
    with in_group(world.group):
        circles.leave(member=world.amina, circle=circle)
    for member in (world.brian, world.celia, world.dev, world.erin):
        assert "CANARY" not in as_(member).get(MY_WORDS).text


@pytest.mark.parametrize("many", [1, 40])
def test_the_page_costs_the_same_for_one_and_for_many(
    world: World, as_, many: int, django_assert_max_num_queries
):
    circle = scene.circle(world.amina, world.brian)
    talk = scene.conversation(world.brian, circle=circle)
    for _each in range(many):
        scene.say(world.amina, talk, "amina")
    with in_group(world.group):
        circles.leave(member=world.amina, circle=circle)
    client = as_(world.amina)
    client.get(MY_WORDS)
    with django_assert_max_num_queries(8):
        page = client.get(MY_WORDS).text
    assert page.count("/take-down/") == min(many, 30)
    assert ("There is more." in page) == (many > 30)


def test_what_was_taken_down_is_put_back_before_it_is_changed(world: World):
    conversation = scene.conversation(world.amina, title="The nights")
    with in_group(world.group):
        opening = Message.objects.get(conversation=conversation)
        actions.take_down(member=world.amina, message=opening)
        conversation.refresh_from_db()
        verdict = policy.check(world.amina, "conversations.change", conversation)
    assert str(verdict.reason) == "You have taken this down. Put it back first."
