"""Circles: only those in it know what is said, others do not know that it is there."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from byturns.core.models import EventRecord, OutgoingMail
from byturns.groups.actions import circles as actions
from byturns.groups.models import Circle, CircleMember, Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from tests.world import World

HERE = "/g/tuesday/people/circles/"


@pytest.fixture
def circle(world: World) -> Circle:
    with in_group(world.group):
        made = actions.start(member=world.brian, name="The early birds", about="For bad nights")
        actions.ask(member=world.brian, circle=made, whom=[world.amina, world.joan])
    return made


def inside(circle: Circle) -> list[str]:
    with everywhere("a test looks"):
        rows = CircleMember.objects.joined().filter(circle=circle)
        return sorted(row.membership.display_name for row in rows)


def test_starting_asking_and_saying_yes(world: World, as_, mailoutbox, run_jobs):
    brian, amina = as_(world.brian), as_(world.amina)
    assert (
        "stewards read that message and up to five before it" in brian.get(f"{HERE}start/").content.decode()
    )
    answer = brian.post(f"{HERE}start/", {"name": " The early  birds ", "about": ""})
    page = answer["Location"]
    with in_group(world.group):
        made = Circle.objects.get()
    assert (page, made.name, inside(made)) == (f"{HERE}{made.public_id}/", "The early birds", ["Brian"])
    brian.post(page, {"whom": [world.amina.public_id]})
    assert inside(made) == ["Brian"]
    assert amina.get(page).status_code == 404
    run_jobs()
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["amina@example.org"], "A message from your group")
    ]
    assert "early birds" not in mailoutbox[0].body
    assert "The early birds" in amina.get(HERE).content.decode()
    amina.post(f"{page}answer/", {"answer": "yes"})
    assert inside(made) == ["Amina", "Brian"]
    assert amina.get(page).status_code == 200


def test_a_no_leaves_nothing_behind(world: World, as_, circle: Circle, mailoutbox, run_jobs):
    as_(world.amina).post(f"{HERE}{circle.public_id}/answer/", {"answer": "no"})
    with in_group(world.group):
        assert not CircleMember.objects.filter(membership=world.amina).exists()
    run_jobs()
    assert mailoutbox == []  # she answered before the mail went


def test_who_has_no_mailbox_is_asked_without_mail(world: World, circle: Circle):
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == ["amina@example.org"]


def test_others_do_not_know_of_it_and_a_steward_knows_only_the_name(world: World, as_, circle: Circle):
    page = f"{HERE}{circle.public_id}/"
    for member in (world.dev, world.celia, world.farid):
        client = as_(member)
        assert client.get(page).status_code == 404
        assert client.post(f"{page}leave/").status_code == 404
        assert client.post(f"{page}close/").status_code == 404
        assert client.post(f"{page}answer/", {"answer": "yes"}).status_code == 404
    assert "early birds" not in as_(world.dev).get(HERE).content.decode()
    seen = as_(world.celia).get(HERE).content.decode()
    assert "The early birds" in seen
    assert "For bad nights" not in seen
    assert as_(world.erin).get(HERE).status_code == 403
    assert "early birds" not in as_(world.dev).get("/g/tuesday/people/log/").content.decode()
    told = [record.kind for record in EventRecord.objects.all()]
    assert told == ["groups.CircleStarted", "groups.CircleAsked", "groups.CircleAsked"]


def test_two_circles_may_have_one_name(world: World, circle: Circle):
    with in_group(world.group):
        actions.start(member=world.dev, name="The early birds")
        assert Circle.objects.count() == 2


def test_only_members_who_are_here_are_asked(world: World, circle: Circle):
    with in_group(world.group):
        actions.ask(
            member=world.brian, circle=circle, whom=[world.erin, world.gwen, world.amina, world.brian]
        )
        asked = CircleMember.objects.filter(joined_at=None).values_list("membership", flat=True)
        assert sorted(asked) == sorted([world.amina.pk, world.joan.pk])


def test_only_who_is_in_it_asks_closes_and_leaves(world: World, circle: Circle):
    with in_group(world.group):
        for member in (world.amina, world.celia):
            with pytest.raises(NotAllowed):
                actions.ask(member=member, circle=circle, whom=[world.dev])
            with pytest.raises(NotAllowed):
                actions.close(member=member, circle=circle)
            with pytest.raises(NotAllowed):
                actions.leave(member=member, circle=circle)
        with pytest.raises(NotAllowed):
            actions.answer(member=world.celia, circle=circle, yes=True)
        with pytest.raises(NotAllowed):
            actions.start(member=world.erin, name="Guests")
        with pytest.raises(ValidationError):
            actions.start(member=world.brian, name=" \u202e ")


def test_the_last_to_leave_closes_it(world: World, as_, circle: Circle):
    as_(world.brian).post(f"{HERE}{circle.public_id}/leave/")
    with in_group(world.group):
        assert Circle.objects.get().closed_at is not None
        with pytest.raises(NotAllowed):
            actions.answer(member=world.amina, circle=circle, yes=True)


def test_closing_ends_it_for_all(world: World, as_, circle: Circle):
    client = as_(world.brian)
    client.post(f"{HERE}{circle.public_id}/close/")
    assert client.get(f"{HERE}{circle.public_id}/").status_code == 404
    assert "early birds" not in as_(world.amina).get(HERE).content.decode()


def test_who_hides_is_not_offered_in_the_list(world: World, as_, circle: Circle):
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.dev.pk).update(in_directory=False)
    page = as_(world.brian).get(f"{HERE}{circle.public_id}/").content.decode()
    assert "Celia" in page
    assert "Dev" not in page
