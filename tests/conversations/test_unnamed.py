from __future__ import annotations

import re

import pytest

from byturns.conversations import actions
from byturns.conversations.models import UnnamedLook
from byturns.core.models import EventRecord
from byturns.groups.models import Distance, Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.people import factor
from tests import world as scene
from tests.conversations.pages import at, at_message, first, post
from tests.world import World


@pytest.fixture
def talk(world: World):
    made = scene.conversation(world.joan, "I hate all of it", unnamed=True, title="All of it")
    with in_group(world.group):
        made.messages.update(unnamed=True, typed_by=world.brian)
    return made


def test_nobody_sees_the_name_anywhere(world: World, as_, talk):
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.dev.pk).update(on_break_until=None)
    for who in (world.amina, world.celia, world.dev):
        client = as_(who)
        pages = [
            client.get(path).text
            for path in (
                "/g/tuesday/",
                "/g/tuesday/talk/",
                at(talk),
                at(talk, "?paper=1"),
                at_message(first(talk)),
            )
        ]
        for page in pages:
            assert "All of it" in page or "I hate all of it" in page
            assert "Joan" not in page
            assert world.joan.public_id not in page
            assert "typed by" not in page
        assert "A member, without a name" in pages[0]


def test_the_starter_answers_without_her_name_unless_she_says_otherwise(world: World, as_):
    talk = scene.conversation(world.brian, unnamed=True)
    with in_group(world.group):
        talk.messages.update(unnamed=True)
    page = as_(world.brian).get(at(talk)).text
    assert re.search(r'<input type="checkbox" name="unnamed"[^>]* checked', page)
    assert "others may guess that you started it" in page
    assert "checked" not in as_(world.amina).get(at(talk)).text
    assert "may guess" not in as_(world.amina).get(at(talk)).text
    page = post(as_(world.brian), at(talk), {"words": "Me again", "unnamed": "on", "once": "a"})
    assert "Me again" in page.text
    assert "Brian" not in as_(world.amina).get(at(talk)).text


def test_a_steward_looks_behind_it_and_everyone_concerned_can_know(
    world: World, as_, talk, mailoutbox, run_jobs
):
    talk = scene.conversation(world.brian, "I hate all of it", unnamed=True)
    message = first(talk)
    with in_group(world.group):
        talk.messages.update(unnamed=True)
        message.refresh_from_db()
        writer = actions.look_behind(member=world.celia, message=message, reason="I fear for her life")
        assert writer == world.brian
        [look] = UnnamedLook.objects.all()
        assert (look.by, look.reason) == (world.celia, "I fear for her life")
    run_jobs()
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["brian@example.org"], "A message from your group")
    for word in ("Celia", "hate", "fear", "Brian"):
        assert word not in mail.body
    assert at_message(message) in mail.body
    home = as_(world.brian).get("/g/tuesday/").text
    assert "A steward looked at who wrote a message of yours" in home
    assert at_message(message) in home
    assert "A steward looked at" not in as_(world.amina).get("/g/tuesday/").text
    assert "Celia" in as_(world.brian).get(at_message(message)).text
    assert "I fear for her life" in as_(world.brian).get(at_message(message)).text
    assert "I fear" not in as_(world.amina).get(at_message(message)).text
    [fact] = EventRecord.objects.filter(kind="conversations.LookedBehind")
    assert fact.facts == {"message_id": message.pk}
    assert "Brian" not in as_(world.celia).get(at(talk)).text


def test_only_a_steward_looks_and_only_behind_what_has_no_name(world: World, talk):
    named = first(scene.conversation(world.amina, "With my name"))
    with in_group(world.group):
        message = first(talk)
        for who in (world.amina, world.erin, world.gwen):
            with pytest.raises(NotAllowed):
                actions.look_behind(member=who, message=message, reason="curious")
        with pytest.raises(NotAllowed):
            actions.look_behind(member=world.celia, message=named, reason="curious")
        assert UnnamedLook.objects.count() == 0


def test_the_page_asks_for_a_second_factor_and_a_reason(world: World, as_, talk, monkeypatch):
    path = at_message(first(talk), "writer/")
    client = as_(world.celia)
    assert client.get(path).status_code == 303  # no second factor yet
    monkeypatch.setattr(factor, "ask_unless_fresh", lambda request: None)
    assert "written down" in client.get(path).text
    assert client.post(path, {"reason": " "}).status_code == 422
    answer = client.post(path, {"reason": "Somebody may be in danger"})
    assert "It was written by <b>Joan</b>" in answer.text
    assert as_(world.amina).get(path).status_code == 403
    assert as_(world.farid).get(path).status_code == 404


def test_looking_in_a_circle_of_others_is_not_possible(world: World):
    circle = scene.circle(world.amina, world.dev)
    talk = scene.conversation(world.amina, circle=circle, unnamed=True)
    with in_group(world.group):
        talk.messages.update(unnamed=True)
        with pytest.raises(NotAllowed):
            actions.look_behind(member=world.celia, message=talk.messages.get(), reason="x")
    assert isinstance(world.celia, Membership)


@pytest.mark.parametrize("mark", ["unnamed", "name_withdrawn"])
def test_a_mute_folds_no_words_without_a_name(world: World, as_, mark: str):
    talk = scene.conversation(world.dev)
    said = scene.say(world.brian, talk, "Nobody must know")
    with in_group(world.group):
        Distance.objects.create(group=world.group, by=world.amina, whom=world.brian, kind=Distance.Kind.MUTE)
    assert "You have muted this person" in as_(world.amina).get(at(talk)).text
    with in_group(world.group):
        type(said).objects.filter(pk=said.pk).update(**{mark: True})
    page = as_(world.amina).get(at(talk)).text
    assert "Nobody must know" in page
    assert "muted this person" not in page
