"""Doing again what was done, and lists read far back: nothing happens twice, and no fact is told twice."""

from __future__ import annotations

import pytest

from byturns.conversations import actions, naming
from byturns.conversations.kinds import Kind
from byturns.conversations.models import Conversation, Message
from byturns.conversations.queries import lists
from byturns.core.models import EventRecord
from byturns.groups.models import Membership, TypingGrant
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from tests import world as scene
from tests.conversations.pages import anew, first
from tests.world import World


def facts() -> dict[str, int]:
    found: dict[str, int] = {}
    for kind in EventRecord.objects.values_list("kind", flat=True):
        found[kind.removeprefix("conversations.")] = found.get(kind.removeprefix("conversations."), 0) + 1
    return found


def test_the_same_form_sent_twice_is_one_conversation_and_one_answer(world: World):
    with in_group(world.group):
        asked = [
            actions.open_conversation(member=world.amina, title="T", words="Hello", once="token")
            for _ in range(2)
        ]
        said = [
            actions.reply(member=world.brian, conversation=asked[0], words="Here", once="other")
            for _ in range(2)
        ]
        assert asked[0] == asked[1]
        assert said[0] == said[1]
        assert (Conversation.objects.count(), Message.objects.count()) == (1, 2)
    assert facts() == {"ConversationOpened": 1, "MessageAdded": 1}


def test_what_is_so_already_is_told_to_nobody(world: World):
    talk = scene.conversation(world.brian, kind=Kind.MANAGED)
    message = first(talk)
    with in_group(world.group):
        actions.change_conversation(
            member=world.brian, conversation=talk, title="Other", kind=Kind.MANAGED, just_listening=False
        )
        actions.say_no_answer_needed(member=world.brian, conversation=talk, needed=True)
        actions.put_back(member=world.brian, message=message)
        actions.show_message(member=world.celia, message=message)
        assert actions.forget_older_texts(member=world.brian, message=message) == 0
        assert anew(talk).title == "Other"
    assert facts() == {}


def test_i_hear_you_pressed_again_is_taken_back(world: World):
    message = first(scene.conversation(world.brian))
    with in_group(world.group):
        assert [actions.acknowledge(member=world.amina, message=message, kind="hear") for _ in range(3)] == [
            True,
            False,
            True,
        ]
    assert facts() == {"Acknowledged": 2}


def test_a_typist_opens_nothing_in_a_circle_she_is_not_in(world: World):
    circle = scene.circle(world.joan, world.dev)
    with in_group(world.group):
        TypingGrant.objects.create(
            group=world.group, member=world.joan, typist=world.brian, how_said="by phone"
        )
        with pytest.raises(NotAllowed) as refused:
            actions.open_conversation(
                member=world.joan, typed_by=world.brian, circle=circle, title="T", words="For us"
            )
        assert str(refused.value) == "Only people in this circle can start a conversation there."
        assert Conversation.objects.count() == 0


def test_who_typed_and_has_left_is_not_named(world: World):
    talk = scene.conversation(world.brian)
    message = scene.say(world.joan, talk, "By phone", typed_by=world.amina)
    assert naming.typist_of(message) == "Amina"
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.amina.pk).update(status=Membership.Status.LEFT)
        again = Message.objects.select_related("typed_by").get(pk=message.pk)
    assert naming.typist_of(again) == "somebody who has left"


def test_a_page_far_back_holds_what_a_near_one_would(world: World, monkeypatch: pytest.MonkeyPatch):
    """Pages beyond those that are kept ready are asked for in another way, with the same answer."""
    circle = scene.circle(world.amina, world.brian)
    for number in range(lists.PAGE + 3):
        scene.conversation(world.brian, title=f"T{number}", hours_ago=number + 1, kind=Kind.MANAGED)
    scene.conversation(world.brian, title="in the circle", circle=circle)

    def sheets() -> list[list[int]]:
        with in_group(world.group):
            return [
                [row.conversation.pk for row in lists.talk_sheet(reader, 2, **which).rows]
                for reader in (world.amina, world.celia, world.erin)
                for which in ({}, {"kind": Kind.MANAGED}, {"circle": circle}, {"waiting": True})
            ]

    near = sheets()
    monkeypatch.setattr(lists, "FAR", 1)
    assert sheets() == near
    assert [len(sheet) for sheet in near[:2]] == [4, 3]


def test_asking_from_a_circles_page_asks_in_that_circle(world: World, as_):
    circle = scene.circle(world.amina, world.dev)
    chosen = f'value="{circle.public_id}" '
    page = as_(world.amina).get(f"/g/tuesday/ask/?circle={circle.public_id}").content.decode()
    assert "checked" in page.split(chosen)[1][:120] or "selected" in page.split(chosen)[1][:120]
    other = as_(world.celia).get(f"/g/tuesday/ask/?circle={circle.public_id}").content.decode()
    assert circle.public_id not in other
