"""Parts that home shows: to who has just come, and to who rests."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.template.loader import render_to_string

from byturns.core import clock
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere
from tests.world import World


def shown(part: str, member: Membership, queries) -> str:
    with queries(0):
        return render_to_string(
            f"groups/people/{part}.html", {"member": member, "group": member.group, "home": True}
        )


@pytest.fixture
def found(world: World, django_assert_num_queries):
    def render(part: str, member: Membership) -> str:
        with everywhere("a test looks"):
            member = Membership.objects.select_related("group").get(pk=member.pk)
        return " ".join(shown(part, member, django_assert_num_queries).split())

    return render


def test_who_has_just_come_reads_three_things_she_can_do_and_others_nothing(world: World, found):
    assert found("_welcome", world.amina).count("<li>") == 3
    assert [found("_welcome", who) for who in (world.brian, world.erin, world.celia)] == ["", "", ""]
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert found("_welcome", world.amina) == ""


def test_who_rests_reads_until_when_and_ends_it_with_one_press(world: World, found, as_):
    assert "You are resting until" in found("_resting", world.dev)
    assert found("_resting", world.amina) == ""
    dev = as_(world.dev)
    answer = dev.post("/g/tuesday/me/pace/", {"end": "1", "home": "1"})
    assert (answer.status_code, answer["Location"]) == (303, "/g/tuesday/")
    assert found("_resting", world.dev) == ""
