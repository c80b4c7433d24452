"""A member without e-mail does through the one who types for her what others do on their own pages."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest

from byturns.core import clock
from byturns.core.models import EventRecord
from byturns.groups.actions import breaks, leaving, own_data, profile, typing
from byturns.groups.actions.profile import Said, Self
from byturns.groups.models import ContactLook, Membership, ProfileLine
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from tests.groups.factor import fresh
from tests.groups.test_members_profile import filled
from tests.world import World

PAGES = ("for/profile/", "for/pace/", "for/words/")


def again(member: Membership) -> Membership:
    with everywhere("a test looks"):
        return Membership.objects.select_related("person__account").get(pk=member.pk)


def page(whom: Membership, rest: str = "") -> str:
    return f"/g/tuesday/people/{whom.public_id}/{rest}"


@pytest.fixture(autouse=True)
def _brian_types_for_joan(world: World) -> None:
    with in_group(world.group):
        typing.name_typist(member=world.celia, whom=world.joan, typist=world.brian, how_said="by telephone")
        typing.name_typist(member=world.amina, whom=world.amina, typist=world.brian, how_said="")


def last(kind: str) -> EventRecord:
    return EventRecord.objects.filter(kind=f"groups.{kind}").latest("pk")


def test_her_profile_is_typed_for_her(world: World, as_):
    client = as_(world.brian)
    form = filled(display_name="Joan", line_likes="The wireless", in_directory="")
    answer = client.post(page(world.joan, "for/profile/"), form)
    assert (answer.status_code, answer["Location"]) == (303, page(world.joan))
    with in_group(world.group):
        assert list(ProfileLine.objects.values_list("membership", "words")) == [
            (world.joan.pk, "The wireless")
        ]
    assert not again(world.joan).in_directory
    fact = last("ProfileChanged")
    assert (fact.by_id, fact.facts) == (world.brian.pk, {"membership_id": world.joan.pk})
    refused = client.post(page(world.joan, "for/profile/"), filled(display_name="Brian"))
    assert refused.status_code == 422
    assert again(world.brian).display_name == "Brian"


def test_her_break_and_her_words(world: World, as_):
    client = as_(world.brian)
    day = clock.today(world.group.zone) + timedelta(days=7)
    client.post(page(world.joan, "for/pace/"), {"until": day.isoformat()})
    assert again(world.joan).on_break_until == day
    assert again(world.brian).on_break_until is None
    assert last("BreakTaken").by_id == world.brian.pk
    client.post(page(world.joan, "for/pace/"), {"end": "1"})
    assert again(world.joan).on_break_until is None
    answer = client.post(page(world.joan, "for/words/"))
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    assert json.loads(packed.read("my-words.json"))["groups"]["Membership"]["name"] == "Joan"
    assert last("OwnDataTaken").by_id == world.brian.pk


def test_the_copy_a_typist_prints_is_a_look_at_how_she_is_reached(world: World):
    with in_group(world.group):
        packed = zipfile.ZipFile(io.BytesIO(own_data.take_away(member=world.joan, typed_by=world.brian)))
        told = json.loads(packed.read("my-words.json"))["groups"]["Who looked at how I am reached"]
        assert [row["who"] for row in told] == ["Brian"]
        assert [(look.by, look.membership) for look in ContactLook.objects.all()] == [
            (world.brian, world.joan)
        ]
        own_data.take_away(member=world.amina)
        assert ContactLook.objects.count() == 1
    assert last("ContactSeen").by_id == world.brian.pk


@pytest.mark.parametrize("rest", PAGES)
def test_nobody_else_and_for_nobody_who_can_herself(world: World, as_, rest: str):
    for member, whom in (
        (world.amina, world.joan),
        (world.dev, world.joan),
        (world.farid, world.joan),
        (world.brian, world.amina),  # she named him to type, but has her own pages
        (world.brian, world.dev),
        (world.brian, world.gwen),
    ):
        assert as_(member).get(page(whom, rest)).status_code == 404
        assert as_(member).post(page(whom, rest), filled()).status_code == 404
    assert fresh(world.celia).get(page(world.joan, rest)).status_code == 404
    assert as_(world.brian).get(page(world.joan, rest)).status_code == 200


def test_the_actions_ask_the_same_rule(world: World):
    said = Self("Joan", "unsaid", "me", True, {"likes": Said("x")})
    today = clock.today(world.group.zone)
    with in_group(world.group):
        for typist, whom in ((world.celia, world.joan), (world.brian, world.amina)):
            with pytest.raises(NotAllowed):
                profile.save(member=whom, said=said, typed_by=typist)
            with pytest.raises(NotAllowed):
                breaks.take(member=whom, until=today, typed_by=typist)
            with pytest.raises(NotAllowed):
                breaks.end(member=whom, typed_by=typist)
            with pytest.raises(NotAllowed):
                own_data.take_away(member=whom, typed_by=typist)


def test_a_steward_writes_down_that_she_leaves(world: World, as_):
    leaves = page(world.joan, "leaves/")
    assert as_(world.brian).post(leaves, {"words": "down", "sure": "on"}).status_code == 403
    assert as_(world.farid).post(leaves, {"words": "down", "sure": "on"}).status_code == 404
    celia = fresh(world.celia)
    assert celia.post(page(world.amina, "leaves/"), {"words": "down", "sure": "on"}).status_code == 404
    assert celia.post(leaves, {"words": "keep"}).status_code == 422
    assert celia.post(leaves, {"words": "keep", "sure": "on"}).status_code == 303
    gone = again(world.joan)
    assert (gone.status, gone.words_wish, gone.display_name) == ("left", "keep", "Joan")
    fact = last("MemberLeft")
    assert (fact.by_id, fact.facts["membership_id"]) == (world.celia.pk, world.joan.pk)


def test_only_for_members_without_e_mail(world: World):
    with in_group(world.group):
        for member, whom in (
            (world.celia, world.amina),
            (world.brian, world.joan),
            (world.celia, world.erin),
        ):
            with pytest.raises(NotAllowed):
                leaving.leave(member=whom, said_to=member)
        leaving.leave(member=world.joan, said_to=world.celia)
        with pytest.raises(NotAllowed):
            leaving.leave(member=world.joan, said_to=world.celia)
