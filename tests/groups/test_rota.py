"""The listener rota: it plans itself, a day is swapped by one yes, and the one on duty is asked first."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from byturns.core import clock
from byturns.groups import policy
from byturns.groups.actions import breaks, rota, stewards
from byturns.groups.jobs_members import plan_rotas
from byturns.groups.models import Duty, Membership, Offered
from byturns.groups.queries import rota as queries
from byturns.groups.scoping import everywhere, in_group
from byturns.notifications import jobs
from tests import world as scene
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/g/tuesday/people/looking-after/rota/"
NOON = "2026-11-24T12:00:00+00:00"  # a Tuesday, the second day of a fortnight or the ninth


@pytest.fixture
def listeners(world: World, time_machine) -> World:
    """Amina and Brian listen; it is noon and stays so."""
    time_machine.move_to(NOON, tick=False)
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk__in=[world.amina.pk, world.brian.pk]).update(is_listener=True)
    world.amina.is_listener = world.brian.is_listener = True
    return world


def offers(member: Membership, weekdays, most: int = 14) -> None:
    with in_group(member.group_id):
        rota.offer_days(member=member, weekdays=weekdays, most=most)


def plan_of(world: World) -> dict[date, str]:
    with in_group(world.group):
        return {row.day: row.listener.display_name for row in Duty.objects.select_related("listener")}


def test_the_days_ahead_are_planned_as_soon_as_somebody_says_when(listeners: World):
    today = clock.today(listeners.group.zone)
    offers(listeners.amina, [1, 3])
    planned = plan_of(listeners)
    assert planned
    assert set(planned.values()) == {"Amina"}
    assert {day.weekday() for day in planned} == {1, 3}
    assert min(planned) == today
    assert max(planned) >= today + timedelta(days=14)
    offers(listeners.brian, [1])
    both = plan_of(listeners)
    assert both == planned  # what was planned stays: nobody is moved about
    offers(listeners.amina, [3])
    assert {day.weekday(): name for day, name in plan_of(listeners).items()} == {1: "Brian", 3: "Amina"}
    offers(listeners.amina, [])
    assert set(plan_of(listeners).values()) == {"Brian"}


def test_a_break_or_leaving_opens_the_days_again(listeners: World, run_jobs):
    offers(listeners.amina, range(7))
    offers(listeners.brian, range(7))
    with in_group(listeners.group):
        breaks.take(member=listeners.amina, until=clock.today(listeners.group.zone) + timedelta(days=60))
    run_jobs()
    assert set(plan_of(listeners).values()) == {"Brian"}
    with in_group(listeners.group):
        stewards.name_listeners(member=listeners.celia, whom=[])
    run_jobs()
    assert plan_of(listeners) == {}


def test_the_job_goes_on_with_the_weeks_and_forgets_the_old(listeners: World, time_machine):
    offers(listeners.amina, [1], most=1)
    first = plan_of(listeners)
    time_machine.move_to(clock.now() + timedelta(days=56), tick=False)
    plan_rotas()
    later = plan_of(listeners)
    assert later
    assert not first.keys() & later.keys()
    assert min(later) >= clock.today(listeners.group.zone)


def test_a_swap_asks_the_others_and_the_first_yes_takes_it(listeners: World, as_, run_jobs):
    dora = scene.join(listeners.group, "Dora", is_listener=True)
    resting = scene.join(
        listeners.group, "Rhys", is_listener=True, on_break_until=clock.now().date() + timedelta(days=30)
    )
    offers(listeners.amina, [1])
    day = f"{PAGE}2026-11-24/"
    amina, brian = as_(listeners.amina), as_(listeners.brian)
    assert "This day is yours." in amina.get(day).text
    assert "Amina is on duty." in brian.get(day).text
    assert brian.post(day).status_code == 403
    assert amina.post(day, {"out": "1"}).status_code == 303
    assert amina.post(day, {"out": "1"}).status_code == 303
    run_jobs()
    assert sorted(sent.to[0] for sent in mail.outbox) == ["brian@example.org", "dora@example.org"]
    assert {sent.subject for sent in mail.outbox} == {"A message from your group"}
    assert "Tuesday 24 November" in mail.outbox[0].body
    assert "2026-11-24" in mail.outbox[0].body
    assert "Amina" not in str(mail.outbox[0].message())
    assert plan_of(listeners)[date(2026, 11, 24)] == "Amina"
    assert "I take this day" in brian.get(day).text
    assert plan_of(listeners)[date(2026, 11, 24)] == "Amina"  # reading changes nothing
    assert as_(resting).post(day).status_code == 422
    assert brian.post(day).status_code == 303
    assert plan_of(listeners)[date(2026, 11, 24)] == "Brian"
    refused = as_(dora).post(day)
    assert refused.status_code == 403
    assert "Somebody has this day already" in refused.text
    offers(listeners.brian, [4])
    assert plan_of(listeners)[date(2026, 11, 24)] == "Brian"  # what he took stays his


def test_somebody_who_can_after_all_keeps_her_day_and_a_mail_still_waiting_is_dropped(
    listeners: World, as_, run_jobs
):
    offers(listeners.amina, [1])
    as_(listeners.amina).post(f"{PAGE}2026-11-24/", {"out": "1"})
    as_(listeners.amina).post(f"{PAGE}2026-11-24/")
    run_jobs()
    assert mail.outbox == []
    with everywhere("a test looks"):
        assert Duty.objects.get(day="2026-11-24").wants_out is False


def test_a_gap_can_be_taken_and_stewards_see_gaps(listeners: World, as_):
    offers(listeners.amina, [1])
    days = len(queries.days_ahead(clock.today(listeners.group.zone)))
    planned = len(plan_of(listeners))
    assert f"{days - planned} days are nobody’s yet." in as_(listeners.celia).get(PAGE).text
    overview = as_(listeners.celia).get("/g/tuesday/people/looking-after/").text
    assert f"{days - planned} days of the weeks to come are nobody’s yet." in overview
    as_(listeners.brian).post(f"{PAGE}2026-11-25/")
    assert plan_of(listeners)[date(2026, 11, 25)] == "Brian"
    assert as_(listeners.brian).post(f"{PAGE}2026-11-23/").status_code == 404
    assert as_(listeners.brian).post(f"{PAGE}no-day/").status_code == 404


def test_the_page_takes_the_days_and_shows_nobody_a_number_of_anybody(
    listeners: World, as_, django_assert_num_queries
):
    amina = as_(listeners.amina)
    assert amina.post(PAGE, {"weekdays": ["1", "3"], "most": "3"}).status_code == 303
    with everywhere("a test looks"):
        offered = Offered.objects.get()
    assert (offered.days, offered.most) == (frozenset({1, 3}), 3)
    assert amina.post(PAGE, {"weekdays": ["9"], "most": "99"}).status_code == 422
    with in_group(listeners.group), pytest.raises(ValidationError):
        rota.offer_days(member=listeners.amina, weekdays=[9], most=3)
    with in_group(listeners.group), pytest.raises(ValidationError):
        rota.take_day(member=listeners.amina, day=date(2027, 11, 24))
    text = amina.get(PAGE).text
    assert "Tuesday 24 November" in text
    assert "3 times" not in text
    assert as_(listeners.joan and listeners.dev).get(PAGE).status_code == 403
    assert as_(listeners.farid).get(PAGE).status_code == 404
    assert as_(listeners.celia).post(PAGE, {"weekdays": ["1"], "most": "3"}).status_code == 403


def test_each_no_says_why(listeners: World):
    offers(listeners.amina, [1])
    with everywhere("a test sets the scene"):
        over = Duty.objects.create(group=listeners.group, day="2026-11-20", listener=listeners.amina)
        hers = Duty.objects.get(day="2026-11-24")
    with in_group(listeners.group):
        for member, duty, says in (
            (listeners.brian, hers, "This is not your day."),
            (listeners.amina, over, "This day is over."),
        ):
            with pytest.raises(policy.NotAllowed, match=says):
                rota.ask_swap(member=member, duty=duty)
        with pytest.raises(policy.NotAllowed, match="for listeners"):
            rota.take_day(member=listeners.celia, day=date(2026, 11, 25))
        assert (
            str(policy.check(listeners.amina, "groups.take_day", hers).reason) == "This day is yours already."
        )
        assert str(hers) == "duty on 2026-11-24"


def test_a_mail_about_a_day_goes_to_nobody_who_rests_by_then_or_listens_no_more(
    listeners: World, as_, run_jobs
):
    dora = scene.join(listeners.group, "Dora", is_listener=True)
    offers(listeners.amina, [1])
    as_(listeners.amina).post(f"{PAGE}2026-11-24/", {"out": "1"})
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=listeners.brian.pk).update(on_break_until="2026-12-24")
        Membership.objects.filter(pk=dora.pk).update(is_listener=False)
    run_jobs()
    assert mail.outbox == []


def test_who_is_on_duty_is_asked_first_and_without_a_rota_it_goes_by_turn(listeners: World, run_jobs):
    offers(listeners.brian, range(7))
    for opened in range(3):
        talk = scene.conversation(listeners.celia, f"Does anybody know? {opened}", hours_ago=4.2)
        jobs.waiting()
        run_jobs()
        with everywhere("a test looks"):
            assert talk.pk
    assert {sent.to[0] for sent in mail.outbox} == {"brian@example.org"}
    with in_group(listeners.group):
        assert queries.on_duty(clock.today(listeners.group.zone)) == listeners.brian.pk
        assert queries.on_duty(date(2020, 1, 1)) is None


def test_of_two_at_one_moment_one_takes_it(listeners: World):
    dora = scene.join(listeners.group, "Dora", is_listener=True)
    offers(listeners.amina, [1])
    with everywhere("a test sets the scene"):
        Duty.objects.filter(day="2026-11-24").update(wants_out=True)
    together = threading.Barrier(3)
    said: list[str] = []

    def take(member: Membership, day: date) -> None:
        together.wait()
        try:
            with in_group(member.group_id):
                rota.take_day(member=member, day=day)
            said.append("yes")
        except policy.NotAllowed:
            said.append("no")
        finally:
            connection.close()

    def at_once(day: date, *members: Membership) -> None:
        threads = [threading.Thread(target=take, args=(one, day)) for one in members]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    eve = scene.join(listeners.group, "Eve", is_listener=True)
    at_once(date(2026, 11, 24), listeners.brian, dora, eve)
    assert sorted(said) == ["no", "no", "yes"]
    said.clear()
    at_once(date(2026, 11, 25), listeners.brian, dora, eve)  # nobody's day
    assert sorted(said) == ["no", "no", "yes"]
