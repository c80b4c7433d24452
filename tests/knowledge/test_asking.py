"""Asking a writer's leave: once, without a copy, and not answered means no."""

from __future__ import annotations

import pytest
from django.core import mail

from byturns.conversations import actions as talk
from byturns.groups.models import Distance, Membership, TypingGrant
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.knowledge import actions
from byturns.knowledge.models import Experience, Use
from tests import world as scene
from tests.knowledge.keeping import WORDS, told
from tests.world import World

KNOW = "/g/tuesday/know/"


@pytest.fixture
def said(world: World):
    """Brian wrote something; Amina would like it kept."""
    return scene.say(world.brian, scene.conversation(world.amina), WORDS)


def ask(world: World, said, by: Membership | None = None) -> Use:
    with in_group(world.group):
        return actions.ask_leave(member=by or world.amina, message=said)


def test_asked_from_the_message_answered_from_the_mail(world: World, said, as_, run_jobs):
    browser = as_(world.amina)
    place = f"{said.conversation.public_id}/{said.public_id}/"
    message = browser.get(f"/g/tuesday/c/{said.conversation.public_id}/m/{said.public_id}/")
    assert f"{KNOW}ask/{place}" in message.text
    assert WORDS in browser.get(f"{KNOW}ask/{place}").text
    assert as_(world.farid).post(f"{KNOW}ask/{place}").status_code == 404
    assert browser.post(f"{KNOW}ask/{place}").status_code == 303
    run_jobs()
    [letter] = mail.outbox
    assert letter.to == ["brian@example.org"]
    assert "Amina" not in letter.body
    assert WORDS not in letter.body
    assert letter.subject == "A message from your group"
    with in_group(world.group):
        use = Use.objects.get()
        assert (use.choice, use.experience) == ("", None)
        assert not Experience.objects.exists()
    assert f"/asked/{use.public_id}/" in letter.body
    assert WORDS not in browser.get(KNOW).text  # not answered means no

    his = as_(world.brian)
    assert "Amina asks" in his.get(KNOW).text
    page = his.get(f"{KNOW}asked/{use.public_id}/").text
    assert WORDS in page
    assert "Amina thinks that they could help others." in page
    for other in (world.amina, world.celia, world.farid):
        assert as_(other).get(f"{KNOW}asked/{use.public_id}/").status_code == 404
        assert as_(other).post(f"{KNOW}asked/{use.public_id}/", {"words": "x"}).status_code == 404
    assert his.post(f"{KNOW}asked/{use.public_id}/", {"words": "In other words"}).status_code == 303
    page = browser.get(KNOW).text
    assert "In other words" in page
    assert WORDS not in page
    assert his.get(f"{KNOW}asked/{use.public_id}/").status_code == 404  # answered


def test_a_no_and_no_answer_look_the_same_and_nobody_is_asked_twice(world: World, said, as_):
    use = ask(world, said)
    before = as_(world.amina).get(KNOW).text
    assert as_(world.brian).post(f"{KNOW}asked/{use.public_id}/", {"answer": "no"}).status_code == 303
    with in_group(world.group):
        assert not Experience.objects.exists()
        assert Use.objects.get().choice == "no"
    assert [line for line in as_(world.amina).get(KNOW).text.splitlines() if "csrf" not in line] == [
        line for line in before.splitlines() if "csrf" not in line
    ]
    for asking in (world.amina, world.celia):
        with pytest.raises(NotAllowed, match="Nobody is asked twice"):
            ask(world, said, asking)
    assert "you said no on" in as_(world.brian).get(f"{KNOW}mine/").text


def test_the_guard_looks_at_the_yes_too(world: World, said, as_):
    use = ask(world, said)
    page = as_(world.brian).post(f"{KNOW}asked/{use.public_id}/", {"words": "My wife Prudence slept"})
    assert page.status_code == 422
    assert "<mark>Prudence</mark>" in page.text


def test_kept_by_herself_meanwhile_the_question_is_answered(world: World, said):
    use = ask(world, said)
    kept = told(world.brian, message=said)
    with in_group(world.group):
        use.refresh_from_db()
        assert (use.choice, use.experience, Use.objects.count()) == ("yes", kept, 1)


def test_whom_the_writer_blocks_asks_in_vain_and_is_not_told(world: World, said, as_, run_jobs):
    with everywhere("a test sets the scene"):
        Distance.objects.create(group=world.group, by=world.brian, whom=world.amina, kind=Distance.Kind.BLOCK)
    use = ask(world, said)
    run_jobs()
    assert mail.outbox == []
    assert "Amina" not in as_(world.brian).get(KNOW).text
    assert as_(world.brian).get(f"{KNOW}asked/{use.public_id}/").status_code == 404


def test_a_mail_says_nothing_when_the_words_are_gone_meanwhile(world: World, said, run_jobs):
    ask(world, said)
    with in_group(world.group):
        talk.hide_message(member=world.celia, message=said, reason="let us look")
    run_jobs()
    assert [one for one in mail.outbox if "asks you" in one.body] == []


def test_who_can_be_asked(world: World):
    where = scene.conversation(world.amina)
    own, guests = scene.say(world.amina, where, "own"), scene.say(world.erin, where, "a guest's")
    left = scene.say(world.gwen, where, "gone")
    bare = scene.say(world.gwen, where, "gone, without a name", unnamed=True)
    circle = scene.circle(world.brian, world.celia)
    closed = scene.say(world.brian, scene.conversation(world.brian, circle=circle), "in the circle")
    with in_group(world.group):
        for message in (own, guests, left, closed):
            with pytest.raises(NotAllowed):
                actions.ask_leave(member=world.amina, message=message)
        with pytest.raises(NotAllowed):
            actions.ask_leave(member=world.erin, message=own)
        # It must not tell that who wrote without a name is gone.
        assert actions.ask_leave(member=world.amina, message=bare).choice == ""


def test_a_yes_by_voice_is_written_down_by_another_than_the_one_who_asks(world: World, as_, run_jobs):
    """Joan has no e-mail; Brian and Celia may type for her. Brian asks, so Celia hears the answer."""
    joans = scene.say(world.joan, scene.conversation(world.amina), WORDS, typed_by=world.brian)
    with everywhere("a test sets the scene"):
        for typist in (world.brian, world.celia):
            TypingGrant.objects.create(
                group=world.group, member=world.joan, typist=typist, how_said="By telephone"
            )
    use = ask(world, joans, world.brian)
    run_jobs()
    assert mail.outbox == []
    with in_group(world.group), pytest.raises(NotAllowed, match="not the person who would like"):
        actions.answer_yes(member=world.brian, use=use, said={"words": WORDS})
    assert "May words of Joan be kept?" not in as_(world.brian).get(KNOW).text
    hers = as_(world.celia)
    assert "May words of Joan be kept?" in hers.get(KNOW).text
    assert "Read the words back" in hers.get(f"{KNOW}asked/{use.public_id}/").text
    assert hers.post(f"{KNOW}asked/{use.public_id}/", {"words": WORDS}).status_code == 303
    with in_group(world.group):
        use.refresh_from_db()
        assert (use.said_to, use.teller, use.experience.teller) == (world.celia, world.joan, world.joan)
    # And a typist takes it back for her as well.
    assert as_(world.amina).post(f"{KNOW}use/{use.public_id}/back/").status_code == 404
    assert as_(world.brian).post(f"{KNOW}use/{use.public_id}/back/").status_code == 303
    with in_group(world.group):
        assert Experience.objects.get().words == ""


def test_a_no_by_voice_and_what_cannot_be_answered_any_more(world: World, said):
    use = ask(world, said)
    with in_group(world.group):
        with pytest.raises(NotAllowed):
            actions.answer_no(member=world.celia, use=use)
        actions.answer_no(member=world.brian, use=use)
        with pytest.raises(NotAllowed, match="answered already"):
            actions.answer_yes(member=world.brian, use=use, said={"words": WORDS})


def test_no_answer_about_words_that_are_gone(world: World, said):
    use = ask(world, said)
    with in_group(world.group):
        talk.hide_message(member=world.celia, message=said, reason="let us look")
        with pytest.raises(NotAllowed, match="gone from the conversation"):
            actions.answer_yes(member=world.brian, use=use, said={"words": WORDS})
