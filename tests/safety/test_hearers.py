"""Who hears a report is settled when it is made: nobody it is about can take it over later."""

from __future__ import annotations

import pytest

from byturns.groups.actions import stewards
from byturns.groups.models import Membership
from byturns.groups.scoping import in_group
from byturns.safety import queries
from byturns.safety.actions import reporting
from byturns.safety.models import Report
from tests import world as scene
from tests.world import World


def _about_stewards(world: World) -> Report:
    reporting.write_from_outside(
        slug=world.slug, route="outside", severity="house", words="CANARY", about_stewards=True
    )
    with in_group(world.group):
        return Report.objects.get()


def _about_celia(world: World) -> Report:
    with in_group(world.group):
        return reporting.report_person(member=world.amina, person=world.celia, words="CANARY")


@pytest.mark.parametrize("make", [_about_stewards, _about_celia])
def test_un_naming_and_naming_others_moves_no_report(world: World, hearers, as_, make):
    report = make(world)
    with in_group(world.group):
        stewards.name_hearers(member=world.celia, whom=[])
        assert queries.hearers(report) == list(hearers)
        stewards.name_hearers(member=world.celia, whom=[world.amina, world.joan])
        assert queries.hearers(report) == list(hearers)
        dilys = scene.join(world.group, "Dilys", role=Membership.Role.STEWARD)
        assert queries.hearers(report) == list(hearers)
        assert not Report.objects.heard_by(dilys).exists()
    address = f"/g/tuesday/reports/{report.public_id}/"
    assert "CANARY" in as_(world.brian).get(address).content.decode()
    assert [as_(who).get(address).status_code for who in (world.celia, world.amina)] == [404, 404]


def test_only_when_none_of_them_is_here_any_more_do_others_follow(world: World, hearers):
    report = _about_celia(world)
    with in_group(world.group):
        Membership.objects.filter(pk=world.joan.pk).update(hears_reports=True)
        Membership.objects.filter(pk=world.brian.pk).update(status=Membership.Status.LEFT)
        assert queries.hearers(report) == [world.dev]
        Membership.objects.filter(pk=world.dev.pk).update(status=Membership.Status.LEFT)
        assert queries.hearers(report) == [world.joan]
