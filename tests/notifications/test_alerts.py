"""Nobody waits unseen: listeners hear of it in turn, and never in their sleep."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from byturns.conversations import actions as talk_actions
from byturns.core import clock
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.notifications import actions, alerts, audience, jobs
from byturns.notifications.alerts import Hours, OnCall
from byturns.notifications.models import Alert
from tests import world as scene
from tests.notifications.test_audience import LISTENERS, MOMENTS
from tests.world import World


@pytest.mark.parametrize(
    ("awake", "passed", "step"),
    [(0, 0, 0), (3.9, 3.9, 0), (4, 4, 1), (2, 11.9, 0), (4, 11.9, 1), (2, 12, 2), (13, 23.9, 2), (5, 24, 3)],
)
def test_each_step_is_due_in_its_time(awake: float, passed: float, step: int):
    assert alerts.step_due(awake, timedelta(hours=passed), Hours()) == step


@given(st.sets(st.integers(1, 50), min_size=1, max_size=6), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_everyone_is_first_once_before_anybody_is_again(numbers: set[int], day: date):
    people = [OnCall(number, None) for number in numbers]  # type: ignore[arg-type]  # who it is plays no part
    first = [alerts.in_turn(people, day + timedelta(days=n))[0].number for n in range(len(numbers))]
    assert set(first) == numbers


@pytest.mark.parametrize(
    ("step", "ago", "rests"),
    [(1, 0, True), (2, 3.9, True), (2, 4, False), (3, 0, False), (2, None, False)],
)
def test_whoever_looks_is_left_to_it_for_four_hours(step: int, ago: float | None, rests: bool):
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    looks_at = None if ago is None else now - timedelta(hours=ago)
    assert alerts.rests_with(step, looks_at, now) is rests


def test_who_is_on_duty_comes_before_the_turn():
    people = [OnCall(number, None) for number in (1, 2, 3)]  # type: ignore[arg-type]
    for day in range(3):
        turn = [one.number for one in alerts.in_turn(people, date(2026, 11, 24 + day))]
        with_duty = [one.number for one in alerts.in_turn(people, date(2026, 11, 24 + day), 2)]
        assert with_duty == [2, *(number for number in turn if number != 2)]
        assert [one.number for one in alerts.in_turn(people, date(2026, 11, 24 + day), 9)] == turn


@given(st.lists(LISTENERS, max_size=5), st.integers(1, 3), st.sets(st.integers(0, 4)), MOMENTS)
def test_nobody_is_woken_and_nobody_who_rests_is_asked(listeners, step, before, now):
    people = [OnCall(number, listener) for number, listener in enumerate(listeners)]
    asked = alerts.asked(step, people, before, now)
    able = [one for one in people if one.listener.is_inside and not one.listener.is_guest]
    able = [one for one in able if one.listener.has_address and not audience.rests(one.listener, now)]
    for one, at in asked:
        assert one in able
        assert at >= now
        assert not audience.is_quiet(one.listener, at)
    if step == alerts.ALL:
        assert [one for one, _at in asked] == able
    else:
        assert len(asked) == (1 if [one for one in able if one.number not in before] else 0)
        assert all(one.number not in before for one, _at in asked)


@pytest.fixture
def hours(world: World, time_machine, run_jobs):
    """A clock to be set; gives who was alerted, and the mails that went."""
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk__in=[world.brian.pk, world.joan.pk, world.dev.pk]).update(
            is_listener=True
        )

    def at(moment: str) -> tuple[list[tuple[int, str]], list[str]]:
        time_machine.move_to(datetime.fromisoformat(moment).replace(tzinfo=UTC), tick=False)
        before = len(mail.outbox)
        with everywhere("a test looks"):
            known = set(Alert.objects.values_list("pk", flat=True))
        jobs.waiting()
        run_jobs()
        with everywhere("a test looks"):
            rows = Alert.objects.exclude(pk__in=known).order_by("pk").select_related("listener")
            asked = [(row.step, row.listener.display_name) for row in rows]
        return asked, [sent.to[0] for sent in mail.outbox[before:]]

    return at


@pytest.mark.django_db(transaction=True)
def test_a_day_without_an_answer(world: World, hours, time_machine):
    time_machine.move_to("2026-11-24T09:00:00+00:00", tick=False)
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.dev.pk).update(on_break_until=date(2026, 12, 1))
    with in_group(world.group):
        talk = talk_actions.open_conversation(member=world.amina, title="CANARY", words="CANARY words")
    assert hours("2026-11-24T12:50:00") == ([], [])
    # Joan has no mailbox and Dev rests, so it is Brian whichever day it is.
    assert hours("2026-11-24T13:00:00") == ([(1, "Brian")], ["brian@example.org"])
    assert "CANARY" not in mail.outbox[-1].body
    assert "nobody has answered" not in mail.outbox[-1].body  # quiet, as he has not chosen
    assert hours("2026-11-24T13:10:00") == ([], [])
    # No other listener can be asked, so a steward stands in.
    assert hours("2026-11-24T21:30:00") == ([(2, "Celia")], ["celia@example.org"])
    assert hours("2026-11-25T09:10:00") == ([(3, "Brian")], ["brian@example.org"])
    assert hours("2026-11-26T09:10:00") == ([], [])
    with in_group(world.group):
        talk_actions.reply(member=world.celia, conversation=talk, words="Here I am")
    assert hours("2026-11-27T09:10:00") == ([], [])


@pytest.mark.django_db(transaction=True)
def test_at_night_it_waits_for_the_first_hour_that_opens(world: World, hours, time_machine):
    with in_group(world.group):
        actions.choose(member=world.brian, pace="none", shows="whole", quiet_from=21, quiet_to=8)
    time_machine.move_to("2026-11-24T16:30:00+00:00", tick=False)
    with in_group(world.group):
        talk_actions.open_conversation(member=world.amina, title="T", words="Is anybody there?")
    assert hours("2026-11-24T20:40:00") == ([(1, "Brian")], ["brian@example.org"])
    assert "Is anybody there?" in mail.outbox[-1].body
    with in_group(world.group):
        talk_actions.open_conversation(member=world.celia, title="T", words="A second one")
    time_machine.move_to("2026-11-25T07:00:00+00:00", tick=False)
    with everywhere("a test sets the scene"):
        from byturns.conversations.models import Conversation

        Conversation.objects.filter(started_by=world.celia).update(
            opened_at=clock.now() - timedelta(hours=13)
        )
    # Brian was asked about the first, so a steward is now; the second is for him, when his hours open.
    assert hours("2026-11-25T07:00:00") == ([(2, "Celia"), (2, "Brian")], ["celia@example.org"])
    assert hours("2026-11-25T08:00:00")[1] == ["brian@example.org"]


@pytest.mark.django_db(transaction=True)
def test_what_is_not_about_caring_alerts_nobody_and_a_circle_looks_after_its_own(
    world: World, hours, time_machine
):
    time_machine.move_to("2026-11-24T09:00:00+00:00", tick=False)
    with in_group(world.group):
        talk_actions.open_conversation(member=world.amina, title="T", words="Football", kind="beyond")
        circle = scene.circle(world.amina, world.celia)
        talk_actions.open_conversation(member=world.amina, title="T", words="In the circle", circle=circle)
    assert hours("2026-11-24T14:00:00") == ([(1, "Celia")], ["celia@example.org"])


@pytest.mark.django_db(transaction=True)
def test_without_a_listener_stewards_stand_in(world: World, hours, time_machine):
    with everywhere("a test sets the scene"):
        Membership.objects.update(is_listener=False)
    time_machine.move_to("2026-11-24T09:00:00+00:00", tick=False)
    with in_group(world.group):
        talk_actions.open_conversation(member=world.amina, title="T", words="Hello")
    assert hours("2026-11-24T14:00:00")[0] == [(1, "Celia")]


@pytest.mark.django_db(transaction=True)
def test_a_mail_to_a_listener_that_waited_is_dropped_when_somebody_answered(
    world: World, hours, time_machine, run_jobs
):
    with in_group(world.group):
        actions.choose(member=world.brian, pace="each", shows="whole", quiet_from=9, quiet_to=18)
    time_machine.move_to("2026-11-24T08:00:00+00:00", tick=False)
    with in_group(world.group):
        talk = talk_actions.open_conversation(member=world.amina, title="T", words="Hello", kind="listen")
    assert hours("2026-11-24T13:00:00") == ([(1, "Brian")], [])
    with in_group(world.group):
        talk_actions.reply(member=world.celia, conversation=talk, words="Here")
    _asked, sent = hours("2026-11-24T18:05:00")
    assert "nobody has answered" not in "".join(one.body for one in mail.outbox)
    assert sent == ["brian@example.org"]  # the one notice of what was said, not the alert
