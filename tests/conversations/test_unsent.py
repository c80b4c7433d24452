"""Words typed for a place that closed meanwhile come back to who typed them."""

from __future__ import annotations

import pytest

from byturns.conversations import actions
from byturns.conversations.models import Draft, Message
from byturns.groups.scoping import in_group
from tests import world as scene
from tests.conversations.pages import at, at_message, first
from tests.world import World

WORDS = "These are my long words that took an hour"


def test_a_reply_to_a_closed_conversation_comes_back_and_is_kept(world: World, as_):
    talk = scene.conversation(world.dev)
    with in_group(world.group):
        actions.close_conversation(member=world.celia, conversation=talk, reason="A rule")
    answer = as_(world.brian).post(at(talk), {"words": WORDS})
    assert answer.status_code == 403
    assert f"{WORDS}</textarea>" in answer.text
    assert "This conversation is closed." in answer.text
    with in_group(world.group):
        assert list(Draft.objects.values_list("membership", "words")) == [(world.brian.pk, WORDS)]
        assert Message.objects.count() == 1


@pytest.mark.parametrize("rest", ["", "draft/"])
def test_a_reply_to_what_is_hidden_comes_back(world: World, as_, rest: str):
    talk = scene.conversation(world.dev, title="Secret title")
    with in_group(world.group):
        actions.hide_conversation(member=world.celia, conversation=talk, reason="Secret reason")
    client = as_(world.brian)
    answer = client.post(at(talk, rest), {"words": WORDS, "later": "1"})
    assert answer.status_code == 404
    assert f"{WORDS}</textarea>" in answer.text
    assert "Secret" not in answer.text
    assert client.post(at(talk, rest), {"words": " "}).status_code == 404
    assert as_(world.farid).post(at(talk, rest), {"words": WORDS}).status_code == 404


@pytest.mark.parametrize(("what", "status"), [("message", 403), ("conversation", 404)])
def test_a_change_of_what_was_hidden_meanwhile_comes_back(world: World, as_, what: str, status: int):
    talk = scene.conversation(world.brian)
    with in_group(world.group):
        if what == "message":
            actions.hide_message(member=world.celia, message=first(talk), reason="A rule")
        else:
            actions.hide_conversation(member=world.celia, conversation=talk, reason="A rule")
    client = as_(world.brian)
    answer = client.post(at_message(first(talk), "edit/"), {"words": WORDS, "note": ""})
    assert answer.status_code == status
    assert f"{WORDS}</textarea>" in answer.text
    assert client.get(at_message(first(talk), "edit/")).status_code == status


def test_the_page_for_asking_says_that_unsent_words_came_back(world: World, as_):
    client = as_(world.brian)
    told = "What you had not sent yet is below"
    assert told not in client.get("/g/tuesday/ask/").text
    with in_group(world.group):
        actions.keep_draft(member=world.brian, conversation=None, words=WORDS)
    assert told in client.get("/g/tuesday/ask/").text
