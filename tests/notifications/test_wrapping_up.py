"""A week after it went quiet its starter alone is asked whether it helped (D7)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from byturns.conversations import actions as talk_actions
from byturns.conversations import queries
from byturns.conversations.kinds import Kind
from byturns.conversations.models import Conversation
from byturns.core import clock
from byturns.core.models import EventRecord
from byturns.groups.models import Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.notifications import actions, jobs
from byturns.notifications.models import Alert
from tests import world as scene
from tests.mail.by_mail import link_to
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
QUIET = "There is something new in your group.\n\nGo and see: http://localhost:8000/g/tuesday/\n"
BRIAN = "brian@example.org"
DAY = 24


@pytest.fixture
def ask(world: World, run_jobs):
    """Let the house look for what has gone quiet; gives the mails that asked."""

    def go() -> list:
        before = len(mail.outbox)
        jobs.did_it_help()
        run_jobs()
        return mail.outbox[before:]

    return go


def choose(member: Membership, **fields) -> None:
    with in_group(member.group_id):
        actions.choose(member=member, **{"pace": "daily", "shows": "plain", **fields})


def quiet_talk(world: World, *, days: float = 7.1, answered: bool = True, **fields) -> Conversation:
    fields = {"title": "CANARYTITLE", **fields}
    made = scene.conversation(world.brian, "CANARYWORDS", hours_ago=days * DAY + 5 * answered, **fields)
    last = made.opened_at
    if answered:
        last = scene.say(world.amina, made, "CANARYANSWER", hours_ago=days * DAY).sent_at
    with everywhere("a test sets the scene"):
        Conversation.objects.filter(pk=made.pk).update(last_at=last)
        made.refresh_from_db()
    return made


@pytest.mark.parametrize("answered", [True, False])
def test_its_starter_is_asked_once_after_seven_days(world: World, ask, time_machine, answered):
    choose(world.brian)
    time_machine.move_to(clock.now(), tick=False)
    quiet_talk(world, days=6.9, answered=answered)
    assert ask() == []
    time_machine.shift(timedelta(hours=6))
    [sent] = ask()
    assert sent.to == [BRIAN]
    assert "Did it help?" in sent.body
    assert "CANARY" not in sent.body + sent.subject
    assert "Amina" not in sent.body
    time_machine.shift(timedelta(days=3))
    assert ask() == []


def test_still_needed_puts_it_back_into_the_queue_and_listeners_are_asked_again(
    world: World, ask, run_jobs, time_machine
):
    time_machine.move_to(clock.now(), tick=False)
    choose(world.brian)
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.celia.pk).update(is_listener=True)
    made = quiet_talk(world)
    [sent] = ask()
    path = link_to(sent.body, "I still need something")
    page = Client().get(path).text
    assert "CANARY" not in page
    with in_group(world.group):
        assert not Conversation.objects.all().waiting().exists()
    assert "It waits for an answer again." in Client().post(path).text
    with in_group(world.group):
        [waits] = queries.waiting_rows(world.amina, limit=5)
        assert waits.conversation.pk == made.pk
        assert waits.conversation.waited(clock.now()) < timedelta(minutes=1)
        assert not Alert.objects.exists()
    jobs.waiting()
    with everywhere("a test looks"):
        assert not Alert.objects.exists()  # its clock begins anew
    time_machine.shift(timedelta(hours=25))
    jobs.waiting()
    run_jobs()
    with everywhere("a test looks"):
        assert [one.listener_id for one in Alert.objects.all()] == [world.celia.pk]
    with in_group(world.group):
        talk_actions.reply(member=world.celia, conversation=made, words="I am here.")
        assert not Conversation.objects.all().waiting().exists()


def test_it_helped_ends_the_question_and_nothing_else(world: World, ask, as_):
    choose(world.brian)
    made = quiet_talk(world)
    [sent] = ask()
    before = EventRecord.objects.count()
    assert "Thank you." in Client().post(link_to(sent.body, "That helped, thank you")).text
    with in_group(world.group):
        assert not Conversation.objects.all().waiting().exists()
    assert EventRecord.objects.count() == before  # nobody can read it anywhere
    Client().post(link_to(sent.body, "I still need something"))
    with in_group(world.group):
        assert not Conversation.objects.all().waiting().exists()  # answered once
    assert "Did this help?" not in as_(world.brian).get(f"/g/tuesday/c/{made.public_id}/").text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": Kind.BEYOND}, "not about caring"),
        ({"no_answer_needed": True}, "no answer needed"),
        ({"brought_in": True}, "brought in"),
        ({"closed_at": clock.now()}, "closed"),
        ({"hidden_at": clock.now()}, "hidden"),
        ({"title_down_at": clock.now()}, "taken down"),
        ({"days": 30}, "long over"),
        ({"days": 2}, "not quiet yet"),
    ],
)
def test_what_nobody_is_asked_about(world: World, ask, fields, why):
    choose(world.brian)
    quiet_talk(world, **fields)
    assert ask() == [], why
    with everywhere("a test looks"):
        assert Conversation.objects.get().asked_after_at is None, why


def test_who_wants_no_mail_is_asked_on_the_page_only(world: World, ask, as_):
    choose(world.brian, pace="none")
    made = quiet_talk(world)
    assert ask() == []
    assert "Did this help?" in as_(world.brian).get(f"/g/tuesday/c/{made.public_id}/").text


def test_who_rests_is_asked_when_the_break_is_over(world: World, ask, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    choose(world.brian)
    with everywhere("a test sets the scene"):
        rests = (clock.now() + timedelta(days=2)).date()
        Membership.objects.filter(pk=world.brian.pk).update(on_break_until=rests)
    quiet_talk(world)
    assert ask() == []
    time_machine.shift(timedelta(days=4))
    assert len(ask()) == 1


def test_quiet_hours_are_kept(world: World, ask, time_machine):
    time_machine.move_to("2026-11-24T02:00:00+00:00", tick=False)
    choose(world.brian, quiet_from=21, quiet_to=8)
    quiet_talk(world)
    assert ask() == []
    time_machine.move_to("2026-11-24T08:05:00+00:00", tick=False)
    assert len(ask()) == 1


def test_a_quiet_mail_says_nothing_of_it(world: World, ask):
    choose(world.brian, shows="quiet")
    quiet_talk(world)
    [sent] = ask()
    assert sent.body.startswith(QUIET)
    assert "/mail/do/" not in sent.body
    assert "help" not in sent.body


def test_a_shared_mailbox_is_not_told_who_wrote_without_a_name(world: World, ask, as_):
    scene.person("Pat", email=BRIAN)
    choose(world.brian)
    made = quiet_talk(world, unnamed=True)
    assert ask() == []
    assert "Did this help?" in as_(world.brian).get(f"/g/tuesday/c/{made.public_id}/").text


def test_on_the_page_only_its_starter_is_asked(world: World, ask, as_):
    made = quiet_talk(world)
    path = f"/g/tuesday/c/{made.public_id}/"
    assert "Did this help?" not in as_(world.brian).get(path).text
    choose(world.brian)
    ask()
    page = as_(world.brian).get(path).text
    assert re.findall(r'name="helped" value="(\d)"', page) == ["1", "0"]
    for other in (world.amina, world.celia):
        assert "Did this help?" not in as_(other).get(path).text
        assert as_(other).post(f"{path}after/", {"helped": "0"}).status_code == 403
    assert as_(world.farid).post(f"{path}after/", {"helped": "0"}).status_code == 404
    browser = as_(world.brian)
    assert browser.post(f"{path}after/", {"helped": "0"}).status_code == 303
    page = browser.get(path).text
    assert "It waits for an answer again." in page
    assert "Did this help?" not in page
    home = as_(world.amina).get("/g/tuesday/").text
    assert "Waits again" in home
    assert "Did this help?" not in home


def test_nobody_answers_before_being_asked(world: World):
    made = quiet_talk(world)
    with in_group(world.group), pytest.raises(NotAllowed, match="quiet for a week"):
        talk_actions.answer_after(member=world.brian, conversation=made, helped=False)


def test_a_listener_who_says_that_she_looks_is_left_to_it(world: World, run_jobs, time_machine):
    time_machine.move_to("2026-11-24T10:00:00+00:00", tick=False)
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk__in=[world.celia.pk, world.amina.pk]).update(is_listener=True)
    for member in (world.celia, world.amina):
        choose(member, pace="none", shows="plain")
    scene.conversation(world.brian, "CANARYWORDS", hours_ago=0)

    def at(hours: float) -> list:
        before = len(mail.outbox)
        time_machine.shift(timedelta(hours=hours))
        jobs.waiting()
        run_jobs()
        return mail.outbox[before:]

    [first] = at(5)
    time_machine.shift(timedelta(hours=6))
    answer = Client().post(link_to(first.body, "I am looking at this")).text
    assert "nobody else is asked" in answer
    assert at(1.5) == []  # the second is due after twelve hours
    [second] = at(3)
    assert second.to != first.to
    Client().post(link_to(second.body, "I am looking at this"))
    assert len(at(9)) == 2  # all are asked in any case
