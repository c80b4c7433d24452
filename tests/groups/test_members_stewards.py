"""Looking after the group: shared, with each one's own yes, and never by nobody."""

from __future__ import annotations

import threading
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from byturns.core.models import EventRecord
from byturns.groups.actions import leaving, members, stewards
from byturns.groups.models import Membership, StewardOffer
from byturns.groups.policy import NotAllowed
from byturns.groups.queries import stewarding
from byturns.groups.scoping import everywhere, in_group
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World

HERE = "/g/tuesday/people/looking-after/"


def again(member: Membership) -> Membership:
    with everywhere("a test looks"):
        return Membership.objects.select_related("person__account", "group").get(pk=member.pk)


def kinds() -> list[str]:
    return [row.kind.removeprefix("groups.") for row in EventRecord.objects.order_by("pk")]


def test_a_second_steward_with_their_yes(world: World, as_, mailoutbox, run_jobs):
    celia = fresh(world.celia)
    assert "All of it rests on you" in celia.get(HERE).content.decode()
    answer = celia.post(f"{HERE}ask/", {"whom": world.brian.public_id})
    assert answer["Location"] == HERE
    assert again(world.brian).role == "member"
    run_jobs()
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["brian@example.org"], "A message from your group")
    ]
    with in_group(world.group):
        offer = StewardOffer.objects.get()
    page = f"{HERE}ask/{offer.public_id}/"
    assert page in mailoutbox[0].body
    brian = as_(world.brian)
    assert "Would you be a steward" in brian.get(page).content.decode()
    assert as_(world.amina).get(page).status_code == 404
    assert as_(world.farid).get(page).status_code == 404
    brian.post(page, {"answer": "yes"})
    assert again(world.brian).role == "steward"
    assert "All of it rests on you" not in celia.get(HERE).content.decode()
    assert kinds() == ["StewardAsked", "StewardOfferAnswered", "StewardNamed"]
    log = as_(world.amina).get("/g/tuesday/people/log/").content.decode()
    assert "A member became a steward, with their own yes" in log
    assert "Brian" not in log


def test_a_no_changes_nothing_and_the_first_answer_counts(world: World, as_):
    with in_group(world.group):
        offer = stewards.offer(member=world.celia, whom=world.brian)
        assert stewards.offer(member=world.celia, whom=world.brian) == offer
    page = f"{HERE}ask/{offer.public_id}/"
    as_(world.brian).post(page, {"answer": "no"})
    assert as_(world.brian).post(page, {"answer": "yes"}).status_code == 403
    assert again(world.brian).role == "member"
    assert "StewardNamed" not in kinds()


def test_the_question_can_be_taken_back(world: World, as_):
    with in_group(world.group):
        offer = stewards.offer(member=world.celia, whom=world.brian)
    fresh(world.celia).post(f"{HERE}ask/{offer.public_id}/back/")
    assert as_(world.brian).post(f"{HERE}ask/{offer.public_id}/", {"answer": "yes"}).status_code == 403
    assert again(world.brian).role == "member"


def test_who_cannot_be_a_steward(world: World):
    wife = scene.join(world.group, "Wanda", email="brian@example.org")
    with in_group(world.group):
        for whom in (world.joan, world.erin, world.gwen, world.celia, wife, world.brian):
            with pytest.raises(NotAllowed) as refused:
                stewards.offer(member=world.celia, whom=whom)
            assert str(refused.value)
        with pytest.raises(NotAllowed):
            stewards.offer(member=world.brian, whom=world.amina)


def test_a_mailbox_shared_in_the_meantime_is_looked_at_again(world: World):
    with in_group(world.group):
        offer = stewards.offer(member=world.celia, whom=world.brian)
        scene.join(world.group, "Wanda", email="brian@example.org")
        with pytest.raises(NotAllowed):
            stewards.answer(member=world.brian, offer=offer, yes=True)
        stewards.answer(member=world.brian, offer=offer, yes=False)
    assert again(world.brian).role == "member"


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_moment_are_one():
    """A yes pressed twice, in two browsers: one of them counts."""
    world = scene.build()
    with in_group(world.group):
        offer = stewards.offer(member=world.celia, whom=world.brian)
    gate, results = threading.Barrier(2), []

    def press() -> None:
        try:
            with in_group(world.group):
                member = Membership.objects.select_related("person").get(pk=world.brian.pk)
                gate.wait()
                stewards.answer(member=member, offer=offer, yes=True)
            results.append("yes")
        except NotAllowed:
            results.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=press) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(results) == ["refused", "yes"]
    assert kinds().count("StewardNamed") == 1


def test_stepping_down_but_not_the_last(world: World, as_):
    celia = fresh(world.celia)
    assert "You are the only steward" in celia.get(f"{HERE}step-down/").content.decode()
    assert celia.post(f"{HERE}step-down/").status_code == 403
    scene.join(world.group, "Stella", role=Membership.Role.STEWARD)
    celia.post(f"{HERE}step-down/")
    assert again(world.celia).role == "member"
    assert kinds() == ["StewardSteppedDown"]


@pytest.mark.django_db(transaction=True)
def test_two_stewards_who_step_down_at_once_leave_one():
    world = scene.build()
    stella = scene.join(world.group, "Stella", role=Membership.Role.STEWARD)
    gate, results = threading.Barrier(2), []

    def go(who: int) -> None:
        try:
            with in_group(world.group):
                member = Membership.objects.get(pk=who)
                gate.wait()
                stewards.step_down(member=member)
            results.append("down")
        except NotAllowed:
            results.append("stays")
        finally:
            connection.close()

    both = [threading.Thread(target=go, args=[who.pk]) for who in (world.celia, stella)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(results) == ["down", "stays"]


def test_listeners_are_exactly_who_was_named(world: World, as_):
    client = fresh(world.celia)
    page = f"{HERE}listeners/"
    client.post(page, {"whom": [world.brian.public_id, world.dev.public_id]})
    client.post(page, {"whom": [world.dev.public_id]})
    with in_group(world.group):
        assert list(Membership.objects.listeners()) == [world.dev]
    client.post(page, {"whom": [world.dev.public_id]})  # no change, no fact
    assert kinds() == ["ListenersNamed", "ListenersNamed"]
    assert client.post(page, {"whom": [world.erin.public_id]}).status_code == 422
    client.post(page, {})
    with in_group(world.group):
        assert not Membership.objects.listeners().exists()


def test_two_members_hear_reports_about_a_steward(world: World, as_):
    client = fresh(world.celia)
    assert "Name two members" in client.get(HERE).content.decode()
    page = f"{HERE}hearers/"
    assert client.post(page, {"whom": [world.brian.public_id]}).status_code == 422
    client.post(page, {"whom": [world.brian.public_id, world.dev.public_id]})
    with in_group(world.group):
        assert [row.display_name for row in stewarding.duties().hearers] == ["Brian", "Dev"]
        assert not stewarding.duties().needs_hearers
        with pytest.raises(ValidationError):
            stewards.name_hearers(member=world.celia, whom=[world.celia, world.dev])
        with pytest.raises(NotAllowed):
            stewards.name_hearers(member=world.celia, whom=[world.gwen, world.dev])


def test_every_member_sees_who_looks_after_the_group_and_only_stewards_act(world: World, as_):
    page = as_(world.amina).get(HERE).content.decode()
    assert "Celia" in page
    assert "Step down" not in page
    for path in ("ask/", "step-down/", "listeners/", "hearers/", "without-email/", "guest/", "everybody/"):
        assert as_(world.amina).get(HERE + path).status_code == 403
        assert as_(world.erin).get(HERE + path).status_code == 403
        assert as_(world.farid).get(HERE + path).status_code == 404
        assert as_(world.celia).get(HERE + path).status_code in (302, 303)  # first the second factor
        assert fresh(world.celia).get(HERE + path).status_code == 200
    assert as_(world.erin).get(HERE).status_code == 403


@pytest.mark.parametrize("more", [1, 3])
def test_as_many_questions_for_few_as_for_many(world: World, as_, more: int, django_assert_num_queries):
    for number in range(more):
        scene.join(world.group, f"Steward {number}", role=Membership.Role.STEWARD)
    client = as_(world.amina)
    client.get(HERE)
    with django_assert_num_queries(5):
        client.get(HERE)


# --- Guests ---------------------------------------------------------------------------------------


def test_a_guest_from_outside(world: World, as_, mailoutbox, run_jobs):
    client = fresh(world.celia)
    form = {
        "display_name": "Nurse Okoro",
        "guest_as": "District nurse, Harbour Surgery",
        "email": "Okoro@Surgery.example",
    }
    assert client.post(f"{HERE}guest/", form)["Location"] == HERE
    with in_group(world.group):
        guest = Membership.objects.select_related("person__account").get(display_name="Nurse Okoro")
    assert (guest.role, guest.guest_as) == ("guest", "District nurse, Harbour Surgery")
    assert guest.person.account.email == "okoro@surgery.example"
    run_jobs()
    assert [mail.to for mail in mailoutbox] == [["Okoro@Surgery.example"]]
    page = as_(world.amina).get(f"/g/tuesday/people/{guest.public_id}/").content.decode()
    assert "District nurse, Harbour Surgery" in page
    client.post(f"/g/tuesday/people/{guest.public_id}/end-visit/")
    assert again(guest).status == "left"
    assert kinds() == ["GuestMade", "GuestEnded"]


def test_a_member_is_not_made_a_guest_and_a_guest_act_ends_no_member(world: World):
    client = fresh(world.celia)
    form = {"display_name": "B", "guest_as": "x", "email": "BRIAN@example.org"}
    assert client.post(f"{HERE}guest/", form).status_code == 422
    assert client.post(f"/g/tuesday/people/{world.brian.public_id}/end-visit/").status_code == 403
    with in_group(world.group):
        assert again(world.brian).status == "here"
        with pytest.raises(NotAllowed):
            members.let_guest_in(member=world.brian, display_name="B", guest_as="x", email="x@example.org")


# --- By whoever runs the server -------------------------------------------------------------------


def test_recover_steward_from_the_command_line(world: World, as_, mailoutbox, run_jobs):
    said = StringIO()
    call_command("recover_steward", group="tuesday", email="Brian@Example.org", stdout=said)
    assert again(world.brian).role == "steward"
    assert "Done." in said.getvalue()
    assert EventRecord.objects.get().by_id is None
    run_jobs()
    assert sorted(mail.to[0] for mail in mailoutbox) == [
        "amina@example.org",
        "brian@example.org",
        "celia@example.org",
        "dev@example.org",
    ]
    assert {mail.subject for mail in mailoutbox} == {"A message from your group"}
    assert not any("Brian" in mail.body for mail in mailoutbox)
    log = as_(world.amina).get("/g/tuesday/people/log/").content.decode()
    assert "Whoever runs the server made a member a steward" in log


@pytest.mark.parametrize(
    ("group", "email"),
    [
        ("nowhere", "brian@example.org"),
        ("tuesday", "nobody@example.org"),
        ("tuesday", "farid@example.org"),
        ("tuesday", "erin@example.org"),
        ("tuesday", "gwen@example.org"),
        ("tuesday", "celia@example.org"),
    ],
)
def test_it_says_why_not(world: World, group: str, email: str):
    with pytest.raises(CommandError) as refused:
        call_command("recover_steward", group=group, email=email)
    assert str(refused.value)
    assert kinds() == []


def test_letters_say_nothing_when_there_is_nothing_left_to_say(world: World, mailoutbox, run_jobs):
    """A question taken back, a removal, a guest and a host's act that are over before their mail goes."""
    with in_group(world.group):
        offer = stewards.offer(member=world.celia, whom=world.brian)
        stewards.take_back(member=world.celia, offer=offer)
        stewards.take_back(member=world.celia, offer=offer)  # twice changes nothing
        guest = members.let_guest_in(
            member=world.celia, display_name="Nurse", guest_as="nurse", email="nurse@example.org"
        )
        leaving.end_guest(member=world.celia, whom=guest)
        leaving.remove(member=world.celia, whom=world.dev, reason="x")
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.dev.pk).update(status="here")
    run_jobs()
    assert mailoutbox == []


def test_asked_who_cannot_be_one_says_why(world: World):
    scene.join(world.group, "Wanda", email="brian@example.org")
    answer = fresh(world.celia).post(f"{HERE}ask/", {"whom": world.brian.public_id})
    assert answer.status_code == 422
    assert "shared with somebody else" in answer.content.decode()
