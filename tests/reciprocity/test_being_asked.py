"""Being asked: within one's own pace, alone, with the reason; a no leaves nothing; time passes it on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from byturns.core import clock
from byturns.core.models import EventRecord
from byturns.groups.actions import breaks
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.reciprocity import actions, jobs
from byturns.reciprocity.kinds import Far, Help, Outlook, State, Who
from byturns.reciprocity.models import Ask, Asked, Willing
from byturns.reciprocity.wishes import Wish
from tests import world as scene
from tests.reciprocity import asks
from tests.reciprocity.test_pages import said
from tests.world import World

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)  # a Tuesday
CALL = Wish(kind=Help.CALL, title="Ring me tonight", who=Who.ASKED)


@pytest.fixture
def at_noon() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def there(at_noon: Any) -> World:
    """Amina asks; Brian, Celia and Joan (who has no mailbox) said that they can ring; Dev is on a break."""
    world = scene.build()
    with in_group(world.group):
        for member in (world.brian, world.celia, world.joan, world.dev):
            actions.choose_pace(member=member, pace="week", kinds=["call", "lift"])
    return world


def who_is_asked() -> set[str]:
    with everywhere("a test looks"):
        return {row.member.display_name for row in Asked.objects.select_related("member")}


def asked(world: World, wish: Wish = CALL) -> Ask:
    with in_group(world.group):
        made = actions.ask(member=world.amina, wish=wish)
        actions.ask_around(ask=made)
        return Ask.objects.get(pk=made.pk)


pytestmark = pytest.mark.django_db


def test_nobody_is_asked_alone_where_the_asker_would_rather_wait_for_offers(there: World):
    asked(there, Wish(kind=Help.CALL, title="Ring me tonight", who=Who.ALL, asks_around=False))
    assert who_is_asked() == set()


def test_one_is_asked_alone_with_the_reason_and_a_no_passes_it_on_at_once(there: World):
    world = there
    made = asked(world)
    assert len(who_is_asked()) == 1
    [first] = who_is_asked()
    one, other = (world.brian, world.celia) if first == "Brian" else (world.celia, world.brian)
    page = f"/g/{world.slug}/give/a/{made.public_id}/"
    # Who was not asked does not see it; who was reads why.
    client = scene.sign_in(Client(), one)
    assert scene.sign_in(Client(), other).get(page).status_code == 404
    shown = said(client.get(page))
    assert "Why you?" in shown
    assert "You have not been asked yet." in shown
    assert "You are asked whether you could do something." in said(client.get(f"/g/{world.slug}/"))
    asker = scene.sign_in(Client(), world.amina)
    before = bare(asker.get(page))
    client.post(f"{page}not-this-time/")
    # The asker's page is the same to the letter, and no fact says who said no.
    assert bare(asker.get(page)) == before
    assert who_is_asked() == {"Brian", "Celia"}
    assert client.get(page).status_code == 404
    assert client.post(f"{page}not-this-time/").status_code == 404
    kinds = list(EventRecord.objects.filter(kind__startswith="reciprocity").values_list("kind", "by_id"))
    assert kinds.count(("reciprocity.MemberAsked", None)) == 2
    assert {kind for kind, by in kinds if by == one.pk} == {"reciprocity.PaceChosen"}
    answered = scene.sign_in(Client(), other)
    answered.post(f"{page}offer/", {})
    assert "Somebody has offered" in said(asker.get(page))
    asker.post(f"{page}end/", {"how": "not_needed"})
    assert who_is_asked() == set()  # the no has gone with it


def bare(response: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def test_the_next_is_asked_after_the_time_that_the_asker_allows(there: World, at_noon: Any):
    made = asked(there, Wish(kind=Help.CALL, title="Ring me", who=Who.ASKED, patience=2))
    assert made.ask_again_at == NOON + timedelta(hours=2)
    assert made.outlook == Outlook.FEW
    at_noon.shift(timedelta(hours=1, minutes=59))
    jobs.ask_around()
    assert len(who_is_asked()) == 1
    at_noon.shift(timedelta(minutes=1))
    jobs.ask_around()
    assert who_is_asked() == {"Brian", "Celia"}
    at_noon.shift(timedelta(hours=30))
    jobs.ask_around()
    assert who_is_asked() == {"Brian", "Celia"}  # nobody else can; nobody is asked twice


def test_nobody_is_asked_beyond_her_pace_or_what_she_said(there: World):
    world = there
    with in_group(world.group):
        actions.choose_pace(member=world.brian, pace="not_now", kinds=["call"])
        actions.choose_pace(member=world.celia, pace="week", kinds=["call", "lift"], far=Far.HOME)
    asked(world, Wish(kind=Help.LIFT, title="A lift"))
    assert who_is_asked() == set()
    first = asked(world)
    assert who_is_asked() == {"Celia"}
    asked(world, Wish(kind=Help.CALL, title="And again"))
    with everywhere("a test looks"):
        assert list(Asked.objects.values_list("ask", flat=True)) == [first.pk]
    with in_group(world.group):
        found = Asked.objects.get()
        for _ in range(2):
            actions.decline(member=world.celia, asked=found)
        with pytest.raises(NotAllowed, match="Only the person who was asked"):
            actions.decline(member=world.brian, asked=found)


def test_nobody_is_asked_across_a_block_either_way_in_another_circle_or_at_night(there: World, at_noon: Any):
    world = there
    asks.block(world.brian, world.amina)
    asks.block(world.amina, world.celia)
    asked(world)
    assert who_is_asked() == set()
    with everywhere("a test sets the scene"):
        world.brian.keeps_away_from.all().delete()
    circle = scene.circle(world.amina, world.celia)
    asked(world, Wish(kind=Help.CALL, title="In the circle", who=Who.CIRCLE, circle=circle))
    assert who_is_asked() == set()
    at_noon.move_to(NOON + timedelta(hours=11))  # the group sleeps
    late = asked(world, Wish(kind=Help.CALL, title="At night"))
    assert who_is_asked() == set()
    assert late.ask_again_at == datetime(2026, 3, 11, 8, tzinfo=UTC)
    at_noon.move_to(late.ask_again_at)
    jobs.ask_around()
    assert who_is_asked() == {"Brian"}


def test_a_break_in_one_tap_passes_on_what_is_open(there: World):
    world = there
    made = asked(world)
    [name] = who_is_asked()
    one = world.brian if name == "Brian" else world.celia
    other = world.celia if name == "Brian" else world.brian
    agreed = asks.ask(world.amina, title="Agreed")
    asks.hand(one, agreed, agreed=True)
    with in_group(world.group):
        breaks.take(member=one, until=clock.today(world.group.zone) + timedelta(days=7))
        assert who_is_asked() == {other.display_name}
        assert Ask.objects.get(pk=agreed.pk).state == State.OPEN
        assert Ask.objects.get(pk=made.pk).state == State.OPEN


def test_who_is_asked_hears_why_on_the_way_and_the_work_in_the_background_asks(
    there: World, run_jobs: Callable[[], None]
):
    with in_group(there.group):
        actions.ask(member=there.amina, wish=CALL)
        run_jobs()
    assert len(who_is_asked()) == 1


def test_my_pace_is_kept_and_nonsense_is_refused(there: World):
    world = there
    client, page = scene.sign_in(Client(), world.amina), f"/g/{there.slug}/give/pace/"
    assert "About twice a month" in said(client.get(page))
    sent = {"pace": "week", "far": "home", "kinds": ["ring", "read"], "weekdays": ["1", "3"], "parts": ["e"]}
    client.post(page, sent)
    with in_group(world.group):
        kept = Willing.objects.get(membership=world.amina)
        assert (kept.able, kept.weekdays, kept.parts) == (frozenset({"ring", "read"}), "13", "e")
        with pytest.raises(ValidationError):
            actions.choose_pace(member=world.amina, pace="daily")
    assert client.post(page, {"pace": "daily"}).status_code == 422
    assert re.search(r'value="read"[^>]* checked', client.get(page).content.decode())
