"""Being asked by mail, alone and at three levels; yes or no by a link or an empty mail; what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as sent_mail
from django.test import Client

from byturns.core.models import EventRecord
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.mail.models import Command
from byturns.notifications.kinds import Pace
from byturns.notifications.models import Choice
from byturns.reciprocity import actions, jobs
from byturns.reciprocity.kinds import Help, State, Who
from byturns.reciprocity.models import Ask, Asked, Hand
from byturns.reciprocity.wishes import Wish
from tests import world as scene
from tests.mail.by_mail import address_of, link_to, sent_to, written
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("border")]
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
CALL = Wish(kind=Help.CALL, title="CANARYTITLE", words="CANARYWORDS", place="CANARYPLACE", who=Who.ASKED)


@pytest.fixture
def asked(run_jobs: Callable[[], None], time_machine) -> Callable[..., tuple[World, str]]:
    """Amina asks; Brian alone said that he can ring. Gives the mail to him."""

    def go(shows: str = "whole") -> tuple[World, str]:
        time_machine.move_to(NOON, tick=False)
        world = scene.build()
        with everywhere("a test sets the scene"):
            for member in (world.amina, world.brian):
                Choice.objects.create(group=world.group, membership=member, pace=Pace.WEEKLY, shows=shows)
        with in_group(world.group):
            actions.choose_pace(member=world.brian, pace="week", kinds=["call"])
            actions.ask(member=world.amina, wish=CALL)
        run_jobs()
        return world, sent_to("brian@example.org")[-1].body

    return go


def the_ask() -> Ask:
    with everywhere("a test looks"):
        return Ask.objects.get()


@pytest.mark.parametrize("shows", ["quiet", "plain", "whole"])
def test_how_much_a_question_shows(asked, shows: str):
    _world, body = asked(shows)
    for private in ("CANARYTITLE", "CANARYWORDS", "CANARYPLACE", "Amina"):
        assert (private in body) == (shows == "whole")
    assert ("You said you can help with this: A phone call." in body) == (shows != "quiet")
    assert ("Yes, I can" in body) == (shows != "quiet")
    assert "CANARY" not in sent_mail.outbox[-1].subject
    assert len(sent_mail.outbox) == 1  # nobody else was asked, and nobody else hears of it


def test_yes_by_a_link_and_the_asker_hears_of_it(asked, run_jobs):
    world, body = asked("plain")
    path = link_to(body, "Yes, I can")
    page = Client().get(path)
    assert page.text.count('<button class="button"') == 1
    for private in ("CANARY", "Brian", "Amina", "Tuesday Carers"):
        assert private not in page.text
    with everywhere("a test looks"):
        assert not Hand.objects.exists()
    assert "Thank you." in Client().post(path).text
    assert "Thank you." in Client().post(path).text
    with everywhere("a test looks"):
        hand = Hand.objects.get()
        assert not Asked.objects.exists()
    run_jobs()
    told = sent_to("amina@example.org")[-1].body
    assert "Somebody could help with what you asked for." in told
    assert "Brian" not in told
    with in_group(world.group):
        actions.agree(member=world.amina, hand=hand)
        run_jobs()
        assert "It is agreed." in sent_to("brian@example.org")[-1].body
        actions.say_done(member=world.brian, ask=the_ask())
        actions.thank(member=world.amina, hand=Hand.objects.get(), words="CANARYTHANKS")
        run_jobs()
    thanked = sent_to("brian@example.org")[-1].body
    assert "Somebody thanks you for what you did." in thanked
    assert "CANARY" not in thanked


def test_no_by_an_empty_mail_leaves_nothing_and_the_next_is_asked(asked, bring, run_jobs):
    world, body = asked()
    with in_group(world.group):
        actions.choose_pace(member=world.celia, pace="week", kinds=["call"])
    before = len(sent_mail.outbox)
    assert bring(written(sender="brian@example.org"), address_of(body, "Not this time")).state == "done"
    run_jobs()
    assert [one.to for one in sent_mail.outbox[before:]] == [["celia@example.org"]]
    with everywhere("a test looks"):
        assert (
            not EventRecord.objects.filter(by_id=world.brian.pk, kind__startswith="reciprocity")
            .exclude(kind="reciprocity.PaceChosen")
            .exists()
        )
        assert Command.objects.filter(done="not_this_time").count() == 1
    with in_group(world.group):
        actions.end(member=world.amina, ask=the_ask())
    with everywhere("a test looks"):
        assert not Asked.objects.exists()
        assert not Command.objects.filter(ask__isnull=False).exists()
    assert Client().get(link_to(body, "Yes, I can")).status_code != 200


def test_a_question_that_waits_for_her_hours_is_not_sent_when_somebody_else_was_quicker(
    asked, run_jobs, time_machine
):
    """Celia is quiet until six in the evening; the mail to her waits, and by then it is over."""
    world, _body = asked()
    with everywhere("a test sets the scene"):
        Choice.objects.create(group=world.group, membership=world.celia, quiet_from=9, quiet_to=18)
    with in_group(world.group):
        actions.choose_pace(member=world.celia, pace="week", kinds=["call"])
        Choice.objects.filter(membership=world.celia).update(quiet_from=0, quiet_to=0)
        time_machine.shift(timedelta(hours=13))
        jobs.ask_around()  # the night: nobody
        assert Asked.objects.count() == 1
        time_machine.move_to(NOON + timedelta(hours=22), tick=False)
        jobs.ask_around()
        assert Asked.objects.count() == 2
        Choice.objects.filter(membership=world.celia).update(quiet_from=9, quiet_to=18)
        before = len(sent_mail.outbox)
        run_jobs()
        assert len(sent_mail.outbox) == before
        actions.end(member=world.amina, ask=the_ask())
        time_machine.move_to(NOON + timedelta(hours=31), tick=False)
        run_jobs()
        assert len(sent_mail.outbox) == before
    assert the_ask().state == State.NOT_NEEDED


def test_what_does_not_hold_any_more_is_told_without_a_name(asked, run_jobs):
    world, body = asked()
    Client().post(link_to(body, "Yes, I can"))
    with in_group(world.group):
        hand = Hand.objects.get()
        actions.agree(member=world.amina, hand=hand)
        run_jobs()
        actions.take_back(member=Membership.objects.get(pk=world.brian.pk), hand=Hand.objects.get())
        run_jobs()
    told = sent_to("amina@example.org")[-1].body
    assert "What was agreed does not hold any more." in told
    assert "Brian" not in told
