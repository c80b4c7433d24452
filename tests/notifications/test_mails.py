"""Mails about what was said: who gets one, what it shows at each level, and that nothing is told twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from byturns.conversations import actions as talk_actions
from byturns.conversations.models import Follow, ReadPoint
from byturns.core import clock
from byturns.core.models import OutgoingMail
from byturns.groups.actions import breaks
from byturns.groups.models import Distance, Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.notifications import actions, composing, jobs
from byturns.notifications.models import Choice, Told
from tests import world as scene
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "CANARYWORDS about the nights"
TITLE = "CANARYTITLE of it"


def choose(member: Membership, **fields) -> None:
    with in_group(member.group_id):
        actions.choose(member=member, **{"pace": "each", "shows": "whole", **fields})


def open_talk(world: World, **fields):
    with in_group(world.group):
        return talk_actions.open_conversation(
            member=world.brian, **{"title": TITLE, "words": WORDS, **fields}
        )


@pytest.fixture
def pass_time(run_jobs, time_machine):
    def go(**by) -> list:
        """Let time pass and the background work be done; gives the mails that went."""
        before = len(mail.outbox)
        run_jobs()  # what the facts lead to
        time_machine.move_to(clock.now() + timedelta(**by), tick=False)
        run_jobs()
        return mail.outbox[before:]

    return go


def whole(sent) -> str:
    return (
        sent.subject
        + sent.body
        + "".join(str(part) for part, _kind in sent.alternatives)
        + str(sent.message()["From"])
    )


def test_each_message_comes_once_and_after_two_minutes(world: World, pass_time):
    choose(world.amina)
    open_talk(world)
    assert pass_time(seconds=60) == []
    [sent] = pass_time(minutes=2)
    assert sent.to == ["amina@example.org"]
    assert WORDS in sent.body
    assert "Brian" in sent.body
    assert pass_time(hours=3) == []


def test_many_messages_of_one_conversation_are_one_notice(world: World, pass_time):
    choose(world.amina)
    talk = open_talk(world)
    with in_group(world.group):
        for number in range(4):
            talk_actions.reply(member=world.celia, conversation=talk, words=f"Answer number {number}.")
    [sent] = pass_time(minutes=3)
    assert [f"number {number}" in sent.body for number in range(4)] == [True] * 4
    with in_group(world.group):
        talk_actions.reply(member=world.celia, conversation=talk, words="The fifth")
    [second] = pass_time(minutes=3)
    assert "The fifth" in second.body
    assert "number 0" not in second.body


def test_what_was_taken_down_in_time_is_never_sent(world: World, pass_time):
    choose(world.amina)
    talk = open_talk(world)
    assert pass_time(seconds=30) == []
    with in_group(world.group):
        talk_actions.take_down(member=world.brian, message=talk.messages.get())
    assert pass_time(minutes=5) == []
    assert OutgoingMail.objects.get().state == "dropped"


def test_what_she_has_read_meanwhile_is_not_sent(world: World, pass_time):
    choose(world.amina)
    talk = open_talk(world)
    with in_group(world.group):
        ReadPoint.objects.create(
            group=world.group, membership=world.amina, conversation=talk, message_id=talk.messages.get().pk
        )
    assert pass_time(minutes=5) == []


@pytest.mark.parametrize("shows", ["", "quiet", "plain"])
def test_the_quieter_levels_show_no_word_and_no_name(world: World, pass_time, shows: str):
    choose(world.amina, shows=shows, telling_subject=True)
    circle = scene.circle(world.amina, world.brian, name="CANARYCIRCLE")
    talk = open_talk(world, circle=circle)
    with in_group(world.group):
        talk_actions.reply(member=world.brian, conversation=talk, words="CANARYREPLY")
    [sent] = pass_time(minutes=3)
    text = whole(sent)
    assert "CANARY" not in text.upper()
    assert "Brian" not in text
    assert "Tuesday Carers" not in text
    assert sent.subject.startswith("A message from your group (")
    assert (talk.public_id in text) is (shows == "plain")
    assert ("2 new messages in one of your circles" in sent.body) is (shows == "plain")


def test_the_subject_tells_only_when_asked_to(world: World, pass_time):
    choose(world.amina)
    choose(world.celia, telling_subject=True)
    open_talk(world)
    subjects = {sent.to[0]: sent.subject for sent in pass_time(minutes=3)}
    assert "CANARY" not in subjects["amina@example.org"]
    assert subjects["celia@example.org"] == TITLE


def test_the_words_of_a_folded_message_stay_on_the_page(world: World, pass_time):
    choose(world.amina)
    open_talk(world, note="loss")
    [sent] = pass_time(minutes=3)
    assert "CANARYWORDS" not in whole(sent)
    assert "About loss" in sent.body


def test_who_keeps_away_rests_left_or_visits_gets_nothing(world: World, pass_time):
    for member in (world.amina, world.dev, world.erin, world.gwen):
        with in_group(world.group):
            Choice.objects.create(group=world.group, membership=member, pace="each", shows="whole")
    with everywhere("a test sets the scene"):
        Distance.objects.create(group=world.group, by=world.amina, whom=world.brian, kind="block")
    choose(world.farid)
    open_talk(world)
    assert pass_time(minutes=5) == []


def test_words_without_a_name_reach_also_who_keeps_away(world: World, pass_time):
    """Otherwise a missing mail would tell whose words they are."""
    choose(world.amina)
    with everywhere("a test sets the scene"):
        Distance.objects.create(group=world.group, by=world.amina, whom=world.brian, kind="block")
    open_talk(world, unnamed=True)
    [sent] = pass_time(minutes=3)
    assert "Brian" not in whole(sent)
    assert WORDS in sent.body


def test_a_break_that_began_meanwhile_stops_what_waits(world: World, pass_time):
    choose(world.amina)
    open_talk(world)
    with in_group(world.group):
        world.amina.group = world.group
        breaks.take(member=world.amina, until=(clock.now() + timedelta(days=3)).date())
    assert pass_time(minutes=5) == []


def test_only_what_is_for_her(world: World, pass_time):
    choose(world.amina, pace="mine")
    talk = open_talk(world)
    assert pass_time(minutes=5) == []
    with in_group(world.group):
        talk_actions.reply(member=world.amina, conversation=talk, words="Me too")
        talk_actions.reply(member=world.celia, conversation=talk, words="So it is")
    [sent] = pass_time(minutes=5)
    assert "So it is" in sent.body


def test_a_letter_holds_everything_once_at_her_hour(world: World, pass_time, time_machine):
    time_machine.move_to("2026-11-24T06:00:00+00:00", tick=False)
    with everywhere("a test sets the scene"):
        Membership.objects.update(joined_at=clock.now() - timedelta(days=9), on_break_until=None)
    choose(world.amina, pace="daily", hour=9)
    choose(world.celia, pace="none")
    talk = open_talk(world)
    other = open_talk(world, title="The other", words="Second")
    with in_group(world.group):
        Follow.objects.create(group=world.group, membership=world.amina, conversation=other, wish="mute")
        talk_actions.reply(member=world.celia, conversation=talk, words="Answered")
    for name in ("dev", "brian", "joan"):
        choose(getattr(world, name), pace="none")

    def at(moment: str) -> list:
        time_machine.move_to(moment, tick=False)
        jobs.letters()
        return pass_time(minutes=3)

    assert at("2026-11-24T08:50:00+00:00") == []
    [sent] = at("2026-11-24T09:00:00+00:00")
    assert sent.to == ["amina@example.org"]
    assert [WORDS in sent.body, "Answered" in sent.body, "Second" in sent.body] == [True, True, False]
    assert at("2026-11-24T09:20:00+00:00") == []
    assert at("2026-11-25T09:00:00+00:00") == []  # nothing new, no letter
    with in_group(world.group):
        talk_actions.reply(member=world.celia, conversation=talk, words="One more")
    [next_one] = at("2026-11-26T09:10:00+00:00")
    assert "One more" in next_one.body
    assert WORDS not in next_one.body
    with everywhere("a test looks"):
        assert Told.objects.filter(membership=world.amina).count() == 3


def test_two_of_one_mailbox_get_mail_that_says_for_whom(world: World, pass_time):
    pat = scene.join(world.group, "Pat", email="amina@example.org")
    choose(world.amina, pace="none")
    choose(pat)
    open_talk(world)
    [sent] = pass_time(minutes=3)
    assert sent.subject.endswith(", for Pat")
    assert sent.body.startswith("For Pat\n")


def test_every_mail_says_why_and_how_to_stop_and_opening_the_link_changes_nothing(world: World, pass_time):
    choose(world.amina)
    open_talk(world)
    [sent] = pass_time(minutes=3)
    assert "You get this because you chose to hear of each message." in sent.body
    link = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link.split("localhost:8000", 1)[1]
    stranger = Client(enforce_csrf_checks=True)
    assert "Stop the mail" in stranger.get(path).text
    with everywhere("a test looks"):
        assert Choice.objects.get(membership=world.amina).pace == "each"
    assert "Group mail has stopped" in stranger.post(path, {"List-Unsubscribe": "One-Click"}).text
    assert "Group mail has stopped" in stranger.get(path).text
    with everywhere("a test looks"):
        assert Choice.objects.get(membership=world.amina).pace == "none"
    assert stranger.get(path[:-2] + "/").status_code == 404
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.amina.pk).update(status="left")
    assert stranger.get(path).status_code == 404


def test_a_quiet_word_stays_the_same_for_one_thing(world: World):
    assert composing.bird(world.amina, 7) == composing.bird(world.amina, 7)
    assert len({composing.bird(world.amina, number) for number in range(50)}) > 10


def test_told_twice_is_told_once(world: World, pass_time):
    """The same fact delivered again, as after a crash, changes nothing."""
    from byturns.notifications import telling

    choose(world.amina)
    talk = open_talk(world)
    with in_group(world.group):
        message = talk.messages.select_related("conversation").get()
        telling.tell_of(message=message)
        telling.tell_of(message=message)
    assert len(pass_time(minutes=5)) == 1
    with in_group(world.group):
        telling.tell_of(message=message)
    assert pass_time(minutes=5) == []
