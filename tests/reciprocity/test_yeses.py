"""Never more yeses than were wanted: in any order, and when two hundred come at one moment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byturns.core.models import EventRecord
from byturns.groups.models import Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.people.models import Person
from byturns.reciprocity import actions
from byturns.reciprocity.kinds import State
from byturns.reciprocity.models import Ask, Hand
from tests import world as scene
from tests.reciprocity import asks
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
STEPS = st.lists(st.tuples(st.sampled_from(("offer", "agree", "back")), st.integers(0, 3)), max_size=14)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS, wanted=st.integers(1, 3), first=st.booleans())
def test_whatever_is_done_in_whatever_order_no_more_hold_than_were_wanted(
    world: World, steps: list[tuple[str, int]], wanted: int, first: bool
):
    crowd = (world.amina, world.celia, world.dev, world.joan)
    with in_group(world.group):
        made = actions.ask(member=world.brian, wish=asks.LIFT)
        Ask.objects.filter(pk=made.pk).update(wanted=wanted, takes_first=first)
        for what, number in steps:
            member = crowd[number]
            hand = Hand.objects.filter(ask=made, helper=member).first()
            try:
                if what == "offer":
                    actions.offer(member=member, ask=made)
                elif hand is not None and what == "agree":
                    actions.agree(member=world.brian, hand=hand)
                elif hand is not None:
                    actions.take_back(member=member, hand=hand)
            except NotAllowed:
                pass
            agreed = list(Hand.objects.agreed().filter(ask=made).values_list("place", flat=True))
            state = Ask.objects.get(pk=made.pk).state
            assert len(agreed) == len(set(agreed)) <= wanted
            assert all(place < wanted for place in agreed)
            assert (state == State.AGREED) == (len(agreed) == wanted)


def test_offering_and_agreeing_twice_is_once_and_a_stale_click_is_told(world: World):
    made = asks.ask(world.brian)
    with in_group(world.group):
        hand, _again = (actions.offer(member=world.amina, ask=made, words="Gladly") for _ in range(2))
        other = actions.offer(member=world.joan, ask=made)
        assert [actions.agree(member=world.brian, hand=hand).place for _ in range(2)] == [0, 0]
        with pytest.raises(NotAllowed, match="As many as you wanted"):
            actions.agree(member=world.brian, hand=other)
        actions.take_back(member=world.joan, hand=other)
        with pytest.raises(NotAllowed, match="no longer there"):
            actions.agree(member=world.brian, hand=other)
        kinds = Counter(EventRecord.objects.values_list("kind", flat=True))
    assert kinds == {"reciprocity.HelpOffered": 2, "reciprocity.HelpAgreed": 1}


def test_an_offer_the_asker_may_not_know_of_takes_no_place_and_nothing_tells_so(world: World):
    """Brian blocks Celia: her yes stays an offer, as any that was not answered yet."""
    made = asks.ask(world.brian, takes_first=True)
    asks.block(world.brian, world.celia)
    with in_group(world.group):
        assert actions.offer(member=world.celia, ask=made).agreed_at is None
        assert actions.offer(member=world.amina, ask=made).agreed_at is not None
        assert Ask.objects.get(pk=made.pk).state == State.AGREED


@pytest.mark.slow
@pytest.mark.uncounted
@pytest.mark.django_db(transaction=True)
def test_two_hundred_say_yes_at_once_and_as_many_hold_as_were_wanted(tmp_path: Path):
    world = scene.build()
    people = Person.objects.bulk_create([Person(name=f"P{n}") for n in range(200)])
    with everywhere("a test sets the scene"):
        crowd = Membership.objects.bulk_create(
            [
                Membership(
                    group=world.group, person=one, display_name=one.name, joined_at=world.amina.joined_at
                )
                for one in people
            ]
        )
    made = asks.ask(world.brian, wanted=3, takes_first=True)
    name, sign = connection.settings_dict["NAME"], tmp_path / "now"
    connection.close()
    command = [sys.executable, "-m", "tests.reciprocity.at_once", str(name), str(made.pk), str(sign)]
    running = [
        subprocess.Popen(
            [*command, *(str(one.pk) for one in crowd[n::2])],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(2)
    ]
    assert [one.stdout.readline().strip() for one in running if one.stdout] == ["ready"] * 2
    sign.touch()
    said = Counter(line for one in running for line in one.communicate(timeout=120)[0].split())
    assert [one.returncode for one in running] == [0] * 2
    assert said["agreed"] == 3
    assert said["agreed"] + said["enough"] == 200
    with everywhere("a test looks"):
        assert sorted(Hand.objects.agreed().values_list("place", flat=True)) == [0, 1, 2]
        assert Hand.objects.count() == 3
        assert Ask.objects.get(pk=made.pk).state == State.AGREED
