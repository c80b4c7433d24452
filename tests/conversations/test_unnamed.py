from __future__ import annotations

import re

import pytest

from byturns.conversations import actions
from byturns.conversations.models import Conversation, UnnamedLook
from byturns.core.models import EventRecord
from byturns.groups.models import Distance, Membership, TypingGrant
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


def _started(world: World, *, unnamed: bool = True) -> Conversation:
    with in_group(world.group):
        return actions.open_conversation(
            member=world.brian, title="All of it", words="I hate all of it", unnamed=unnamed
        )


def test_the_starter_answers_without_her_name_or_shows_it_on_both(world: World, as_):
    talk = _started(world)
    brian = as_(world.brian)
    page = brian.get(at(talk)).text
    assert re.search(r'<input type="radio" name="unnamed" value="on"[^>]* checked', page)
    assert "would tell others that you started it" in page
    assert 'type="radio" name="unnamed"' not in as_(world.amina).get(at(talk)).text
    post(brian, at(talk), {"words": "Me again", "unnamed": "on", "once": "a"})
    page = as_(world.amina).get(at(talk)).text
    assert ("Me again" in page, "Brian" in page) == (True, False)
    post(brian, at(talk), {"words": "It was I", "unnamed": "both", "once": "b"})
    assert brian.post(at(talk), {"words": "It was I", "unnamed": "both", "once": "b"}).status_code == 303
    with in_group(world.group):
        assert list(talk.messages.values_list("words", "unnamed").order_by("pk")) == [
            ("I hate all of it", False),
            ("Me again", False),
            ("It was I", False),
        ]
        assert Conversation.objects.waiting().filter(pk=talk.pk).exists()
    assert [row.by_id for row in EventRecord.objects.filter(kind="conversations.NameShown")] == [
        world.brian.pk
    ]
    assert "Brian" in as_(world.amina).get(at(talk)).text


def test_waiting_tells_who_started_nothing(world: World, as_):
    """What stays waiting after an answer by name would tell that its writer started it."""
    talk = _started(world)
    answer = as_(world.brian).post(at(talk), {"words": "By name alone", "once": "a"})
    assert answer.status_code == 422
    assert "By name alone" in answer.text
    with in_group(world.group):
        with pytest.raises(NotAllowed):
            actions.reply(member=world.brian, conversation=talk, words="By name alone")
        by_name = _started(world, unnamed=False)
        with pytest.raises(NotAllowed):  # the other way round it tells the same
            actions.reply(member=world.brian, conversation=by_name, words="Without", unnamed=True)
        assert (talk.messages.count(), by_name.messages.count()) == (1, 1)
    assert 'name="unnamed"' not in as_(world.brian).get(at(by_name)).text


def test_nobody_else_shows_a_name_and_a_typist_learns_nothing(world: World):
    with in_group(world.group):
        TypingGrant.objects.create(
            group=world.group, member=world.joan, typist=world.brian, how_said="by phone"
        )
        joans = actions.open_conversation(
            member=world.joan, typed_by=world.brian, title="x", words="y", unnamed=True
        )
        aminas = actions.open_conversation(member=world.amina, title="x", words="y", unnamed=True)
        refusals = []
        for talk in (joans, aminas):
            with pytest.raises(NotAllowed) as refused:
                actions.reply(member=world.joan, typed_by=world.brian, conversation=talk, words="z")
            refusals.append(str(refused.value))
            actions.reply(member=world.joan, typed_by=world.brian, conversation=talk, words="z", unnamed=True)
        assert len(set(refusals)) == 1
        for who in (world.brian, world.celia):
            with pytest.raises(NotAllowed):
                actions.reply(member=who, conversation=aminas, words="z", show_name=True)
        aminas.refresh_from_db()
        assert aminas.unnamed


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
