"""The People page: who finds whom, and which line of a profile is for whose eyes."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byturns.core import clock
from byturns.groups.kinds import Audience
from byturns.groups.models import Circle, CircleMember, Distance, Membership, ProfileLine
from byturns.groups.queries import directory
from byturns.groups.scoping import everywhere, in_group
from tests import world as scene
from tests.world import World

Key = ProfileLine.Key


def line(of: Membership, words: str, audience: str, key: str = Key.ABOUT) -> ProfileLine:
    with everywhere("a test sets the scene"):
        return ProfileLine.objects.create(
            group_id=of.group_id, membership=of, key=key, words=words, audience=audience
        )


def circle_of(*people: Membership, asked: tuple[Membership, ...] = (), closed: bool = False) -> Circle:
    with everywhere("a test sets the scene"):
        made = Circle.objects.create(
            group_id=people[0].group_id,
            name="The early birds",
            made_by=people[0],
            closed_at=clock.now() if closed else None,
        )
        for member in (*people, *asked):
            CircleMember.objects.create(
                group_id=made.group_id,
                circle=made,
                membership=member,
                joined_at=None if member in asked else clock.now(),
            )
    return made


def block(by: Membership, whom: Membership, kind: str = Distance.Kind.BLOCK) -> None:
    with everywhere("a test sets the scene"):
        Distance.objects.create(group_id=by.group_id, by=by, whom=whom, kind=kind)


@pytest.fixture
def told(world: World) -> dict[str, ProfileLine]:
    """Brian says one thing to each audience; Amina is in a circle with him, Dev only asked into it."""
    circle_of(world.brian, world.amina, asked=(world.dev,))
    keys = [Key.LIKES, Key.KNOWS, Key.ABOUT, Key.TALK]
    return {
        audience: line(world.brian, f"canary for {audience}", audience, key)
        for key, audience in zip(keys, Audience, strict=True)
    }


CAN_READ = {
    "brian": {"group", "circles", "stewards", "me"},
    "amina": {"group", "circles"},
    "celia": {"group", "stewards"},
    "dev": {"group"},
    "joan": {"group"},
    "erin": set(),
    "gwen": set(),
}


@pytest.mark.parametrize("reader", CAN_READ)
def test_each_line_is_read_only_by_its_audience(world: World, told: dict[str, ProfileLine], reader: str):
    member = getattr(world, reader)
    with in_group(world.group):
        seen = ProfileLine.objects.visible_to(member).filter(membership=world.brian)
        assert {row.audience for row in seen} == CAN_READ[reader]


def test_another_group_sees_no_line(world: World, told: dict[str, ProfileLine]):
    with in_group(world.other_group):
        assert list(ProfileLine.objects.visible_to(world.farid)) == []


@pytest.mark.parametrize("reader", ["amina", "celia", "dev", "brian"])
def test_the_page_holds_the_same_lines_and_no_other(
    world: World, as_, told: dict[str, ProfileLine], reader: str
):
    page = as_(getattr(world, reader)).get(f"/g/tuesday/people/{world.brian.public_id}/").content.decode()
    assert {audience for audience in Audience if f"canary for {audience}" in page} == CAN_READ[reader]


@pytest.mark.parametrize("reader", ["amina", "celia", "dev", "brian"])
@pytest.mark.parametrize("audience", Audience)
def test_caring_is_read_by_the_same_rule(world: World, told, reader: str, audience: str):
    world.brian.caring = Membership.Caring.WAS
    world.brian.caring_audience = audience
    with in_group(world.group):
        said = [row.words for row in directory.lines_of(world.brian, getattr(world, reader))]
    assert ("Was caring" in said) == (audience in CAN_READ[reader])


def test_a_closed_circle_opens_nothing(world: World):
    circle_of(world.brian, world.amina, closed=True)
    line(world.brian, "for the circle", Audience.CIRCLES)
    with in_group(world.group):
        assert list(ProfileLine.objects.visible_to(world.amina)) == []


def test_who_left_is_read_by_nobody(world: World):
    line(world.gwen, "a canary of the past", Audience.GROUP)
    with in_group(world.group):
        assert list(ProfileLine.objects.visible_to(world.amina)) == []


def test_a_block_hides_their_lines_from_me_and_mine_not_from_them(world: World):
    line(world.brian, "brian’s", Audience.GROUP)
    line(world.amina, "amina’s", Audience.GROUP)
    block(world.amina, world.brian)
    with in_group(world.group):
        assert [row.words for row in ProfileLine.objects.visible_to(world.amina)] == ["amina’s"]
        assert {row.words for row in ProfileLine.objects.visible_to(world.brian)} == {"brian’s", "amina’s"}


def test_a_steward_on_duty_reads_whom_she_blocked(world: World):
    line(world.brian, "brian’s", Audience.STEWARDS)
    block(world.celia, world.brian)
    with in_group(world.group):
        assert [row.words for row in ProfileLine.objects.visible_to(world.celia)] == ["brian’s"]


def test_a_mute_hides_no_line(world: World):
    line(world.brian, "brian’s", Audience.GROUP)
    block(world.amina, world.brian, Distance.Kind.MUTE)
    with in_group(world.group):
        assert [row.words for row in ProfileLine.objects.visible_to(world.amina)] == ["brian’s"]


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_rule_and_the_rows_agree(world: World, data: st.DataObject):
    """Whatever the circles, blocks and audiences, `may_read` says what the query gives."""
    cast = [world.amina, world.brian, world.celia, world.dev, world.erin, world.gwen]
    audiences = data.draw(st.lists(st.sampled_from(list(Audience)), min_size=6, max_size=6))
    together = data.draw(st.lists(st.sets(st.integers(0, 5), min_size=1), max_size=3))
    blocks = data.draw(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=6))
    with everywhere("a test sets the scene"):
        ProfileLine.objects.all().delete()
        Circle.objects.all().delete()
        Distance.objects.all().delete()
    for owner, audience in zip(cast, audiences, strict=True):
        line(owner, "words", audience)
    for people in together:
        circle_of(*[cast[n] for n in people], closed=data.draw(st.booleans()))
    for by, whom in blocks:
        if by != whom:
            block(cast[by], cast[whom])
    with in_group(world.group):
        for reader in cast:
            rows = set(ProfileLine.objects.visible_to(reader).values_list("membership_id", flat=True))
            said = {
                owner.pk
                for owner, audience in zip(cast, audiences, strict=True)
                if directory.may_read(audience, owner, reader)
            }
            assert rows == said


# --- The list -------------------------------------------------------------------------------------


def names_on(page: bytes) -> list[str]:
    import re

    return re.findall(r'row__title"><a href="[^"]*">([^<]*)</a>', page.decode())


def test_everybody_but_who_hides_is_in_the_list(world: World, as_):
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.dev.pk).update(in_directory=False)
    page = as_(world.amina).get("/g/tuesday/people/")
    assert names_on(page.content) == ["Amina", "Brian", "Celia", "Erin", "Joan"]
    assert "Dev" not in page.content.decode()
    assert names_on(as_(world.dev).get("/g/tuesday/people/").content) == [
        "Amina", "Brian", "Celia", "Dev", "Erin", "Joan",
    ]  # fmt: skip


def test_a_guest_is_badged_and_reads_no_list(world: World, as_):
    page = as_(world.amina).get("/g/tuesday/people/").content.decode()
    assert page.count("badge--guest") == 1
    assert as_(world.erin).get("/g/tuesday/people/").status_code == 403
    assert as_(world.erin).get(f"/g/tuesday/people/{world.brian.public_id}/").status_code == 403


def test_strangers_learn_nothing(world: World, as_):
    address = f"/g/tuesday/people/{world.brian.public_id}/"
    for path in ("/g/tuesday/people/", address, "/g/tuesday/people/log/", "/g/tuesday/me/"):
        assert as_(world.farid).get(path).status_code == 404
        assert as_(world.gwen).get(path).status_code == 404
        assert Client().get(path).status_code == 302
    assert as_(world.amina).get("/g/tuesday/people/bcdfghjkmnpq/").status_code == 404
    assert as_(world.amina).get(f"/g/tuesday/people/{world.gwen.public_id}/").status_code == 404
    assert as_(world.amina).get(f"/g/tuesday/people/{world.farid.public_id}/").status_code == 404


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_asks_as_often_for_few_as_for_many(world: World, as_, more: int, django_assert_num_queries):
    for number in range(more):
        newcomer = scene.join(world.group, f"Newcomer {number}")
        line(newcomer, "tea", Audience.GROUP, Key.LIKES)
    client = as_(world.amina)
    client.get("/g/tuesday/people/")
    with django_assert_num_queries(7):
        client.get("/g/tuesday/people/")


def test_no_page_says_when_somebody_was_here_or_counts(world: World, as_):
    line(world.brian, "rhubarb", Audience.GROUP, Key.LIKES)
    page = as_(world.amina).get(f"/g/tuesday/people/{world.brian.public_id}/").content.decode()
    assert "<time" not in page
    assert "last" not in page.lower().replace("lastname", "")


def test_titles_hold_no_name(world: World, as_):
    page = as_(world.amina).get(f"/g/tuesday/people/{world.brian.public_id}/").content.decode()
    title = page.split("<title>")[1].split("</title>")[0]
    assert title == "A person, Tuesday Carers"
