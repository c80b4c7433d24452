"""A title made of the first words is those words: it changes and goes with them."""

from __future__ import annotations

import pytest

from byturns.conversations import actions
from byturns.groups.scoping import in_group
from tests.conversations.pages import at_message, first
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_title_that_was_made_of_the_words_follows_them(world: World, as_):
    with in_group(world.group):
        talk = actions.open_conversation(member=world.amina, title="", words="CANARY Street again")
        assert talk.title == "CANARY Street again"
        actions.edit_message(member=world.amina, message=talk.messages.get(), words="The street again")
        talk.refresh_from_db()
    assert talk.title == "The street again"
    assert "CANARY" not in as_(world.brian).get("/g/tuesday/talk/").text


def test_a_title_of_her_own_stays_and_so_does_it_when_a_later_message_changes(world: World):
    with in_group(world.group):
        talk = actions.open_conversation(member=world.amina, title="Streets", words="CANARY Street again")
        later = actions.reply(member=world.amina, conversation=talk, words="Streets")
        actions.edit_message(member=world.amina, message=later, words="Roads")
        actions.edit_message(member=world.amina, message=talk.messages.order_by("pk")[0], words="x")
        talk.refresh_from_db()
    assert talk.title == "Streets"


def test_a_warning_added_later_folds_the_title_too(world: World):
    with in_group(world.group):
        talk = actions.open_conversation(member=world.amina, title="", words="He died on Sunday")
        message = talk.messages.get()
        actions.edit_message(member=world.amina, message=message, words="He died on Sunday.", note="loss")
        talk.refresh_from_db()
    assert talk.title == "About loss"


def test_what_was_taken_down_unanswered_is_in_no_list_and_with_an_answer_it_stays(world: World, as_):
    with in_group(world.group):
        talk = actions.open_conversation(member=world.amina, title="Gone", words="Never mind")
        actions.take_down(member=world.amina, message=talk.messages.get())
        kept = actions.open_conversation(member=world.amina, title="Gone too", words="Never mind this")
        actions.reply(member=world.brian, conversation=kept, words="But I read it")
        actions.take_down(member=world.amina, message=kept.messages.order_by("pk")[0])
    page = as_(world.brian).get("/g/tuesday/talk/").text
    assert talk.public_id not in page
    assert kept.public_id in page
    # She can still put it back.
    assert "Put it back" in as_(world.amina).get(at_message(first(talk))).text


def test_after_answering_one_lands_at_ones_own_words_with_the_notice_below(world: World, as_):
    with in_group(world.group):
        talk = actions.open_conversation(member=world.brian, title="T", words="Hello")
    client = as_(world.amina)
    answer = client.post(f"/g/tuesday/c/{talk.public_id}/", {"words": "I am here"})
    with in_group(world.group):
        mine = talk.messages.order_by("-pk")[0]
    assert answer["Location"].endswith(f"?page=1&said=1#m-{mine.public_id}")
    page = client.get(answer["Location"].partition("#")[0]).text
    assert page.index("I am here") < page.index("It is with the group now.") < page.index('id="reply"')
    assert page.count("It is with the group now.") == 1
    assert page.count('id="notices"') == 1
