from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from byturns.core.models import EventRecord
from byturns.groups.actions import invitations
from byturns.groups.models import Group, Invitation, Membership
from byturns.groups.scoping import everywhere, in_group
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World


def settings_of(world: World) -> str:
    return reverse("groups:settings", kwargs={"group_slug": world.slug})


def filled(**changes: str) -> dict[str, str]:
    return {
        "name": "Tuesday Carers",
        "slug": "tuesday",
        "welcome": "",
        "time_zone": "Europe/London",
        "waking_from": "8",
        "waking_to": "21",
        "quiet_hours": "24",
        "contact_email": "",
        **changes,
    }


def test_a_steward_changes_the_settings_and_the_log_says_which(world: World):
    steward = fresh(world.celia)
    sent = filled(name="Oaks", waking_from="7", time_zone="Europe/Lisbon", contact_email="a@example.org")
    assert steward.post(settings_of(world), sent)["Location"] == settings_of(world)
    group = Group.objects.get(pk=world.group.pk)
    assert (group.name, group.waking_from, str(group.zone)) == ("Oaks", 7, "Europe/Lisbon")
    facts = EventRecord.objects.get(kind="groups.SettingsChanged").facts
    assert facts == {"choices": ["name", "time_zone", "waking_from", "contact_email"]}
    steward.post(settings_of(world), sent)
    assert EventRecord.objects.filter(kind="groups.SettingsChanged").count() == 1


def test_another_word_in_the_address_moves_the_group(world: World):
    steward = fresh(world.celia)
    moved = steward.post(settings_of(world), filled(slug="oaks"))["Location"]
    assert moved == "/g/oaks/settings/"
    assert steward.get(moved).status_code == 200
    assert steward.get(settings_of(world)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 200_000),
        ("slug", "harbour"),
        ("slug", "Not Bland"),
        ("slug", ""),
        ("time_zone", "Mars/Olympus"),
        ("waking_from", "21"),
        ("waking_to", "-1"),
        ("quiet_hours", "-1"),
        ("quiet_hours", "9999999999"),
        ("contact_email", "a@example.org\nb"),
    ],
)
def test_what_cannot_be_changes_nothing(world: World, field: str, value: str):
    answer = fresh(world.celia).post(settings_of(world), filled(welcome="keep this", **{field: value}))
    assert answer.status_code == 422
    assert "keep this" in answer.content.decode()
    world.group.refresh_from_db()
    assert (world.group.name, world.group.slug, world.group.welcome) == ("Tuesday Carers", "tuesday", "")


def test_only_stewards_with_a_factor(world: World):
    expected = (
        (world.brian, 403),
        (world.erin, 403),
        (world.farid, 404),
        (world.gwen, 404),
        (world.celia, 303),
    )
    for member, status in expected:
        answer = scene.sign_in(Client(), member).post(settings_of(world), filled(name="Changed"))
        assert answer.status_code == status
    world.group.refresh_from_db()
    assert world.group.name == "Tuesday Carers"


def test_an_invitation_dies_with_the_membership_of_who_sent_it(world: World):
    with in_group(world.group):
        made = invitations.invite(member=world.brian, email="ines@example.org")
        Membership.objects.filter(pk=world.brian.pk).update(status="left")
    with everywhere("a test looks"):
        found = Invitation.objects.select_related("made_by").get(pk=made.pk)
        assert invitations.why_dead(found) == invitations.Dead.TAKEN_BACK


def test_the_countrys_own_clock_is_the_first_to_choose(world: World):
    page = fresh(world.celia).get(settings_of(world)).content.decode()
    assert page.index('value="Europe/London"') < page.index('value="Africa/Abidjan"')
    assert page.count('value="Europe/London"') == 1
