from __future__ import annotations

import re

import pytest

from byturns.conversations import actions
from byturns.conversations.kinds import Kind
from byturns.conversations.models import Conversation, Draft, Message
from byturns.core.models import EventRecord
from byturns.groups.models import Distance, HealthConsent
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import in_group
from byturns.groups.wording import HEALTH_VERSION
from tests import world as scene
from tests.conversations.pages import at, first, many, post, shown
from tests.world import World

ASK = "/g/tuesday/ask/"


def all_of(world: World, model=Conversation):
    with in_group(world.group):
        return list(model.objects.order_by("pk"))


def test_asking_the_group(world: World, as_):
    page = post(
        as_(world.amina),
        ASK,
        {"kind": "managed", "title": "Washing", "words": "He *won’t* let me", "once": "a"},
    )
    [made] = all_of(world)
    assert (made.title, made.kind, made.just_listening, made.circle_id) == ("Washing", "managed", False, None)
    assert first(made).words == "He *won’t* let me"
    assert "<em>won’t</em>" in page.text
    assert "It is with the group now." in page.text
    [fact] = EventRecord.objects.filter(kind="conversations.ConversationOpened")
    assert fact.facts == {"conversation_id": made.pk, "message_id": first(made).pk}
    assert as_(world.farid).get(ASK).status_code == 404


def test_only_words_are_needed(world: World, as_):
    post(as_(world.amina), ASK, {"words": "I sat in the car\nfor an hour", "once": "a"})
    [made] = all_of(world)
    assert (made.kind, made.title) == (Kind.STORY, "I sat in the car")


def test_a_note_is_not_defeated_by_a_title_made_of_the_words(world: World, as_):
    post(as_(world.amina), ASK, {"words": "He died on Sunday", "note": "loss", "once": "a"})
    [made] = all_of(world)
    assert made.title == "About loss"
    page = as_(world.brian).get(at(made)).text
    assert re.search(r"<details><summary>About loss[^<]*</summary><div class=\"words\"><p>He died", page)


def test_the_kind_is_chosen_by_the_door(world: World, as_):
    page = as_(world.amina).get(f"{ASK}?kind=listen").text
    assert re.search(r'<input[^>]*value="listen"[^>]*checked', page)
    assert not re.search(r'<input[^>]*value="story"[^>]*checked', page)


def test_nothing_written_says_so_and_keeps_the_title(world: World, as_):
    answer = as_(world.amina).post(ASK, {"title": "Washing", "words": " ", "once": "a"})
    assert answer.status_code == 422
    assert "Write something here first." in answer.text
    assert 'value="Washing"' in answer.text
    assert all_of(world) == []


@pytest.mark.parametrize("unseen", ["\u200b", "\u3164 \u2800", "\U000e0041"])
def test_words_that_nobody_sees_are_no_words(world: World, as_, unseen):
    talk = scene.conversation(world.brian, "How do you manage the nights?")
    for path in (ASK, at(talk)):
        answer = as_(world.amina).post(path, {"words": unseen, "once": "a"})
        assert answer.status_code == 422
        assert "Write something here first." in answer.text
    with in_group(world.group):
        for say in (
            lambda: actions.reply(member=world.amina, conversation=talk, words=unseen),
            lambda: actions.open_conversation(member=world.amina, title="Hello", words=unseen),
            lambda: actions.edit_message(member=world.brian, message=talk.messages.get(), words=unseen),
        ):
            with pytest.raises(NotAllowed, match="nothing in it that others could read"):
                say()
        assert [one.words for one in talk.messages.all()] == ["How do you manage the nights?"]


def test_how_many_will_see_it_does_not_tell_of_blocks(world: World, as_):
    def said() -> str:
        return re.search(r"(\d+) members? will see this", as_(world.amina).get(ASK).text).group(1)

    # Brian, Celia, Dev and Joan: not Amina herself, the guest, who left, or another group.
    assert said() == "4"
    with in_group(world.group):
        for by, whom in ((world.amina, world.brian), (world.celia, world.amina)):
            Distance.objects.create(group=world.group, by=by, whom=whom, kind=Distance.Kind.BLOCK)
    assert said() == "4"


def test_a_circle_can_be_chosen_by_those_in_it(world: World, as_):
    circle = scene.circle(world.amina, world.brian)
    assert "Night owls (1 person)" in as_(world.amina).get(ASK).text
    assert "Night owls" not in as_(world.dev).get(ASK).text
    post(as_(world.amina), ASK, {"words": "Only for us", "circle": circle.public_id, "once": "a"})
    [made] = all_of(world)
    assert made.circle_id == circle.pk
    assert as_(world.brian).get(at(made)).status_code == 200
    assert [as_(who).get(at(made)).status_code for who in (world.dev, world.celia, world.farid)] == [404] * 3
    answer = as_(world.dev).post(ASK, {"words": "Let me in", "circle": circle.public_id, "once": "b"})
    assert answer.status_code == 422
    assert len(all_of(world)) == 1


def test_a_link_clicked_twice_makes_one_conversation_and_changed_words_another(world: World, as_):
    client = as_(world.amina)
    for words in ("The same", "The same", "Something else after going back"):
        post(client, ASK, {"words": words, "title": "T", "once": "token"})
    assert [first(made).words for made in all_of(world)] == ["The same", "Something else after going back"]


def test_replying_twice_makes_one_message_and_changed_words_another(world: World, as_):
    talk = scene.conversation(world.brian)
    client = as_(world.amina)
    for words in ("The same", "The same", "Something else"):
        post(client, at(talk), {"words": words, "once": "token"})
    assert [m.words for m in all_of(world, Message)][1:] == ["The same", "Something else"]
    assert EventRecord.objects.filter(kind="conversations.MessageAdded").count() == 2


def test_a_reply_stands_at_the_end_and_can_be_taken_back(world: World, as_):
    talk = scene.conversation(world.brian)
    many(world.celia, talk, 29)
    answer = as_(world.amina).post(at(talk), {"words": "I was there too", "once": "a"})
    assert answer["Location"].startswith(at(talk, "?page=2&said=1#m-"))
    page = as_(world.amina).get(at(talk, "?page=2")).text
    assert page.count("I was there too") == 1


def test_the_reply_box_speaks_for_the_kind(world: World, as_):
    listen = scene.conversation(world.brian, kind="listen", just_listening=True)
    managed = scene.conversation(world.brian, kind="managed")
    silent = scene.conversation(world.brian, kind="managed", just_listening=True)
    client = as_(world.amina)
    assert "Brian asked how others managed." in client.get(at(managed)).text
    for talk in (listen, silent):
        page = client.get(at(talk)).text
        assert "Brian asked for someone to listen." in page
        assert "What would you like to say?" in page
        assert "what you tried" not in page


def test_words_of_two_hundred_thousand_characters_come_back_and_are_kept(world: World, as_):
    talk = scene.conversation(world.brian)
    long = "word " * 40_000
    client = as_(world.amina)
    answer = client.post(at(talk), {"words": long, "once": "a"})
    assert answer.status_code == 422
    assert "only 20,000 fit" in answer.text
    assert answer.text.count("word ") == 40_000
    [draft] = all_of(world, Draft)
    assert draft.words == long
    assert client.get(at(talk)).text.count("word ") == 40_000
    assert len(all_of(world, Message)) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("👩‍👩‍👧 and 💚", "👩‍👩‍👧 and 💚"),
        ("\u202eturned round", "turned round"),
        ("שלום לכולם", "שלום לכולם"),
        ("one\r\ntwo", "one\ntwo"),
    ],
)
def test_odd_characters(world: World, as_, typed, kept):
    talk = scene.conversation(world.brian)
    post(as_(world.amina), at(talk), {"words": typed, "once": "a"})
    assert all_of(world, Message)[-1].words == kept


def test_words_are_never_markup(world: World, as_):
    talk = scene.conversation(world.brian)
    page = post(as_(world.amina), at(talk), {"words": "<script>alert(1)</script> <b>x</b>", "once": "a"})
    assert "<script>alert" not in page.text
    assert "&lt;b&gt;x" in page.text


def test_a_draft_is_saved_as_one_types_and_gone_when_sent(world: World, as_):
    talk = scene.conversation(world.brian)
    client = as_(world.amina)
    saved = client.post(at(talk, "draft/"), {"words": "I wonder", "once": "a"})
    assert list(saved.json()) == ["saved_at"]
    assert "I wonder</textarea>" in client.get(at(talk)).text
    assert "I wonder" not in as_(world.celia).get(at(talk)).text
    post(client, at(talk), {"words": "I wonder", "once": "a"})
    assert all_of(world, Draft) == []
    # A save that was still on its way when the words were sent brings nothing back.
    client.post(at(talk, "draft/"), {"words": "I wonder", "once": "a"})
    assert all_of(world, Draft) == []
    client.post(at(talk, "draft/"), {"words": "I wonder again", "once": "a"})
    assert [draft.words for draft in all_of(world, Draft)] == ["I wonder again"]


def test_drafts_without_a_script(world: World, as_):
    talk = scene.conversation(world.brian)
    client = as_(world.amina)
    page = post(client, at(talk, "draft/"), {"words": "Later", "later": "1"})
    assert "Kept for later. Only you can see it." in page.text
    page = post(client, at(talk, "draft/"), {"drop": "1"})
    assert "Thrown away." in page.text
    assert all_of(world, Draft) == []
    page = post(client, f"{ASK}draft/", {"words": "New one", "kind": "listen", "later": "1"})
    assert "New one</textarea>" in page.text
    assert re.search(r'<input[^>]*value="listen"[^>]*checked', page.text)


def test_an_empty_draft_is_no_draft(world: World, as_):
    client = as_(world.amina)
    for words in ("something", "  "):
        client.post(f"{ASK}draft/", {"words": words})
    assert all_of(world, Draft) == []


def test_a_draft_in_a_conversation_that_is_closed_to_me(world: World, as_):
    circle = scene.circle(world.brian, world.dev)
    talk = scene.conversation(world.brian, circle=circle)
    assert as_(world.amina).post(at(talk, "draft/"), {"words": "x"}).status_code == 404
    assert all_of(world, Draft) == []


def test_health_consent_is_offered_before_the_first_message_only(world: World, as_):
    talk = scene.conversation(world.brian)
    amina, brian = as_(world.amina), as_(world.brian)
    assert "Before your first message" in amina.get(ASK).text
    assert "Before your first message" in amina.get(at(talk)).text
    assert "Before your first message" not in brian.get(ASK).text
    with in_group(world.group):
        HealthConsent.objects.create(group=world.group, membership=world.amina, version=HEALTH_VERSION)
    assert "Before your first message" not in amina.get(ASK).text + amina.get(at(talk)).text


def test_pages_of_thirty_and_all_on_one(world: World, as_):
    talk = scene.conversation(world.brian)
    many(world.celia, talk, 65)
    client = as_(world.amina)
    assert len(shown(client.get(at(talk, "?page=1")).text)) == 29
    assert len(shown(client.get(at(talk, "?page=3")).text)) == 6
    assert len(shown(client.get(at(talk, "?page=99")).text)) == 6
    assert len(shown(client.get(at(talk, "?page=1&all=1")).text)) == 59
    assert len(shown(client.get(at(talk, "?page=2&all=1")).text)) == 6
    assert client.get(at(talk, "?page=abc")).status_code == 200
    assert len(shown(client.get(at(talk, "?paper=1&page=1")).text)) == 59


def test_a_closed_conversation_says_why_and_takes_no_answer(world: World, as_):
    talk = scene.conversation(world.brian, closed_at=world.group.made_at, closed_reason="It was said twice")
    client = as_(world.amina)
    page = client.get(at(talk)).text
    assert "This conversation is closed. You can start a new one." in page
    assert "It was said twice" in page
    assert "<textarea" not in page
    assert client.post(at(talk), {"words": "But", "once": "a"}).status_code == 403
    assert len(all_of(world, Message)) == 1


def test_a_page_with_a_sign_that_is_too_old_gives_the_words_back(world: World):
    from django.test import Client

    talk = scene.conversation(world.brian)
    client = scene.sign_in(Client(enforce_csrf_checks=True), world.amina)
    answer = client.post(
        at(talk), {"words": "Typed last week", "once": "a"}, headers={"Origin": "http://testserver"}
    )
    assert answer.status_code == 403
    assert "Typed last week" in answer.text
    assert len(all_of(world, Message)) == 1


def test_anonymous_is_sent_to_sign_in(world: World, client):
    talk = scene.conversation(world.brian)
    for path in ("/g/tuesday/", "/g/tuesday/talk/", ASK, at(talk)):
        assert client.get(path).status_code == 302
