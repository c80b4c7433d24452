"""What a member says about herself, her pace, and whom she keeps away from."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from byturns.core import clock
from byturns.core.models import EventRecord
from byturns.groups.actions import breaks, distance, profile
from byturns.groups.actions.profile import Said, Self
from byturns.groups.kinds import Audience
from byturns.groups.models import Distance, Membership, ProfileLine
from byturns.groups.policy import NotAllowed
from byturns.groups.queries import names
from byturns.groups.scoping import everywhere, in_group
from tests.world import World

ME = "/g/tuesday/me/"


def again(member: Membership) -> Membership:
    with everywhere("a test looks"):
        return Membership.objects.select_related("person").get(pk=member.pk)


def facts(kind: str) -> list[dict[str, object]]:
    return list(EventRecord.objects.filter(kind=f"groups.{kind}").values("by_id", "facts"))


def filled(**other: object) -> dict[str, object]:
    form: dict[str, object] = {
        "display_name": "Amina",
        "caring": "caring",
        "caring_audience": "me",
        "in_directory": "on",
    }
    for key in ProfileLine.Key:
        form[f"line_{key}"] = ""
        form[f"line_{key}_audience"] = "group"
    return {**form, **other}


def test_a_profile_is_kept_with_its_audiences(world: World, as_):
    answer = as_(world.amina).post(
        f"{ME}profile/",
        filled(
            line_likes="Swimming\r\nand pies",
            line_knows="Polish",
            line_knows_audience="circles",
            display_name=" Am\u00edna  B ",
        ),
    )
    assert (answer.status_code, answer["Location"]) == (303, ME)
    with in_group(world.group):
        rows = ProfileLine.objects.filter(membership=world.amina).values_list("key", "words", "audience")
        assert sorted(rows) == [("knows", "Polish", "circles"), ("likes", "Swimming\nand pies", "group")]
    member = again(world.amina)
    assert (member.display_name, member.caring, member.in_directory) == ("Amína B", "caring", True)
    assert facts("ProfileChanged") == [{"by_id": world.amina.pk, "facts": {"membership_id": world.amina.pk}}]


def test_an_emptied_line_goes(world: World, as_):
    client = as_(world.amina)
    client.post(f"{ME}profile/", filled(line_likes="Swimming"))
    client.post(f"{ME}profile/", filled(in_directory=""))
    with in_group(world.group):
        assert not ProfileLine.objects.exists()
    assert not again(world.amina).in_directory


@pytest.mark.parametrize(
    "name", ["Brian", " brian ", "ＢＲＩＡＮ", "Gwen", "A Steward", "someone who has left"]
)
def test_a_name_that_is_taken_is_refused_kindly_and_everything_typed_comes_back(world: World, as_, name: str):
    answer = as_(world.amina).post(
        f"{ME}profile/", filled(display_name=name, line_likes="Swimming in cold lakes")
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Somebody here goes by this name already" in page
    assert "Swimming in cold lakes" in page
    assert again(world.amina).display_name == "Amina"
    with in_group(world.group):
        assert not ProfileLine.objects.exists()


def test_a_name_of_another_group_is_free(world: World, as_):
    assert as_(world.amina).post(f"{ME}profile/", filled(display_name="Farid")).status_code == 303


def test_ones_own_name_in_other_letters_is_fine(world: World, as_):
    assert as_(world.amina).post(f"{ME}profile/", filled(display_name="AMINA")).status_code == 303
    assert again(world.amina).display_name == "AMINA"


@given(st.text(max_size=60))
def test_folding_a_name_twice_changes_nothing(name: str):
    assert names.folded(names.folded(name)) == names.folded(name)


def test_too_long_a_line_is_said_and_given_back(world: World, as_):
    answer = as_(world.amina).post(f"{ME}profile/", filled(line_likes="tea " * 200))
    assert answer.status_code == 422
    assert "tea " * 199 in answer.content.decode()


def test_a_guest_has_no_profile_but_a_page_of_her_own(world: World, as_):
    client = as_(world.erin)
    assert client.get(ME).status_code == 200
    assert client.get(f"{ME}profile/").status_code == 403
    with in_group(world.group), pytest.raises(NotAllowed):
        profile.save(
            member=world.erin,
            said=Self("Erin", "unsaid", "me", True, {"likes": Said("x", Audience.GROUP)}),
        )


def test_nothing_changes_on_get(world: World, as_):
    client = as_(world.amina)
    before = EventRecord.objects.count()
    for page in ("profile/", "caring-has-ended/", "pace/", "keep-away/", "reach/", "words/", "leave/"):
        assert client.get(ME + page).status_code == 200
    assert EventRecord.objects.count() == before


def test_caring_has_ended_closes_nothing(world: World, as_):
    client = as_(world.amina)
    answer = client.post(f"{ME}caring-has-ended/")
    assert answer.status_code == 303
    assert again(world.amina).caring == "was"
    assert again(world.amina).caring_audience == "me"
    assert client.get("/g/tuesday/people/").status_code == 200
    assert facts("CaringChanged")[0]["by_id"] == world.amina.pk


# --- A break --------------------------------------------------------------------------------------


def test_one_press_rests_and_another_ends_it(world: World, as_):
    client = as_(world.amina)
    page = client.get(f"{ME}pace/").content.decode()
    day = (clock.today(world.group.zone) + timedelta(days=14)).isoformat()
    assert re.search(rf'value="{day}">\s*Two weeks\s*<', page)
    client.post(f"{ME}pace/", {"until": day})
    resting = again(world.amina)
    assert resting.on_break_until == date.fromisoformat(day)
    assert [resting.role, resting.status, resting.in_directory] == ["member", "here", True]
    client.post(f"{ME}pace/", {"end": "1"})
    assert again(world.amina).on_break_until is None
    assert len(facts("BreakTaken")) == len(facts("BreakEnded")) == 1


def test_it_ends_by_itself(world: World):
    day = clock.today(world.group.zone)
    with in_group(world.group):
        breaks.take(member=world.amina, until=day)
    assert world.amina.on_break(day)
    assert not world.amina.on_break(day + timedelta(days=1))


@pytest.mark.parametrize("days", [-1, 367, 4000])
def test_a_day_past_or_too_far_is_refused(world: World, days: int):
    with in_group(world.group), pytest.raises(ValidationError):
        breaks.take(member=world.amina, until=clock.today(world.group.zone) + timedelta(days=days))
    assert again(world.amina).on_break_until is None


def test_a_date_that_cannot_be_is_said_in_words(world: World, as_):
    answer = as_(world.amina).post(f"{ME}pace/", {"until": "2026-02-30"})
    assert answer.status_code == 422
    assert "That is not a date" in answer.content.decode()


def test_who_rests_is_not_shown_to_others(world: World, as_):
    pages = ["/g/tuesday/people/", f"/g/tuesday/people/{world.dev.public_id}/"]
    resting = [_bare(as_(world.amina).get(page).content) for page in pages]
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.dev.pk).update(on_break_until=None)
    assert [_bare(as_(world.amina).get(page).content) for page in pages] == resting


# --- Keeping away ---------------------------------------------------------------------------------


def test_block_mute_and_end(world: World, as_):
    client = as_(world.amina)
    page = f"/g/tuesday/people/{world.brian.public_id}/"
    for kind in ("mute", "block"):
        assert client.post(f"{page}keep-away/", {"kind": kind}).status_code == 303
        with in_group(world.group):
            assert list(Distance.objects.values_list("by", "whom", "kind")) == [
                (world.amina.pk, world.brian.pk, kind)
            ]
    assert "Brian" in client.get(f"{ME}keep-away/").content.decode()
    client.post(f"{page}come-near/")
    with in_group(world.group):
        assert not Distance.objects.exists()


def test_the_other_never_learns_of_it(world: World, as_):
    before = {page: as_(world.brian).get(page).content for page in _pages(world)}
    as_(world.amina).post(f"/g/tuesday/people/{world.brian.public_id}/keep-away/", {"kind": "block"})
    after = {page: as_(world.brian).get(page).content for page in _pages(world)}
    assert [_bare(page) for page in after.values()] == [_bare(page) for page in before.values()]
    for fact in EventRecord.objects.filter(kind="groups.DistanceChanged"):
        assert world.brian.pk not in fact.facts.values()


def _pages(world: World) -> list[str]:
    return [
        "/g/tuesday/people/",
        f"/g/tuesday/people/{world.amina.public_id}/",
        "/g/tuesday/people/log/",
        ME,
        f"{ME}keep-away/",
    ]


def _bare(page: bytes) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.decode())


def test_not_from_oneself_and_not_by_strangers(world: World, as_):
    page = f"/g/tuesday/people/{world.amina.public_id}/keep-away/"
    assert as_(world.amina).post(page, {"kind": "block"}).status_code == 403
    assert as_(world.farid).post(page, {"kind": "block"}).status_code == 404
    assert as_(world.brian).get(page).status_code == 405
    with in_group(world.group), pytest.raises(NotAllowed):
        distance.keep_away(member=world.amina, whom=world.amina, kind="mute")


def test_a_guest_keeps_away_from_nobody_and_learns_of_nobody(world: World, as_):
    client = as_(world.erin)
    said = set()
    for whom in (world.amina.public_id, world.gwen.public_id, world.erin.public_id, "zzzzzzzzzzzz"):
        for act in ("keep-away", "come-near"):
            answer = client.post(f"/g/tuesday/people/{whom}/{act}/", {"kind": "block"})
            said.add((answer.status_code, _bare(answer.content)))
    assert [status for status, _page in said] == [403]
    assert "keep-away" not in client.get(ME).content.decode()
    with in_group(world.group):
        assert not Distance.objects.exists()
        with pytest.raises(NotAllowed):
            distance.keep_away(member=world.erin, whom=world.amina, kind="block")


def test_somebody_who_has_left_can_still_be_let_go(world: World, as_):
    with everywhere("a test sets the scene"):
        Distance.objects.create(group=world.group, by=world.amina, whom=world.gwen, kind="block")
    client = as_(world.amina)
    assert "no longer in the group" in client.get(f"{ME}keep-away/").content.decode()
    assert client.post(f"/g/tuesday/people/{world.gwen.public_id}/come-near/").status_code == 303
    with in_group(world.group):
        assert not Distance.objects.exists()
