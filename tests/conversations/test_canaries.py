"""Words that must not be seen are planted everywhere, and every page is read by everybody."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from byturns.conversations import actions
from byturns.conversations.models import Conversation, ImportedName, Message, Presence
from byturns.groups.models import Distance, Membership
from byturns.groups.scoping import everywhere, in_group
from tests import world as scene
from tests.conversations.pages import at, at_message
from tests.world import World

PLACES = ["", "talk/", "talk/?waiting=1", "talk/?kind=listen", "ask/", "find/?q=canary"]

# Who may see which canary; nobody else may, on any page.
MAY_SEE = {
    "canary-group": {"amina", "brian", "celia", "dev"},
    "canary-circle": {"brian", "dev"},
    "canary-down": set(),
    "canary-hidden": set(),
    "canary-whole": set(),
    "canary-older": {"brian"},
    "canary-draft": {"brian"},
    "canary-blocked": {"amina", "brian", "celia"},
    "canary-unnamed": {"amina", "brian", "celia", "dev"},
    "canary-old": {"dev"},
    "canary-other": set(),
}


def plant(world: World) -> list[str]:
    """Everything that can go wrong, and the addresses of all that was planted."""
    Distance.objects.create(group=world.group, by=world.dev, whom=world.amina, kind=Distance.Kind.BLOCK)
    open_ = scene.conversation(world.brian, "canary-older", title="An open one")
    opening = open_.messages.get()
    actions.edit_message(member=world.brian, message=opening, words="canary-group")
    actions.keep_draft(member=world.brian, conversation=open_, words="canary-draft")
    down = scene.say(world.celia, open_, "canary-down")
    actions.take_down(member=world.celia, message=down)
    hidden = scene.say(world.celia, open_, "canary-hidden")
    Message.objects.filter(pk=hidden.pk).update(hidden_at=hidden.sent_at, hidden_reason="a rule")
    scene.say(world.amina, open_, "canary-blocked")
    scene.say(world.amina, open_, "canary-unnamed", unnamed=True)
    circle = scene.circle(world.brian, world.dev)
    closed = scene.conversation(world.brian, "canary-circle", title="canary-circle title", circle=circle)
    whole = scene.conversation(world.brian, "canary-whole", title="canary-whole title")
    actions.hide_conversation(member=world.celia, conversation=whole, reason="a rule")
    gone = scene.conversation(world.brian, "canary-down", title="canary-down title")
    actions.take_down(member=world.brian, message=gone.messages.get())
    old = scene.conversation(world.brian, "canary-old", title="canary-old title", brought_in=True)
    Presence.objects.create(group=world.group, conversation=old, membership=world.dev)
    name = ImportedName.objects.create(group=world.group, batch_id=1, name="")
    Message.objects.create(
        group=world.group, conversation=old, said_by=name, words="canary-old", html="canary-old", renderer=1
    )
    with everywhere("a test sets the scene"):
        scene.conversation(world.farid, "canary-other", title="canary-other title")
    talks: list[Conversation] = [open_, closed, whole, gone, old]
    found = [f"/g/tuesday/{place}" for place in PLACES]
    for talk in talks:
        found += [at(talk), at(talk, "?paper=1"), at(talk, "?all=1"), at(talk, "change/")]
        for message in talk.messages.all():
            found += [at_message(message, rest) for rest in ("", "edit/", "before/")]
    return found


@pytest.fixture
def read(world: World, as_: Callable[[Membership], Client]) -> dict[str, str]:
    """All that each member gets to see, by name."""
    with in_group(world.group):
        paths = plant(world)
    seen = {}
    for name in ("amina", "brian", "celia", "dev", "erin", "farid", "gwen"):
        client = as_(getattr(world, name))
        pages = [client.get(path) for path in paths]
        assert {page.status_code for page in pages} <= {200, 403, 404, 302, 303}
        seen[name] = "\n".join(page.text for page in pages if page.status_code == 200)
    return seen


@pytest.mark.uncounted
def test_nobody_sees_what_is_not_theirs_on_any_page(read: dict[str, str]):
    for name, text in read.items():
        # What may be seen is there too: the pages are no empty promise.
        assert set(re.findall(r"canary-\w+", text)) == {word for word, who in MAY_SEE.items() if name in who}


@pytest.mark.uncounted
def test_no_page_tells_who_wrote_without_a_name(read: dict[str, str], world: World):
    for name in ("brian", "celia"):
        around = re.findall(r"<article.*?</article>", read[name], flags=re.DOTALL)
        unnamed = [one for one in around if "canary-unnamed" in one]
        assert unnamed
        for one in unnamed:
            assert "Amina" not in one
            assert world.amina.public_id not in one
