"""Going: what goes along, what stays, and what no door leads back to."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from byturns.core import clock
from byturns.core.events import revive
from byturns.core.models import EventRecord
from byturns.groups import events, letters_members
from byturns.groups.actions import circles, leaving, typing
from byturns.groups.models import (
    Circle,
    ContactDetail,
    Distance,
    JoinReason,
    Membership,
    ProfileLine,
    TypingGrant,
)
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.people.models import Account, Person
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World

LEAVE = "/g/tuesday/me/leave/"


def again(member: Membership) -> Membership:
    with everywhere("a test looks"):
        return Membership.objects.select_related("person__account", "group").get(pk=member.pk)


def told(kind: type[events.Event]) -> list[events.Event]:
    return [revive(row) for row in EventRecord.objects.filter(kind=kind.kind())]


@pytest.fixture
def rich(world: World) -> Membership:
    """Brian with something in every drawer."""
    with in_group(world.group):
        ProfileLine.objects.create(
            group=world.group, membership=world.brian, key="likes", words="Canary pies"
        )
        ContactDetail.objects.create(group=world.group, membership=world.brian, kind="phone", value="07700 9")
        JoinReason.objects.create(group=world.group, membership=world.brian, words="Canary reason")
        Distance.objects.create(group=world.group, by=world.brian, whom=world.dev, kind="block")
        circles.start(member=world.brian, name="Alone")
        typing.name_typist(member=world.celia, whom=world.joan, typist=world.brian, how_said="by telephone")
    return world.brian


@pytest.mark.parametrize(
    ("wish", "name"),
    [("down", "Someone who has left"), ("unnamed", "Someone who has left"), ("keep", "Brian")],
)
def test_leaving_takes_everything_but_the_words(world: World, as_, rich: Membership, wish: str, name: str):
    client = as_(rich)
    person, account = rich.person, rich.person.account
    answer = client.post(LEAVE, {"words": wish, "sure": "on"})
    assert (answer.status_code, answer["Location"]) == (303, "/goodbye/")
    gone = again(rich)
    assert (gone.status, gone.display_name, gone.words_wish) == ("left", name, wish)
    assert gone.ended_at is not None
    assert told(events.MemberLeft)[0].words == wish
    assert told(events.MemberLeft)[0].membership_id == rich.pk
    with in_group(world.group):
        for model in (ProfileLine, ContactDetail, JoinReason, Distance):
            assert not model.objects.exists()
        assert Circle.objects.get().closed_at is not None
        assert not TypingGrant.objects.standing().exists()
    assert gone.person_id != person.pk
    assert (gone.person.name, gone.person.account) == ("", None)
    assert not Account.objects.filter(pk=account.pk).exists()
    assert Person.objects.get(pk=person.pk).name == ""
    assert client.get("/g/tuesday/people/").status_code == 302
    assert client.get("/goodbye/").status_code == 200


def test_taking_down_is_what_happens_unless_chosen(world: World, as_):
    page = as_(world.brian).get(LEAVE).content.decode()
    chosen = re.findall(r'<input[^>]*name="words"[^>]*value="(\w+)"[^>]*checked', page)
    assert chosen == ["down"]
    for sentence in ("cannot be undone", "35 days", "drafts"):
        assert sentence in page


def test_without_the_tick_nothing_happens(world: World, as_):
    answer = as_(world.brian).post(LEAVE, {"words": "keep"})
    assert answer.status_code == 422
    assert again(world.brian).status == "here"


def test_somebody_in_another_group_keeps_her_sign_in(world: World, as_):
    with everywhere("a test sets the scene"):
        there = Membership.objects.create(
            group=world.other_group, person=world.brian.person, display_name="B."
        )
    client = as_(world.brian)
    client.post(LEAVE, {"words": "unnamed", "sure": "on"})
    assert client.get("/g/tuesday/people/").status_code == 404
    assert client.get("/g/harbour/people/").status_code == 200
    assert again(there).person == world.brian.person
    assert again(world.brian).person != world.brian.person


def test_two_who_share_a_mailbox_do_not_pull_each_other_out(world: World, as_):
    wife = scene.join(world.group, "Wanda", email="brian@example.org")
    client = as_(world.brian)
    client.post(LEAVE, {"words": "down", "sure": "on"})
    assert again(wife).person.account == world.brian.person.account
    assert client.get("/g/tuesday/people/").status_code == 302  # all of that mailbox is signed out
    assert as_(again(wife)).get("/g/tuesday/people/").status_code == 200


def test_the_last_steward_names_another_first(world: World, as_):
    page = as_(world.celia).get(LEAVE).content.decode()
    assert "You are the only steward" in page
    as_(world.celia).post(LEAVE, {"words": "down", "sure": "on"})
    assert again(world.celia).status == "here"
    with in_group(world.group), pytest.raises(NotAllowed):
        leaving.leave(member=world.celia)
    scene.join(world.group, "Stella", role=Membership.Role.STEWARD)
    as_(world.celia).post(LEAVE, {"words": "down", "sure": "on"})
    assert (again(world.celia).status, again(world.celia).role) == ("left", "member")


def test_a_steward_who_left_is_no_steward_elsewhere_in_the_count(world: World):
    """Two stewards who go at once: the second is the last and must stay."""
    stella = scene.join(world.group, "Stella", role=Membership.Role.STEWARD)
    with in_group(world.group):
        leaving.leave(member=stella)
        with pytest.raises(NotAllowed):
            leaving.leave(member=world.celia)


def test_a_guest_may_go_too(world: World, as_):
    assert as_(world.erin).post(LEAVE, {"words": "keep", "sure": "on"}).status_code == 303
    assert again(world.erin).status == "left"


def test_leaving_opens_before_the_agreement_was_said_yes_to(world: World, as_):
    world.group.agreement_version = 3
    world.group.save()
    assert as_(world.brian).get(LEAVE).status_code == 200
    assert as_(world.brian).get("/g/tuesday/me/words/").status_code == 200
    assert as_(world.brian).get("/g/tuesday/me/").status_code == 302


# --- Removed --------------------------------------------------------------------------------------


def test_removing_tells_why_and_leaves_the_words_to_their_writer(world: World, as_, mailoutbox, run_jobs):
    page = f"/g/tuesday/people/{world.brian.public_id}/remove/"
    brian = as_(world.brian)
    answer = fresh(world.celia).post(page, {"reason": "Sold insurance to members.", "sure": "on"})
    assert answer["Location"] == "/g/tuesday/people/looking-after/"
    gone = again(world.brian)
    assert (gone.status, gone.display_name, gone.words_wish) == ("removed", "Brian", "")
    assert (gone.ended_by_id, gone.ended_reason) == (world.celia.pk, "Sold insurance to members.")
    assert gone.person.account is not None
    assert brian.get("/g/tuesday/people/").status_code == 404
    assert "Sold" not in as_(world.amina).get("/g/tuesday/people/log/").content.decode()
    assert "A steward removed a member" in as_(world.amina).get("/g/tuesday/people/log/").content.decode()
    run_jobs()
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["brian@example.org"], "A message from your group")
    assert "Sold" not in mail.body  # a steward's words stay out of the mailbox
    link = re.search(r"http://localhost:8000(/my-words/\S+)", mail.body)
    assert link
    stranger = Client()
    assert "Sold insurance to members." in stranger.get(link[1]).text
    assert again(world.brian).words_wish == ""  # opening changes nothing
    assert stranger.post(link[1], {"words": "unnamed"}).status_code == 303
    assert (again(world.brian).words_wish, again(world.brian).display_name) == (
        "unnamed",
        "Someone who has left",
    )
    assert [fact.words for fact in told(events.WordsSettled)] == ["unnamed"]
    stranger.post(link[1], {"words": "keep"})
    assert again(world.brian).words_wish == "unnamed"
    assert len(told(events.WordsSettled)) == 1


def test_who_left_by_herself_can_still_take_her_words_down(world: World, as_, mailoutbox, run_jobs):
    """The mailbox is cut from the membership at once; the link in the last mail is what remains."""
    as_(world.brian).post(LEAVE, {"words": "keep", "sure": "on"})
    assert not Account.objects.filter(email="brian@example.org").exists()
    run_jobs()
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["brian@example.org"], "A message from your group")
    assert "Brian" not in mail.body
    link = re.search(r"http://localhost:8000(/my-words/\S+)", mail.body)
    assert link
    stranger = Client()
    assert ways_on(stranger, link[1]) == ["down", "unnamed"]
    assert "under the name you had" in stranger.get(link[1]).text
    assert again(world.brian).words_wish == "keep"  # opening changes nothing
    assert stranger.post(link[1], {"words": "unnamed"}).status_code == 303
    assert again(world.brian).display_name == "Someone who has left"
    assert ways_on(stranger, link[1]) == ["down"]
    assert stranger.post(link[1], {"words": "keep"}).status_code == 422  # the name is gone for good
    with time_machine.travel(clock.now() + timedelta(days=400)):
        assert stranger.post(link[1], {"words": "down"}).status_code == 303
        assert ways_on(stranger, link[1]) == []
        assert "Your words are taken down." in stranger.get(link[1]).text
        assert stranger.post(link[1], {"words": "unnamed"}).status_code == 422
    assert again(world.brian).words_wish == "down"
    assert [fact.words for fact in told(events.WordsSettled)] == ["unnamed", "down"]


def ways_on(client: Client, page: str) -> list[str]:
    return re.findall(r'name="words"[^>]*value="(\w+)"', client.get(page).content.decode())


def test_whose_words_went_with_her_gets_no_mail(world: World, as_, mailoutbox, run_jobs):
    as_(world.brian).post(LEAVE, {"words": "down", "sure": "on"})
    run_jobs()
    assert mailoutbox == []


def test_the_goodbye_page_says_that_a_link_comes(world: World):
    assert "you can take your words down" in Client().get("/goodbye/").content.decode()


def test_the_link_of_somebody_who_is_back_does_nothing(world: World):
    page = letters_members.words_page(world.amina).removeprefix("http://localhost:8000")
    assert ways_on(Client(), page) == []
    assert Client().post(page, {"words": "down"}).status_code == 422
    assert again(world.amina).words_wish == ""


def test_a_wrong_or_old_link_opens_nothing(world: World):
    assert Client().get("/my-words/abc:def:ghi/").status_code == 404
    with in_group(world.group):
        leaving.remove(member=world.celia, whom=world.brian, reason="x")
        assert leaving.settle_words(whom=world.amina, words="down") is False
    assert again(world.amina).words_wish == ""


def test_removing_needs_a_steward_with_a_fresh_factor_a_reason_and_another_person(world: World, as_):
    page = f"/g/tuesday/people/{world.brian.public_id}/remove/"
    assert as_(world.amina).post(page, {"reason": "x"}).status_code == 403
    assert as_(world.farid).post(page, {"reason": "x"}).status_code == 404
    assert as_(world.celia).post(page, {"reason": "x"}).status_code in (302, 303)  # asked for her factor
    assert fresh(world.celia).post(page, {"reason": "  ", "sure": "on"}).status_code == 422
    assert again(world.brian).status == "here"
    with in_group(world.group):
        for whom in (world.celia, world.gwen):
            with pytest.raises(NotAllowed):
                leaving.remove(member=world.celia, whom=whom, reason="x")
        with pytest.raises(ValidationError):
            leaving.remove(member=world.celia, whom=world.brian, reason=" \n")


# --- Died -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tell", [True, False])
def test_a_member_has_died(world: World, as_, rich: Membership, tell: bool):
    account = rich.person.account
    form = {"sure": "on"} | ({"tell": "on"} if tell else {})
    fresh(world.celia).post(f"/g/tuesday/people/{rich.public_id}/died/", form)
    gone = again(rich)
    assert (gone.status, gone.display_name, gone.words_wish) == ("died", "Brian", "keep")
    assert gone.person.account is None
    assert not Account.objects.filter(pk=account.pk).exists()
    with in_group(world.group):
        assert not ContactDetail.objects.exists()
    log = as_(world.amina).get("/g/tuesday/people/log/").content.decode()
    assert ("A member has died" in log) == tell
    assert len(told(events.MemberDied)) == 1
    assert "Brian" not in as_(world.amina).get("/g/tuesday/people/").content.decode()


def test_it_must_be_certain(world: World):
    page = f"/g/tuesday/people/{world.brian.public_id}/died/"
    assert fresh(world.celia).post(page, {"tell": "on"}).status_code == 422
    assert again(world.brian).status == "here"


def test_what_happens_if_nothing_is_changed_is_said_on_the_chosen_card(world: World, as_):
    page = as_(world.amina).get(LEAVE).content.decode()
    said = "This is what happens if you change nothing. It cannot be undone. Everything you wrote goes."
    chosen = page[page.index("checked") :]
    assert page.count("if you change nothing") == 1
    assert said in chosen[: chosen.index("</label>")]
