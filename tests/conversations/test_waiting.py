from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from byturns.conversations import actions, queries
from byturns.conversations.kinds import Ack, Kind
from byturns.conversations.models import Acknowledgement, Conversation, ImportedName, Message
from byturns.groups.models import Distance, Membership, TypingGrant
from byturns.groups.scoping import everywhere, in_group
from tests import world as scene
from tests.world import World

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ROWS: dict[str, tuple[bool, Callable[[World], Conversation]]] = {}
DOC = Path(__file__).resolve().parents[2] / "docs" / "waiting.md"


def row(words: str, *, waits: bool):
    def keep(build: Callable[[World], Conversation]):
        ROWS[words] = (waits, build)
        return build

    return keep


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@row("Nobody has said anything after it", waits=True)
def _alone(world):
    return scene.conversation(world.brian)


@row("A story was told and nothing was asked", waits=True)
def _story(world):
    return scene.conversation(world.brian, kind=Kind.STORY)


@row("It is not about caring (it alerts nobody, but it waits)", waits=True)
def _beyond(world):
    return scene.conversation(world.brian, kind=Kind.BEYOND)


@row("The one who started it wrote again", waits=True)
def _again(world):
    made = scene.conversation(world.brian)
    scene.say(world.brian, made, "And another thing")
    return made


@row("The one who started it changed her words", waits=True)
def _changed(world):
    made = scene.conversation(world.brian)
    actions.edit_message(member=world.brian, message=made.messages.get(), words="Said better")
    return made


def _answered(world: World, by: Membership, **fields) -> Conversation:
    made = scene.conversation(world.brian)
    scene.say(by, made, "I was there too", **fields)
    return made


@row("Another member answered", waits=False)
def _member(world):
    return _answered(world, world.amina)


@row("A steward answered", waits=False)
def _steward(world):
    return _answered(world, world.celia)


@row("A member who is on a break answered", waits=False)
def _break(world):
    return _answered(world, world.dev)


@row("A member answered without a name", waits=False)
def _unnamed(world):
    return _answered(world, world.amina, unnamed=True)


@row("A member without a screen answered by phone, typed by somebody else", waits=False)
def _typed(world):
    return _answered(world, world.joan, typed_by=world.amina)


@row("A member without a screen answered by phone, typed by the one who started it", waits=False)
def _typed_by_starter(world):
    TypingGrant.objects.create(group=world.group, member=world.joan, typist=world.brian, how_said="by phone")
    made = scene.conversation(world.brian)
    actions.reply(member=world.joan, typed_by=world.brian, conversation=made, words="Same here")
    return made


@row("A guest answered", waits=True)
def _guest(world):
    return _answered(world, world.erin)


@row("Somebody said “I hear you” without words", waits=True)
def _heard(world):
    made = scene.conversation(world.brian)
    actions.acknowledge(member=world.amina, message=made.messages.get(), kind=Ack.HEAR)
    assert Acknowledgement.objects.count() == 1
    return made


@row("Words brought in from an old group stand in it", waits=True)
def _imported_words(world):
    made = scene.conversation(world.brian)
    name = ImportedName.objects.create(group=world.group, batch_id=1, name="Old Pat")
    Message.objects.create(
        group=world.group, conversation=made, said_by=name, words="x", html="x", renderer=1
    )
    return made


@row("The only answer was taken down", waits=True)
def _taken_down(world):
    made = _answered(world, world.amina)
    actions.take_down(member=world.amina, message=made.messages.get(author=world.amina))
    return made


@row("The only answer was taken down and put back", waits=False)
def _put_back(world):
    made = _taken_down(world)
    actions.put_back(member=world.amina, message=made.messages.get(author=world.amina))
    return made


@row("The only answer was hidden by a steward", waits=True)
def _hidden_answer(world):
    made = _answered(world, world.amina)
    answer = made.messages.get(author=world.amina)
    actions.hide_message(member=world.celia, message=answer, reason="unkind")
    return made


@row("The only answer was hidden and shown again", waits=False)
def _shown_answer(world):
    made = _hidden_answer(world)
    actions.show_message(member=world.celia, message=made.messages.get(author=world.amina))
    return made


@row("One of two answers was taken down", waits=False)
def _one_of_two(world):
    made = _answered(world, world.amina)
    scene.say(world.celia, made, "And I")
    actions.take_down(member=world.amina, message=made.messages.get(author=world.amina))
    return made


@row("The one who answered has left and kept her words", waits=False)
def _answerer_left(world):
    return _answered(world, world.gwen)


@row("The one who answered has left and took her words down", waits=True)
def _answerer_left_down(world):
    made = _answered(world, world.gwen)
    actions.settle_words_of_leaver(member=world.gwen, words="down")
    return made


@row("Somebody answered whom the one who started it blocks (else the block would show)", waits=False)
def _blocked(world):
    Distance.objects.create(group=world.group, by=world.brian, whom=world.amina, kind=Distance.Kind.BLOCK)
    return _answered(world, world.amina)


@row("The one who started it said that no answer is needed", waits=False)
def _not_needed(world):
    made = scene.conversation(world.brian)
    actions.say_no_answer_needed(member=world.brian, conversation=made)
    return made


@row("She said so, and later that she would like one after all", waits=True)
def _needed_again(world):
    made = _not_needed(world)
    actions.say_no_answer_needed(member=world.brian, conversation=made, needed=True)
    return made


@row("It was closed by a steward", waits=False)
def _closed(world):
    made = scene.conversation(world.brian)
    return actions.close_conversation(member=world.celia, conversation=made, reason="said twice")


@row("It was hidden by a steward", waits=False)
def _hidden(world):
    made = scene.conversation(world.brian)
    return actions.hide_conversation(member=world.celia, conversation=made, reason="unkind")


@row("It was brought in from an old group", waits=False)
def _brought_in(world):
    return scene.conversation(world.brian, brought_in=True)


@row("The one who started it took her words down", waits=False)
def _starter_down(world):
    made = scene.conversation(world.brian)
    actions.take_down(member=world.brian, message=made.messages.get())
    return made


@row("The one who started it has left", waits=False)
def _starter_left(world):
    return scene.conversation(world.gwen)


def _asked_after(world: World, *, helped: bool) -> Conversation:
    made = _answered(world, world.amina)
    actions.ask_after(conversation=made)
    actions.answer_after(member=world.brian, conversation=made, helped=helped)
    return made


@row("It was answered, and a week later the one who started it still needs something", waits=True)
def _still(world):
    return _asked_after(world, helped=False)


@row("She still needs something, and a guest answered after that", waits=True)
def _still_guest(world):
    made = _asked_after(world, helped=False)
    scene.say(world.erin, made, "A nurse can help", hours_ago=-1)
    return made


@row("She still needs something, and a member answered after that", waits=False)
def _still_answered(world):
    made = _asked_after(world, helped=False)
    scene.say(world.celia, made, "Then try this", hours_ago=-1)
    return made


@row("She still needs something, and the only answer after that was taken down", waits=True)
def _still_taken_down(world):
    made = _still_answered(world)
    actions.take_down(member=world.celia, message=made.messages.get(author=world.celia))
    return made


@row("It was answered, and a week later the one who started it said that it helped", waits=False)
def _helped(world):
    return _asked_after(world, helped=True)


@pytest.mark.parametrize("words", ROWS)
def test_what_waits(world: World, words: str):
    waits, build = ROWS[words]
    with in_group(world.group):
        made = build(world)
        assert Conversation.objects.waiting().filter(pk=made.pk).exists() is waits
        if waits:
            again = Conversation.objects.get(pk=made.pk)
            assert again.waited(NOW) == timedelta(hours=0 if again.again_at else 3)
            assert again in queries.waiting_for(world.celia)


def test_the_page_in_docs_says_the_same():
    table = re.findall(r"^\| (.+?) \| (yes|no) \|$", DOC.read_text(), flags=re.MULTILINE)
    assert table == [(words, "yes" if waits else "no") for words, (waits, _) in ROWS.items()]


def test_only_its_circle_is_asked(world: World):
    with in_group(world.group):
        circle = scene.circle(world.brian, world.amina, name="Night owls")
        made = scene.conversation(world.brian, circle=circle)
        assert list(queries.waiting_for(world.amina)) == [made]
        assert list(queries.waiting_for(world.celia)) == []


def test_the_starter_is_not_asked_to_answer_herself(world: World):
    with in_group(world.group):
        scene.conversation(world.brian)
        assert list(queries.waiting_for(world.brian)) == []


def test_who_blocks_the_starter_is_not_asked(world: World):
    with in_group(world.group):
        made = scene.conversation(world.brian)
        Distance.objects.create(group=world.group, by=world.amina, whom=world.brian, kind=Distance.Kind.BLOCK)
        assert list(queries.waiting_for(world.amina)) == []
        assert list(queries.waiting_for(world.dev)) == [made]


def test_first_words_come_first_then_the_longest_waiting(world: World):
    with in_group(world.group):
        scene.say(world.brian, scene.conversation(world.celia, hours_ago=90), "seen before", hours_ago=80)
        older = scene.conversation(world.brian, hours_ago=50)
        newer = scene.conversation(world.brian, hours_ago=20)
        first = scene.conversation(world.amina, hours_ago=1)
        rows = queries.waiting_rows(world.dev, limit=10)
        assert [(row.conversation, row.first_words) for row in rows] == [
            (first, True),
            (older, False),
            (newer, False),
        ]


def test_words_without_a_name_are_never_shown_as_first_words(world: World):
    with in_group(world.group):
        unnamed = scene.conversation(world.amina, hours_ago=9, unnamed=True)
        with everywhere("a test sets the scene"):
            unnamed.messages.update(unnamed=True)
        named = scene.conversation(world.amina, hours_ago=1)
        rows = queries.waiting_rows(world.dev, limit=10)
        # Nor do they take the first words away from those she signs: that would link the two.
        assert [(row.conversation, row.first_words) for row in rows] == [(named, True), (unnamed, False)]
