"""Whatever is kept, put on pages, written about and taken back, in any order: what is gone is nowhere."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from byturns.conversations import actions as talk
from byturns.conversations.models import Message
from byturns.core import registry
from byturns.groups.models import Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.knowledge import actions
from byturns.knowledge.models import Experience, Line, LineVersion, Page, Subject, Use
from byturns.search import index
from tests import world as scene
from tests.knowledge.keeping import told, use_of
from tests.world import World

KNOW, FIND = "/g/tuesday/know/", "/g/tuesday/find/"
TELLERS = ("amina", "brian", "celia", "dev")
ENDS = ("keep", "back", "off", "down", "edit", "leave")

# Of each teller: whether from a message, whether a line quotes it, and what becomes of it.
LIVES = st.tuples(
    *[st.tuples(st.booleans(), st.booleans(), st.booleans(), st.sampled_from(ENDS)) for _ in TELLERS]
)

_numbers = itertools.count(100)  # rows stay from one example to the next, so no word comes again


class Life:
    """One teller's experience, with words that stand nowhere else."""

    def __init__(self, world: World, who: Membership, from_message: bool) -> None:
        self.who, self.canary = who, f"canary{next(_numbers)}x"
        words = f"{self.canary} we put a lamp by the door"
        self.message: Message | None = None
        if from_message:
            self.message = scene.say(who, scene.conversation(world.joan, "nothing of the kind"), words)
            with in_group(world.group):
                index.refresh_one(self.message.pk, world.group.pk)
        self.kept = told(who, words, message=self.message, subject=f"{self.canary} subject", helped="yes")
        self.on_page: Use | None = None

    def end(self, how: str) -> set[str]:
        """Take back, or not; returns where its words may still be read: kept, page, message."""
        if how == "back":
            actions.take_back(member=self.who, use=use_of(self.kept))
            return {"message"}
        if how == "off" and self.on_page is not None:
            actions.take_back(member=self.who, use=self.on_page)
            return {"message", "kept"}
        if how == "down" and self.message is not None:
            talk.take_down(member=self.who, message=self.message)
            return set()
        if how == "edit" and self.message is not None:
            talk.edit_message(member=self.who, message=self.message, words="nothing now")
            return set()
        if how == "leave":
            actions.settle_experiences_of_leaver(member=self.who, words="down")
            return {"message"}
        return {"message", "kept", "page"}


@pytest.mark.slow
@pytest.mark.uncounted
@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lives=LIVES)
def test_what_is_taken_back_is_nowhere(
    world: World, as_: Callable[[Membership], Client], run_jobs: Callable[[], None], lives: Any
):
    with everywhere("a test sets the scene"):
        for model in (LineVersion, Line, Use, Experience, Subject, Page):
            model.objects.all().delete()
    mail.outbox = []
    made = [
        Life(world, getattr(world, name), from_message)
        for name, (from_message, *_rest) in zip(TELLERS, lives, strict=True)
    ]
    with in_group(world.group):
        page = actions.start_page(member=world.joan, title="Doors and lamps")
        for life, (_from, joins, quoted, _how) in zip(made, lives, strict=True):
            if joins:
                life.on_page = actions.ask_for_page(member=world.joan, page=page, experience=life.kept)
                life.on_page = actions.say_yes_to_page(member=life.who, use=life.on_page)
            if joins and quoted:
                line = actions.write_line(
                    member=world.joan,
                    page=page,
                    section="learned",
                    words=f"{life.canary} helps",
                    rests_on=[life.on_page],
                )
                # A later version no longer says where it comes from, and still holds the words.
                actions.rewrite_line(
                    member=world.joan,
                    line=line,
                    words=f"We found: {life.canary} we put a lamp by the door.",
                    rests_on=[],
                    seen=1,
                )
        left = [life.end(how) for life, (*_rest, how) in zip(made, lives, strict=True)]
        _kept_promises(made, left)
    run_jobs()
    for life, may in zip(made, left, strict=True):
        readers = [other for other in (world.amina, world.celia) if other.pk != life.who.pk]
        for reader in readers:
            browser = as_(reader)
            places = _places(page)
            found = {path for path in places if life.canary in _read(browser, path)}
            own = f"{KNOW}e/{life.kept.public_id}/"
            allowed = {*places[:2], own} if "kept" in may else set()
            allowed |= set(places) if "page" in may else set()
            if life.message is not None and "message" in may:
                allowed.add(places[1])  # as what was said in a conversation, where it still stands
            assert found <= allowed, (life.canary, found, may)
            hits = _read(browser, browser.post(FIND, {"words": life.canary})["Location"])
            assert ("know/e/" in hits) is ("kept" in may)
            assert ("?at=" in hits) is (life.message is not None and "message" in may)
            with in_group(world.group):
                assert life.canary not in repr(registry.own_data_of(reader)["knowledge"])
        assert all(life.canary not in letter.body for letter in mail.outbox)


def _places(page: Page) -> list[str]:
    """Everything of ours that can be read: first what shows kept words, then the page and its versions."""
    at = f"{KNOW}p/{page.public_id}/"
    lines = [f"{at}l/{name}/" for name in _everywhere(Line)]
    kept = [f"{KNOW}e/{name}/" for name in _everywhere(Experience)]
    return [KNOW, f"{at}gather/", at, f"{at}before/", f"{KNOW}mine/", *lines, *kept]


def _everywhere(model: Any) -> list[str]:
    with everywhere("a test looks at all of it"):
        return list(model.objects.values_list("public_id", flat=True))


def _read(browser: Client, path: str) -> str:
    """What a page says outside of the box in which a reader's own search words stand."""
    return re.sub(r'<input[^>]*type="search"[^>]*>', "", browser.get(path).text)


def _kept_promises(made: list[Life], left: list[set[str]]) -> None:
    """Rows that must hold nothing any more hold nothing, whoever could read them."""
    for life, may in zip(made, left, strict=True):
        held = repr([*LineVersion.objects.values(), *Subject.objects.values()])
        if "kept" not in may and life.message is None:
            held += repr(list(Experience.objects.values()))
            assert life.canary not in held
    with pytest.raises(NotAllowed):
        actions.take_back(member=made[0].who, use=use_of(made[1].kept))
