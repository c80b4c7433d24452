"""Rule, query and page agree for the whole cast in every state, with an independent telling of the rules."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from byturns.conversations import queries
from byturns.conversations.models import (
    Conversation,
    GuestMayRead,
    GuestObjection,
    GuestVisit,
    ImportedName,
    Message,
    Presence,
)
from byturns.core import clock
from byturns.groups import policy
from byturns.groups.models import Circle, Distance, Membership
from byturns.groups.scoping import everywhere, in_group
from tests import world as scene
from tests.world import World

pytestmark = pytest.mark.django_db  # the grid is older than each test
VISITS = ("none", "open", "to come", "stopped", "objected", "over")
BROUGHT = ("no", "was there", "was not there", "widened")


@dataclass
class State:
    """What is true of one conversation, told apart from the code under test."""

    circle: bool
    hidden: bool
    brought: str
    starter: str
    visit: str
    yes: bool


@dataclass
class Word:
    """What is true of one message."""

    author: str
    gone: str
    early: bool
    widened: bool = False


class Grid:
    """Every conversation and message of the grid, and who is who."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.now = clock.now()
        self.cast = {
            name: getattr(world, name)
            for name in ("amina", "brian", "celia", "dev", "erin", "gwen", "joan", "farid")
        }
        self.circle: Circle = scene.circle(world.amina, world.dev)
        self.talks: list[tuple[Conversation, State]] = []
        self.words: list[tuple[Message, Word, State]] = []
        with everywhere("a test sets the scene"):
            for by in ("dev", "celia"):
                Distance.objects.create(
                    group=world.group, by=self.cast[by], whom=world.brian, kind=Distance.Kind.BLOCK
                )
            Distance.objects.create(
                group=world.group, by=world.joan, whom=world.brian, kind=Distance.Kind.MUTE
            )
            self.name = ImportedName.objects.create(group=world.group, batch_id=1, name="Old Pat")
            for circle, hidden, brought, starter in itertools.product(
                (False, True), (False, True), BROUGHT, ("brian", "amina")
            ):
                self._talk(State(circle, hidden, brought, starter, "none", False))
            for visit, yes, hidden in itertools.product(VISITS, (False, True), (False, True)):
                self._talk(State(False, hidden, "no", "brian", visit, yes))

    def _talk(self, state: State) -> None:
        group, old = self.world.group, state.brought != "no"
        talk = Conversation.objects.create(
            group=group,
            started_by=None if old else self.cast[state.starter],
            circle=self.circle if state.circle else None,
            hidden_at=self.now if state.hidden else None,
            brought_in=old,
            title="Words",
            opened_at=self.now - timedelta(hours=9),
        )
        self.talks.append((talk, state))
        if state.brought == "was there":
            for name in ("amina", "dev", "celia"):
                Presence.objects.create(group=group, conversation=talk, membership=self.cast[name])
        self._visit(talk, state)
        for author, gone, early in itertools.product(
            ("brian", "amina", "erin"), ("", "down", "hidden"), (True, False)
        ):
            self._say(talk, state, Word(author, gone, early))
        if old:
            self._say(talk, state, Word("old", "", True, widened=state.brought == "widened"))

    def _say(self, talk: Conversation, state: State, word: Word) -> None:
        message = Message.objects.create(
            group=self.world.group,
            conversation=talk,
            author=None if word.author == "old" else self.cast[word.author],
            said_by=self.name if word.author == "old" else None,
            words="w",
            html="w",
            renderer=1,
            sent_at=self.now - timedelta(hours=8 if word.early else 1),
            taken_down_at=self.now if word.gone == "down" else None,
            hidden_at=self.now if word.gone == "hidden" else None,
            widened_at=self.now if word.widened else None,
        )
        self.words.append((message, word, state))

    def _visit(self, talk: Conversation, state: State) -> None:
        if state.visit == "none":
            return
        opens, until = self.now - timedelta(hours=4), self.now + timedelta(days=3)
        if state.visit == "to come":
            opens = self.now + timedelta(days=1)
        if state.visit == "over":
            until = self.now - timedelta(hours=2)
        visit = GuestVisit.objects.create(
            group=self.world.group,
            conversation=talk,
            guest=self.world.erin,
            opens_at=opens,
            until=until,
            stopped_at=self.now if state.visit == "stopped" else None,
        )
        if state.visit == "objected":
            GuestObjection.objects.create(group=self.world.group, visit=visit, by=self.world.amina)
        if state.yes:
            GuestMayRead.objects.create(group=self.world.group, visit=visit, writer=self.world.amina)


def opens(name: str, state: State) -> bool:
    """Whether the member of that name may open a conversation in this state."""
    if name in {"gwen", "farid"} or state.hidden:
        return False
    if name == "erin":
        return state.visit == "open"
    if state.circle and name not in {"amina", "dev"}:
        return False
    if state.brought == "was there":
        return name in {"amina", "dev", "celia"}
    if state.brought != "no":
        return state.brought == "widened"
    return not (name == "dev" and state.starter == "brian")


def reads(name: str, word: Word, state: State) -> bool:
    """Whether she may read these words there."""
    if word.gone or not opens(name, state):
        return False
    if name == "erin":
        return word.author == "erin" or not word.early or (word.author == "amina" and state.yes)
    if state.brought == "widened" and not word.widened:
        return False
    return not (name == "dev" and word.author == "brian")


@pytest.fixture(scope="module")
def grid(django_db_setup: None, django_db_blocker: Any) -> Iterator[Grid]:
    """One grid for all tests of this module, which only look; nothing of it is left afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Grid(scene.build())
        transaction.set_rollback(True)


CAST = ["amina", "brian", "celia", "dev", "erin", "gwen", "joan"]


@pytest.mark.parametrize("name", CAST)
def test_rule_query_and_page_agree(grid: Grid, name: str):
    member: Membership = grid.cast[name]
    with in_group(grid.world.group):
        talks = set(Conversation.objects.visible_to(member))
        words = set(Message.objects.visible_to(member))
        for talk, state in grid.talks:
            assert (talk in talks) is opens(name, state), state
        for message, word, state in grid.words:
            assert (message in words) is reads(name, word, state), (word, state)
        # The rules ask the database one by one, so a part of the grid is enough, another for each name.
        offset = CAST.index(name)
        for talk, _ in grid.talks[offset % 3 :: 3]:
            assert bool(policy.check(member, "conversations.view", talk)) is (talk in talks)
            assert _words_on_page(member, talk) == {
                m.public_id for m in words if m.conversation_id == talk.pk
            }
        for message, _, _ in grid.words[offset % 9 :: 9]:
            assert bool(policy.check(member, "conversations.view_message", message)) is (message in words)


def _words_on_page(member: Membership, talk: Conversation) -> set[str]:
    found = queries.opened_by(member, talk.public_id)
    if found is None:
        return set()
    return {row.public_id for row in queries.page_of(found, member, number=1, whole=True).rows if row.html}


def test_another_group_sees_nothing(grid: Grid):
    with in_group(grid.world.other_group):
        assert not Conversation.objects.visible_to(grid.world.farid).exists()
        assert not Message.objects.visible_to(grid.world.farid).exists()
