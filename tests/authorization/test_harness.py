"""The harness itself: it finds what is planted, and what it does not find is there to be found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.apps import apps
from django.urls import reverse

from byturns.conversations.models import Message
from byturns.groups.scoping import everywhere
from tests.authorization import things
from tests.authorization.canaries import WORD
from tests.authorization.declared import Answer, in_resolver
from tests.authorization.roles import CIRCLE, GUESTS, INSIDE, MEMBERS, ROLES
from tests.authorization.scene import World
from tests.authorization.test_matrix import PAGES
from tests.authorization.things import NOT_BLOCKER, Thing
from tests.authorization.walk import Walk, send, undone

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

KNOWN = in_resolver()


def _words(world: World, role: str, name: str, **names: str) -> set[str]:
    """All planted words that somebody reads on a page."""
    path = reverse(name, kwargs={"group_slug": world.slug, **names})
    with undone():
        said = send(world, ROLES[role], "GET", path).text
    return {word.lower() for word in WORD.findall(said)}


def _planted(world: World, key: str) -> str:
    """The word of a message."""
    with everywhere("a test looks"):
        found = Message.objects.get(public_id=world.names["message", key]["message_id"])
    return WORD.findall(found.words)[0]


@pytest.mark.parametrize(
    ("message", "readers"),
    [
        ("open.first", NOT_BLOCKER),
        ("open.taken", frozenset()),
        ("open.hidden", frozenset()),
        ("circle.first", CIRCLE),
        ("visited.first", MEMBERS),
        ("visited.after", MEMBERS | {"guest"}),
        ("by_blocked.first", MEMBERS - {"old"}),
        ("brought.first", frozenset({"old"})),
        ("foreign", frozenset()),
    ],
)
def test_words_are_read_by_exactly_those_they_are_for(
    scene_of_all: World, message: str, readers: frozenset[str]
):
    word = _planted(scene_of_all, message)
    where = {"public_id": scene_of_all.names["message", message]["public_id"]}
    read = {
        role for role in ROLES if word in _words(scene_of_all, role, "conversations:conversation", **where)
    }
    assert read == readers


@pytest.mark.parametrize("role", sorted(INSIDE - GUESTS | {"far", "far_steward"}))
def test_finding_gives_what_may_be_read_and_no_more(scene_of_all: World, role: str):
    """Each message has one word in common; what is found is what stands on the reader's own pages."""
    slug = scene_of_all.groups["far" if role.startswith("far") else "own"].slug
    path = reverse("search:find", kwargs={"group_slug": slug})
    with undone():
        sent = send(scene_of_all, ROLES[role], "POST", path, {"words": "lantern"})
        asked = send(scene_of_all, ROLES[role], "GET", sent.response["Location"])
    assert list(scene_of_all.canaries.leaks(role, "search:find", asked.text)) == []
    assert WORD.findall(asked.text), "something is found"


def test_every_word_is_seen_by_somebody_it_is_for(scene_of_all: World):
    """Home, talk and people of an ordinary member hold planted words: the scan is not blind."""
    for name, field in (
        ("conversations:talk", "conversations.Conversation.title"),
        ("groups:people", "groups.Membership.display_name"),
        ("groups:agreement", "groups.Agreement.words"),
        ("safety:group_help", "safety.LocalNumber.name"),
    ):
        seen = {scene_of_all.canaries.all[word].field for word in _words(scene_of_all, "outside", name)}
        assert field in seen


def test_a_word_shown_to_the_wrong_reader_is_found(scene_of_all: World, monkeypatch: pytest.MonkeyPatch):
    """Declare that nobody may read the first message: each reader is then a leak."""
    word = _planted(scene_of_all, "open.first")
    canary = scene_of_all.canaries.all[word]
    monkeypatch.setitem(scene_of_all.canaries.all, word, replace(canary, sees=frozenset(), also=()))
    leaks = scene_of_all.canaries.leaks("outside", "conversations:conversation", f"<p>{word.upper()}</p>")
    assert list(leaks) == [f"conversations.Message.words {word}"]


def test_a_page_that_opens_for_the_wrong_role_is_found(scene_of_all: World, monkeypatch: pytest.MonkeyPatch):
    """Declare a closed door: everyone who comes in by it is a fault."""
    monkeypatch.setitem(things.OBJECTS, "", (Thing("-"),))
    walk = Walk(
        scene_of_all, replace(PAGES["conversations:talk"], fill=None), KNOWN["conversations:talk"]
    ).all()
    found = {fault.split()[0] for fault in walk.faults if " GET " in fault}
    assert found == MEMBERS


def test_a_reading_that_writes_is_found(scene_of_all: World):
    """A form that is declared to change nothing does."""
    draft = replace(PAGES["conversations:keep_new"], judge=lambda role, thing: Answer.REFUSED)
    walk = Walk(scene_of_all, draft, KNOWN["conversations:keep_new"]).all()
    assert any("wrote conversations_draft" in fault for fault in walk.faults)


def test_what_a_row_is_called_in_a_log_or_a_traceback_tells_no_words(scene_of_all: World):
    """`str(row)` of every row there is: a fault in the night writes it where an operator reads."""
    told = []
    with everywhere("a test reads every row"):
        for model in apps.get_models():
            if model.__module__.startswith("byturns."):
                told += [
                    (model._meta.label, str(row), repr(row))
                    for row in model._base_manager.all()
                    if WORD.search(f"{row} {row!r}") or "@" in f"{row} {row!r}"
                ]
    assert told == []
