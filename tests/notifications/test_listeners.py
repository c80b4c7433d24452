"""Somebody is always asked, and only somebody who can and may look."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail

from byturns.conversations import actions as talk_actions
from byturns.conversations.models import Conversation, Follow, Message
from byturns.core import clock
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.notifications import actions, jobs, waiting
from byturns.notifications.models import Alert
from tests import world as scene
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _morning(time_machine):
    time_machine.move_to("2026-11-24T09:00:00+00:00", tick=False)


@pytest.fixture
def after(run_jobs, time_machine):
    """Let hours pass; gives the addresses that were asked to look."""

    def go(hours: float) -> list[str]:
        run_jobs()
        time_machine.move_to(clock.now() + timedelta(hours=hours), tick=False)
        jobs.waiting()
        before = len(mail.outbox)
        run_jobs()
        return [sent.to[0] for sent in mail.outbox[before:]]

    return go


def change(member: Membership, **fields) -> None:
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=member.pk).update(**fields)


def only_alerts(world: World) -> None:
    """Nobody but who is asked to look gets any mail."""
    for member in (world.amina, world.brian, world.celia, world.dev, world.joan):
        with in_group(world.group):
            actions.choose(member=member, pace="none", shows="whole")


def open_talk(world: World, by: Membership) -> Conversation:
    with in_group(world.group):
        return talk_actions.open_conversation(member=by, title="T", words="Is anybody there?")


@pytest.mark.parametrize(
    ("listener", "fields"),
    [
        ("amina", {}),
        ("dev", {"on_break_until": date(2026, 12, 24)}),
        ("joan", {}),
        ("brian", {"status": "left"}),
    ],
)
def test_when_no_listener_can_be_asked_a_steward_is(world: World, after, listener: str, fields):
    """The starter herself, who rests, who has no mailbox, who has left."""
    only_alerts(world)
    open_talk(world, world.amina)
    change(getattr(world, listener), is_listener=True, **fields)
    assert after(5) == ["celia@example.org"]


def test_a_whole_alert_says_that_somebody_waits_and_a_quiet_one_does_not(world: World, after):
    only_alerts(world)
    open_talk(world, world.amina)
    after(5)
    whole = mail.outbox[-1]
    assert "Somebody has written and nobody has answered yet." in whole.body
    assert "Is anybody there?" in whole.body
    assert "List-Unsubscribe" not in whole.extra_headers
    assert "/people/looking-after/" in whole.body
    with in_group(world.group):
        actions.choose(member=world.celia, pace="none", shows="quiet")
    open_talk(world, world.amina)
    after(5)
    lines = [line for line in mail.outbox[-1].body.splitlines() if line and "http" not in line]
    assert lines == [
        "There is something new in your group.",
        "-- ",
        "You get this because you are in the group.",
    ]


def test_who_cannot_look_after_all_does_not_use_up_the_step(world: World, after):
    only_alerts(world)
    change(world.brian, is_listener=True)
    with in_group(world.group):
        actions.choose(member=world.brian, pace="none", shows="whole", quiet_from=9, quiet_to=15)
    open_talk(world, world.amina)
    assert after(5) == []  # Brian hears of it at three
    change(world.brian, status="left")
    assert after(1.5) == []
    assert after(0.2) == ["celia@example.org"]


def test_who_muted_it_or_is_no_steward_any_more_is_not_asked(world: World, after):
    only_alerts(world)
    talk = open_talk(world, world.amina)
    change(world.brian, is_listener=True)
    with everywhere("a test sets the scene"):
        Follow.objects.create(group=world.group, membership=world.brian, conversation=talk, wish="mute")
    assert after(5) == ["celia@example.org"]
    open_talk(world, world.amina)
    change(world.celia, role="member")
    change(world.dev, role="steward", on_break_until=None)
    change(world.brian, is_listener=False)
    assert after(5) == ["dev@example.org"]


def test_a_group_with_a_history_is_not_flooded_on_its_first_day(world: World, after):
    only_alerts(world)
    for days in (400, 30, 8):
        scene.conversation(world.amina, hours_ago=24 * days)
    assert after(1) == []
    scene.conversation(world.amina, hours_ago=24 * 6)
    assert after(1) == ["celia@example.org"]


@pytest.mark.parametrize("days", [1, 20])
def test_it_waits_again_when_its_only_answer_has_gone(world: World, after, days: int):
    only_alerts(world)
    talk = open_talk(world, world.amina)
    assert after(30) == ["celia@example.org"]
    with in_group(world.group):
        answer = talk_actions.reply(member=world.brian, conversation=talk, words="Hello")
    assert after(24 * days) == []
    with in_group(world.group):
        talk_actions.take_down(member=world.brian, message=Message.objects.get(pk=answer.pk))
    assert after(1) == ["celia@example.org"]
    assert after(1) == []
    with everywhere("a test looks"):
        assert [(row.step, row.listener_id) for row in Alert.objects.all()] == [(3, world.celia.pk)]


def test_once_all_were_asked_nothing_is_worked_out_any_more(world: World, after):
    only_alerts(world)
    open_talk(world, world.amina)
    after(30)
    with in_group(world.group):
        assert waiting.to_ask_about() == []
        assert waiting.waiting().count() == 1
