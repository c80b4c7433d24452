from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction

from byturns.conversations import actions, rendering
from byturns.conversations.models import Acknowledgement, Draft, Follow, Message, OlderText, ReadPoint
from byturns.conversations.portability import gather
from byturns.core import text
from byturns.core.events import emit
from byturns.groups import events as group_events
from byturns.groups.models import TypingGrant
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import in_group
from tests import world as scene
from tests.conversations.pages import anew, at, at_message, first, post
from tests.world import World


@pytest.fixture
def talk(world: World):
    made = scene.conversation(world.amina, "amina-words", title="amina-title")
    scene.say(world.brian, made, "brian-words")
    with in_group(world.group):
        actions.edit_message(
            member=world.amina, message=made.messages.get(author=world.amina), words="amina-new"
        )
        actions.acknowledge(member=world.amina, message=made.messages.get(author=world.brian), kind="too")
        actions.keep_draft(member=world.amina, conversation=None, words="amina-draft")
        actions.follow(member=world.amina, conversation=made, wish="follow")
        actions.move_read_point(
            member=world.amina, conversation=made, shown=[made.messages.get(author=world.brian).pk]
        )
    return made


def leave(world: World, words: str) -> None:
    with in_group(world.group), transaction.atomic():
        emit(group_events.MemberLeft(group_id=world.group.pk, membership_id=world.amina.pk, words=words))


def left_behind(world: World) -> list[int]:
    with in_group(world.group):
        return [model.objects.filter(membership=world.amina).count() for model in (Draft, Follow, ReadPoint)]


def test_keeping_my_words(world: World, as_, talk):
    leave(world, "keep")
    page = as_(world.dev).get(at(talk)).text
    assert "amina-new" in page
    assert "Amina" in page
    assert left_behind(world) == [0, 0, 0]


def test_keeping_them_without_my_name(world: World, as_, talk):
    leave(world, "unnamed")
    page = as_(world.dev).get(at(talk)).text + as_(world.dev).get("/g/tuesday/talk/").text
    assert "amina-new" in page
    assert "A member who has left" in page
    assert "Amina" not in page
    assert left_behind(world) == [0, 0, 0]


def test_taking_them_down(world: World, as_, talk):
    leave(world, "down")
    page = as_(world.dev).get(at(talk)).text
    assert "amina" not in page
    assert "brian-words" in page
    assert "Amina" not in as_(world.dev).get("/g/tuesday/talk/").text
    message = first(talk)
    assert (message.words, message.html, anew(talk).title) == ("", "", "")
    with in_group(world.group):
        assert OlderText.objects.count() == Acknowledgement.objects.count() == 0
    assert left_behind(world) == [0, 0, 0]


def test_hearing_of_it_twice_changes_nothing_more(world: World, talk):
    leave(world, "down")
    before = first(talk).taken_down_at
    leave(world, "down")
    assert first(talk).taken_down_at == before


def test_what_i_can_take_away(world: World, talk):
    with in_group(world.group):
        mine, brians = gather(world.amina), gather(world.brian)
    assert [one["words"] for one in mine["What I wrote"]] == ["amina-new"]
    assert [one["words"] for one in mine["How it read before"]] == ["amina-words"]
    assert [one["words"] for one in mine["Not sent yet"]] == ["amina-draft"]
    assert [one["title"] for one in mine["Conversations I started"]] == ["amina-title"]
    assert [one["what"] for one in mine["Quiet answers I gave"]] == ["Me too"]
    assert "brian" not in str(mine)
    assert "amina" not in str(brians)


def test_typing_for_somebody_without_a_screen(world: World, as_):
    talk = scene.conversation(world.amina)
    client = as_(world.brian)
    data = {"words": "Tell her I had that too", "voice": world.joan.public_id, "once": "a"}
    own = {"words": "My own words", "voice": "own", "once": "own"}
    assert "I am typing for" not in client.get(at(talk)).text
    assert client.post(at(talk), data).status_code == 422
    with in_group(world.group):
        assert Message.objects.count() == 1
        grant = TypingGrant.objects.create(
            group=world.group, member=world.joan, typist=world.brian, how_said="by telephone"
        )
    assert "I am typing for Joan" in client.get(at(talk)).text
    post(client, at(talk), data)
    post(client, at(talk), own)
    page = as_(world.amina).get(at(talk)).text
    assert "by phone, typed by Brian" in page
    with in_group(world.group):
        said = Message.objects.get(author=world.joan)
        assert said.typed_by == world.brian
    # He puts a slip right for her, and takes it down when she says so, as long as she has not ended it.
    post(client, at_message(said, "edit/"), {"words": "Tell her I had that too, twice"})
    with in_group(world.group):
        grant.revoked_at = said.sent_at
        grant.save()
    assert client.post(at_message(said, "take-down/")).status_code == 403
    with in_group(world.group), pytest.raises(NotAllowed):
        actions.reply(member=world.joan, typed_by=world.brian, conversation=talk, words="Not her words")
    assert as_(world.dev).post(at(talk), {**data, "once": "b"}).status_code == 422


def test_rerender_redoes_what_an_older_version_made(world: World, talk, capsys):
    with in_group(world.group):
        Message.objects.filter(author=world.brian).update(renderer=0, html="<p>stale</p>", words="*brian*")
    call_command("rerender")
    assert capsys.readouterr().out == "1 messages were made anew.\n"
    with in_group(world.group):
        [message] = Message.objects.filter(author=world.brian)
    assert (message.html, message.renderer) == ("<p><em>brian</em></p>", text.RENDERER)
    assert rendering.rerender() == 0
