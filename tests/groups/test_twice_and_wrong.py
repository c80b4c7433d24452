"""Pressed twice, or filled in with what cannot be: one change, one fact, a sentence, and nothing lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from byturns.core import clock
from byturns.core.models import EventRecord
from byturns.groups.actions import asking, breaks, distance, invitations, profile, questions
from byturns.groups.actions import settings as settings_actions
from byturns.groups.models import Application, Distance, Group, Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.people.models import Account
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World

OWN = {
    "name": "Tuesday Carers",
    "slug": "tuesday",
    "welcome": "",
    "time_zone": "Europe/London",
    "waking_from": 8,
    "waking_to": 21,
    "quiet_hours": 48,
    "contact_email": "",
}


def facts(kind: str) -> int:
    return EventRecord.objects.filter(kind=f"groups.{kind}").count()


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        ({"time_zone": "Europe/Atlantis"}, "That is not a place with a clock that we know."),
        ({"waking_from": 21, "waking_to": 8}, "The day must end after it begins."),
        ({"waking_to": 25}, "The day must end after it begins."),
    ],
)
def test_a_clock_that_cannot_be_changes_nothing(world: World, odd: dict[str, object], says: str):
    with in_group(world.group), pytest.raises(ValidationError) as refused:
        settings_actions.change(member=world.celia, **{**OWN, **odd})
    assert refused.value.messages == [says]
    assert facts("SettingsChanged") == 0


def test_settings_that_stay_as_they_are_tell_nothing(world: World):
    with in_group(world.group):
        now = {name: getattr(Group.objects.get(pk=world.group.pk), name) for name in OWN}
        settings_actions.change(member=world.celia, **now)
        assert facts("SettingsChanged") == 0
        settings_actions.change(member=world.celia, **{**now, "welcome": "Come in."})
    assert facts("SettingsChanged") == 1


@pytest.mark.parametrize(
    ("adult", "open_", "says"),
    [
        (False, True, "The group is for adults who look after somebody, or did."),
        (True, False, "The group takes nobody new at the moment."),
    ],
)
def test_who_may_not_ask_is_told_and_leaves_no_row(world: World, adult: bool, open_: bool, says: str):
    world.group.takes_askers = open_
    with pytest.raises(ValidationError) as refused:
        asking.ask(
            group=world.group,
            account=Account.objects.create_user("hana@example.org"),
            person=None,
            name="Hana",
            answers=[],
            says_carer_over_18=adult,
        )
    assert refused.value.messages == [says]
    with in_group(world.group):
        assert not Application.objects.exists()


def test_an_invitation_taken_back_twice_is_taken_back_once_and_a_wrong_link_joins_nobody(world: World):
    with in_group(world.group):
        made = invitations.invite(member=world.brian, email="ines@example.org")
        for _ in range(2):
            invitations.take_back(member=world.brian, invitation=made)
    assert facts("InvitationTakenBack") == 1
    with pytest.raises(invitations.InvitationIsDead):
        invitations.accept(token="no such token", name="Ines", version=0, person=None)
    assert facts("MemberJoined") == 0


def test_a_break_ended_twice_is_ended_once(world: World):
    with in_group(world.group):
        for _ in range(2):
            breaks.end(member=world.dev)
    assert facts("BreakEnded") == 1


@pytest.mark.parametrize("days", [-1, 400])
def test_a_break_is_until_a_day_to_come_within_a_year(world: World, as_, days: int):
    day = (clock.now() + timedelta(days=days)).date()
    page = as_(world.amina).post("/g/tuesday/me/pace/", {"act": "rest", "until": day.isoformat()})
    assert page.status_code == 422
    assert day.isoformat() in page.content.decode()
    with everywhere("a test looks"):
        assert Membership.objects.get(pk=world.amina.pk).on_break_until is None


def test_who_is_kept_away_from_twice_or_let_near_again_twice(world: World):
    with in_group(world.group):
        for _ in range(2):
            distance.keep_away(member=world.amina, whom=world.brian, kind=Distance.Kind.BLOCK)
        assert Distance.objects.count() == 1
        before = EventRecord.objects.count()
        for _ in range(2):
            distance.come_near(member=world.amina, whom=world.brian)
        assert Distance.objects.count() == 0
    assert EventRecord.objects.count() - before <= 1


def test_the_same_questions_again_are_the_same_questions(world: World):
    with in_group(world.group):
        first = questions.put(member=world.celia, asked=["How did you hear of us?"])
        again = questions.put(member=world.celia, asked=["How did you hear of us?"])
    assert [one.pk for one in first] == [one.pk for one in again]


def test_a_name_of_marks_that_nobody_sees_is_no_name(world: World):
    with in_group(world.group), pytest.raises(ValidationError):
        profile.claim_name("\u202e\x00 ", group_id=world.group.pk)


def test_privacy_of_an_invitation_is_read_before_joining_and_not_after_the_link_is_dead(world: World):
    from tests.groups.test_bounds import link

    address = link(world, "ines@example.org")
    page = Client().get(f"{address}privacy/")
    assert page.status_code == 200
    assert "<h1>What is kept about you</h1>" in page.content.decode()
    assert Client().get("/invited/no-such-token/privacy/").status_code == 404


def test_a_steward_reads_what_went_wrong_beside_what_she_typed(world: World):
    steward = fresh(world.celia)
    removing = steward.post(
        f"/g/tuesday/people/{world.brian.public_id}/remove/", {"reason": "\u202e \x00", "sure": "on"}
    )
    assert removing.status_code == 422
    with everywhere("a test looks"):
        assert Membership.objects.get(pk=world.brian.pk).status == Membership.Status.HERE


def test_only_the_two_of_them_end_typing(world: World, as_):
    from byturns.groups.models import TypingGrant

    with in_group(world.group):
        grant = TypingGrant.objects.create(
            group=world.group, member=world.joan, typist=world.brian, how_said="by phone"
        )
        with pytest.raises(NotAllowed):
            from byturns.groups.actions import typing

            typing.end(member=world.amina, grant=grant)
        assert TypingGrant.objects.standing().count() == 1


def test_who_shares_a_mailbox_says_first_which_one_asks_to_join(world: World):
    world.group.takes_askers = True
    world.group.save()
    for name in ("Ines", "Olaf"):
        scene.person(name, email="home@example.org")
    browser = Client()
    browser.force_login(Account.objects.get(email="home@example.org"))
    where = f"/join/{world.group.join_token}/ask/"
    answer = browser.get(where)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/me/which/?next=")
