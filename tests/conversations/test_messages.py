from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from byturns.conversations import actions, jobs
from byturns.conversations.models import Acknowledgement, Conversation, Message, OlderText
from byturns.core import clock
from byturns.core.models import EventRecord
from byturns.groups.models import Distance
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import in_group
from tests import world as scene
from tests.conversations.pages import anew, at, at_message, first, post
from tests.world import World


@pytest.fixture
def talk(world: World) -> Conversation:
    return scene.conversation(world.brian, "The opening words", title="The opening title")


@pytest.fixture
def said(world: World, talk: Conversation) -> Message:
    return scene.say(world.amina, talk, "What Amina said")


def facts(kind: str) -> int:
    return EventRecord.objects.filter(kind=f"conversations.{kind}").count()


def test_changing_what_one_wrote(world: World, as_, talk, said):
    client = as_(world.amina)
    assert "What Amina said</textarea>" in client.get(at_message(said, "edit/")).text
    page = post(client, at_message(said, "edit/"), {"words": "What Amina means", "note": ""})
    assert "What Amina means" in page.text
    assert "What Amina said" not in page.text
    assert re.search(r"changed <time", page.text)
    assert facts("MessageEdited") == 1
    before = client.get(at_message(said, "before/")).text
    assert "What Amina said" in before
    assert as_(world.brian).get(at_message(said, "before/")).status_code == 403
    assert as_(world.celia).get(at_message(said, "before/")).status_code == 403
    assert as_(world.farid).get(at_message(said, "before/")).status_code == 404
    page = post(client, at_message(said, "before/"))
    assert "The old text is gone for good." in page.text
    with in_group(world.group):
        assert OlderText.objects.count() == 0
    assert re.search(r"changed <time", page.text)


def test_changing_nothing_marks_nothing(world: World, as_, talk, said):
    post(as_(world.amina), at_message(said, "edit/"), {"words": "What Amina said", "note": "loss"})
    assert (anew(said).edited_at, anew(said).note) == (None, "loss")
    assert facts("MessageEdited") == 0


@pytest.mark.parametrize("verb", ["edit/", "take-down/"])
def test_only_its_writer_changes_a_message(world: World, as_, talk, said, verb):
    answers = [
        as_(who).post(at_message(said, verb), {"words": "Mine now"}).status_code
        for who in (world.brian, world.celia, world.farid, world.erin)
    ]
    assert answers == [403, 403, 404, 404]
    assert (anew(said).words, anew(said).taken_down_at) == ("What Amina said", None)


def test_too_long_a_change_comes_back(world: World, as_, said):
    answer = as_(world.amina).post(at_message(said, "edit/"), {"words": "x" * 20_001})
    assert answer.status_code == 422
    assert "x" * 20_001 in answer.text


def test_taking_down_leaves_a_line_and_can_be_undone(world: World, as_, talk, said):
    client = as_(world.amina)
    page = post(client, at_message(said, "take-down/"))
    assert "Taken down. You can put it back for half an hour." in page.text
    assert "What Amina said" not in page.text
    assert f'action="{at_message(said, "put-back/")}"' in page.text
    assert f'<a href="m/{said.public_id}/">Put it back</a>' in page.text
    others = as_(world.celia).get(at(talk)).text
    assert ">Put it back<" not in others
    assert "Taken down by the person who wrote it." in others
    assert "What Amina said" not in others
    assert as_(world.celia).post(at_message(said, "put-back/")).status_code == 403
    page = post(client, at_message(said, "put-back/"))
    assert "What Amina said" in page.text
    assert (facts("MessageTakenDown"), facts("MessagePutBack")) == (1, 1)


def test_taking_down_twice_is_one_fact(world: World, as_, talk, said):
    for _ in range(2):
        post(as_(world.amina), at_message(said, "take-down/"))
    assert facts("MessageTakenDown") == 1


def test_the_title_goes_and_comes_with_the_first_message(world: World, as_, talk, said):
    opening = first(talk)
    post(as_(world.brian), at_message(opening, "take-down/"))
    for path in (at(talk), "/g/tuesday/", "/g/tuesday/talk/", at_message(opening)):
        page = as_(world.amina).get(path).text
        assert "The opening" not in page
    assert "What Amina said" in as_(world.amina).get(at(talk)).text
    post(as_(world.brian), at_message(opening, "put-back/"))
    assert "The opening title" in as_(world.amina).get("/g/tuesday/talk/").text


def test_after_half_an_hour_the_bytes_are_gone(world: World, as_, talk, said):
    opening = first(talk)
    with in_group(world.group):
        actions.edit_message(member=world.brian, message=opening, words="The opening words, better")
        actions.take_down(member=world.brian, message=opening)
    jobs.wipe()
    assert anew(opening).words != ""
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        jobs.wipe()
        gone, home = anew(opening), anew(talk)
        assert (gone.words, gone.html, home.title) == ("", "", "")
        with in_group(world.group):
            assert OlderText.objects.count() == 0
        answer = as_(world.brian).post(at_message(opening, "put-back/"))
        assert answer.status_code == 403
        assert "the words are gone for good" in answer.text
    assert anew(said).words == "What Amina said"


def test_a_list_sorts_by_what_stands(world: World, talk, said):
    with in_group(world.group):
        Conversation.objects.update(last_at=said.sent_at)
        actions.take_down(member=world.amina, message=said)
        assert anew(talk).last_at == first(talk).sent_at
        actions.put_back(member=world.amina, message=said)
        assert anew(talk).last_at == said.sent_at


def test_what_a_steward_hid_tells_the_writer_why_and_she_can_still_take_it_down(
    world: World, as_, talk, said
):
    with in_group(world.group):
        actions.hide_message(member=world.celia, message=said, reason="It named a neighbour")
    for who, told in ((world.brian, False), (world.dev, False), (world.amina, True), (world.celia, True)):
        for page in (as_(who).get(at(talk)).text, as_(who).get(at_message(said)).text):
            assert "Hidden by a steward" in page
            assert ("It named a neighbour" in page) is told
            assert "What Amina said" not in page
    assert f"/told/message/{said.public_id}/" in as_(world.amina).get(at_message(said)).text
    assert as_(world.amina).post(at_message(said, "edit/"), {"words": "Again"}).status_code == 403
    post(as_(world.amina), at_message(said, "take-down/"))
    assert anew(said).taken_down_at is not None


def test_acknowledging_by_name_and_taking_it_back(world: World, as_, talk, said):
    client = as_(world.brian)
    page = post(client, at(talk, "heard/"), {"m": f"hear.{said.public_id}"})
    assert "<b>I hear you:</b> you" in page.text
    assert re.search(rf'value="hear.{said.public_id}" aria-pressed="true"', page.text)
    post(as_(world.celia), at(talk, "heard/"), {"m": f"hear.{said.public_id}"})
    assert "<b>I hear you:</b> Brian, Celia" in as_(world.amina).get(at(talk)).text
    page = post(client, at(talk, "heard/"), {"m": f"hear.{said.public_id}"})
    assert "<b>I hear you:</b> Celia" in page.text
    assert facts("Acknowledged") == 2


def test_acknowledging_with_htmx_gives_only_that_part(world: World, as_, talk, said):
    answer = as_(world.brian).post(
        at(talk, "heard/"),
        {"m": f"helped.{said.public_id}"},
        headers={"HX-Request": "true", "HX-Target": "hear"},
    )
    assert answer.status_code == 200
    assert answer.text.strip().startswith(
        f'<div class="message__heard" id="h-{said.public_id}" data-hx-swap-oob'
    )
    assert "<b>This helped me:</b> you" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("m", ["", "hear", "hear.nosuchmessage", "love.{}", "HEAR.{}"])
def test_acknowledging_what_is_not_there(world: World, as_, talk, said, m):
    answer = as_(world.brian).post(at(talk, "heard/"), {"m": m.format(said.public_id)})
    assert answer.status_code == 404
    with in_group(world.group):
        assert Acknowledgement.objects.count() == 0


def test_nobody_acknowledges_herself_or_what_is_gone(world: World, as_, talk, said):
    assert as_(world.amina).post(at(talk, "heard/"), {"m": f"hear.{said.public_id}"}).status_code == 403
    post(as_(world.amina), at_message(said, "take-down/"))
    assert as_(world.brian).post(at(talk, "heard/"), {"m": f"hear.{said.public_id}"}).status_code == 403
    assert "hear." not in as_(world.amina).get(at_message(said)).text


def test_a_note_folds_the_words(world: World, as_, talk):
    scene.say(world.amina, talk, "About the end", note="end_of_life")
    page = as_(world.brian).get(at(talk)).text
    assert re.search(
        r"<details><summary>About the end of life · Show the words</summary>"
        r'<div class="words"><p>About the end</p></div></details>',
        page,
    )


def test_mute_folds_and_block_takes_words_away(world: World, as_, talk, said):
    with in_group(world.group):
        row = Distance.objects.create(
            group=world.group, by=world.dev, whom=world.amina, kind=Distance.Kind.MUTE
        )
    page = as_(world.dev).get(at(talk)).text
    assert re.search(
        r"<details><summary>You have muted this person[^<]*</summary><div[^>]*><p>What Amina", page
    )
    with in_group(world.group):
        row.kind = Distance.Kind.BLOCK
        row.save()
    page = as_(world.dev).get(at(talk)).text
    assert "Somebody you have blocked wrote here." in page
    assert "Amina" not in page
    # The other is never told, and nobody else sees a difference.
    assert "What Amina said" in as_(world.amina).get(at(talk)).text
    assert "blocked" not in as_(world.amina).get(at(talk)).text


@pytest.mark.parametrize("mark", ["unnamed", "name_withdrawn"])
def test_a_block_changes_nothing_about_words_without_a_name(world: World, as_, talk, mark):
    """Else who blocks the members in turn would learn whose words they are."""
    said = scene.say(world.amina, talk, "Secret words")
    started = scene.conversation(world.amina, "Secret start", title="Secret title")
    with in_group(world.group):
        Message.objects.filter(pk__in=[said.pk, first(started).pk]).update(**{mark: True})
        Conversation.objects.filter(pk=started.pk).update(**{mark: True})
    client = as_(world.dev)
    paths = ("/g/tuesday/", "/g/tuesday/talk/", at(started), at(talk), at_message(said))

    def seen() -> list[str]:
        return [re.sub(r'value="[^"]*"', "", client.get(path).text) for path in paths]

    seen()  # the first reading moves the read points
    before = [page.count("Secret") for page in seen()]
    assert min(before[1:]) > 0
    with in_group(world.group):
        Distance.objects.create(group=world.group, by=world.dev, whom=world.amina, kind=Distance.Kind.BLOCK)
    assert [page.count("Secret") for page in seen()] == before
    assert not any("have blocked" in page for page in seen())


def test_a_block_hides_old_words_that_the_blocked_one_has_claimed(world: World, as_):
    from byturns.conversations.models import ImportedName, Presence

    old = scene.conversation(world.brian, "Old start", brought_in=True, title="Old times")
    with in_group(world.group):
        Presence.objects.create(group=world.group, conversation=old, membership=world.dev)
        name = ImportedName.objects.create(
            group=world.group, batch_id=1, name="Old Pat", membership=world.amina
        )
        Message.objects.create(
            group=world.group,
            conversation=old,
            said_by=name,
            words="Pat",
            html="<p>Pat wrote</p>",
            renderer=1,
        )
    assert "Pat wrote" in as_(world.dev).get(at(old)).text
    with in_group(world.group):
        Distance.objects.create(group=world.group, by=world.dev, whom=world.amina, kind=Distance.Kind.BLOCK)
    page = as_(world.dev).get(at(old)).text
    assert "Pat wrote" not in page
    assert "Old Pat" not in page


def test_a_steward_on_duty_can_open_what_she_blocked(world: World, as_, talk, said):
    with in_group(world.group):
        Distance.objects.create(group=world.group, by=world.celia, whom=world.amina, kind=Distance.Kind.BLOCK)
    page = as_(world.celia).get(at(talk)).text
    assert re.search(
        r"<details><summary>You have muted this person[^<]*</summary><div[^>]*><p>What Amina", page
    )


def test_the_starter_changes_kind_and_says_whether_she_waits(world: World, as_, talk):
    client = as_(world.brian)
    page = post(client, at(talk, "change/"), {"title": "Better", "kind": "listen", "just_listening": ""})
    assert "Brian asked for someone to listen." not in page.text  # she knows what she asked
    assert "Brian asked for someone to listen." in as_(world.amina).get(at(talk)).text
    changed = anew(talk)
    assert (changed.title, changed.kind, changed.just_listening) == ("Better", "listen", True)
    page = post(client, at(talk, "needed/"), {"needed": "0"})
    assert "Nobody is asked to answer." in page.text
    assert anew(talk).no_answer_needed is True
    post(client, at(talk, "needed/"), {"needed": "1"})
    assert anew(talk).no_answer_needed is False
    assert (facts("KindChanged"), facts("AnswerWish")) == (1, 2)


@pytest.mark.parametrize("path", ["change/", "needed/"])
def test_nobody_else_changes_it(world: World, as_, talk, path):
    data = {"title": "Mine", "kind": "listen", "needed": "0"}
    answers = [as_(who).post(at(talk, path), data).status_code for who in (world.amina, world.celia)]
    assert answers == [403, 403]
    assert (anew(talk).title, anew(talk).no_answer_needed) == ("The opening title", False)


def test_following_is_mine_alone(world: World, as_, talk):
    page = post(as_(world.amina), at(talk, "follow/"), {"wish": "mute"})
    assert "You have muted this" in page.text
    assert "You have muted this" not in as_(world.celia).get(at(talk)).text
    page = post(as_(world.amina), at(talk, "follow/"), {"wish": "nonsense"})
    assert "You hear of this as of everything else." in page.text
    assert as_(world.farid).post(at(talk, "follow/"), {"wish": "mute"}).status_code == 404


def test_what_came_from_the_old_group(world: World, as_):
    from byturns.conversations.models import ImportedName, Presence

    talk = scene.conversation(world.brian, "By Brian", brought_in=True, title="Old times")
    with in_group(world.group):
        Presence.objects.create(group=world.group, conversation=talk, membership=world.dev)
        for name, words in (("Old Pat", "Pat wrote this"), ("", "A number wrote this")):
            said_by = ImportedName.objects.create(group=world.group, batch_id=1, name=name)
            Message.objects.create(
                group=world.group,
                conversation=talk,
                said_by=said_by,
                words=words,
                html=f"<p>{words}</p>",
                renderer=1,
                quoted="> what was quoted",
            )
    page = as_(world.dev).get(at(talk)).text
    assert "Old Pat, from the old group" in page
    assert "Someone, number not shown" in page
    assert re.search(
        r"<details><summary>What it answered</summary><blockquote[^>]*><p>&gt; what was quoted", page
    )
    assert "This was brought in from elsewhere." in page
    assert "hear." not in page.replace(f"hear.{first(talk).public_id}", "")
    assert [as_(who).get(at(talk)).status_code for who in (world.celia, world.amina)] == [404, 404]
    with in_group(world.group), pytest.raises(NotAllowed):
        actions.reply(member=world.dev, conversation=talk, words="Hello again")
