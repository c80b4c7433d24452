"""A member without e-mail or screen: a full member, reached with care, and typed for by whom she named."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from byturns.core import clock
from byturns.core.models import EventRecord
from byturns.groups import policy
from byturns.groups.actions import contact, members, typing
from byturns.groups.models import ContactDetail, ContactLook, Membership, TypingGrant
from byturns.groups.policy import NotAllowed
from byturns.groups.queries import typing as queries
from byturns.groups.scoping import everywhere, in_group
from byturns.safety.models import LocalNumber
from tests.groups.factor import fresh
from tests.world import World

CANARY = "01206 496 0999"


def again(member: Membership) -> Membership:
    with everywhere("a test looks"):
        return Membership.objects.select_related("person__account").get(pk=member.pk)


def page(whom: Membership, rest: str = "") -> str:
    return f"/g/tuesday/people/{whom.public_id}/{rest}"


@pytest.fixture
def number(world: World) -> ContactDetail:
    with in_group(world.group):
        return ContactDetail.objects.create(
            group=world.group, membership=world.joan, kind="phone", value=CANARY
        )


def test_a_steward_makes_the_record(world: World, as_):
    client = fresh(world.celia)
    form = {"display_name": "Mabel", "contact_by": "post", "phone": "", "post": "4 Mill Lane\r\nWivenhoe"}
    answer = client.post("/g/tuesday/people/looking-after/without-email/", form)
    with in_group(world.group):
        mabel = Membership.objects.select_related("person").get(display_name="Mabel")
        details = list(ContactDetail.objects.values_list("kind", "value"))
    assert answer["Location"] == page(mabel, "typing/")
    assert (mabel.role, mabel.status, mabel.contact_by) == ("member", "here", "post")
    assert (mabel.person.account, mabel.invited_by_id) == (None, world.celia.pk)
    assert details == [("post", "4 Mill Lane\nWivenhoe")]
    assert "Mabel" in as_(world.amina).get("/g/tuesday/people/").content.decode()
    assert "Mill Lane" not in as_(world.amina).get(page(mabel)).content.decode()
    assert [row.kind for row in EventRecord.objects.all()] == ["groups.MemberRecorded"]


@pytest.mark.parametrize(
    ("name", "by", "phone", "said"),
    [
        ("Brian", "phone", "1", "goes by this name"),
        ("Mabel", "phone", "", "Write it here, or choose another way above."),
        ("Mabel", "email", "1", "Choose one of these"),
        ("  ", "phone", "1", "Write something here first"),
    ],
)
def test_a_record_that_cannot_be_says_why_and_leaves_nothing(
    world: World, name: str, by: str, phone: str, said: str
):
    form = {"display_name": name, "contact_by": by, "phone": phone, "post": ""}
    answer = fresh(world.celia).post("/g/tuesday/people/looking-after/without-email/", form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with in_group(world.group):
        assert not Membership.objects.filter(display_name="Mabel").exists()
        assert not ContactDetail.objects.exists()


def test_nobody_with_e_mail_is_recorded_and_only_by_a_steward(world: World):
    with in_group(world.group):
        with pytest.raises(ValidationError):
            members.record(member=world.celia, display_name="M", contact_by="email", details={})
        with pytest.raises(NotAllowed):
            members.record(member=world.brian, display_name="M", contact_by="in_person", details={})


# --- How she is reached ---------------------------------------------------------------------------


def test_a_look_is_kept_and_opening_the_page_is_no_look(world: World, as_, number: ContactDetail):
    client = fresh(world.celia)
    assert CANARY not in client.get(page(world.joan, "reach/")).content.decode()
    with in_group(world.group):
        assert not ContactLook.objects.exists()
    assert CANARY in client.post(page(world.joan, "reach/")).content.decode()
    with in_group(world.group):
        assert list(ContactLook.objects.values_list("membership", "by")) == [(world.joan.pk, world.celia.pk)]
    assert [row.kind for row in EventRecord.objects.all()] == ["groups.ContactSeen"]


def test_who_may_look(world: World, as_, number: ContactDetail):
    with in_group(world.group):
        typing.name_typist(member=world.celia, whom=world.joan, typist=world.brian, how_said="by telephone")
    assert CANARY in as_(world.brian).post(page(world.joan, "reach/")).content.decode()
    for member, status in ((world.amina, 404), (world.dev, 404), (world.erin, 403), (world.farid, 404)):
        answer = as_(member).post(page(world.joan, "reach/"))
        assert (answer.status_code, CANARY in answer.content.decode()) == (status, False)
    assert as_(world.celia).post(page(world.joan, "reach/")).status_code in (302, 303)
    with in_group(world.group):
        assert [row.by for row in queries.looks_at(world.joan)] == [world.brian]
        with pytest.raises(NotAllowed):
            contact.look(member=world.amina, whom=world.joan)


def test_a_member_reads_who_looked_and_changes_her_own(world: World, as_):
    amina = as_(world.amina)
    mine = "/g/tuesday/me/reach/"
    assert "Nobody has looked" in amina.get(mine).content.decode()
    amina.post(mine, {"contact_by": "email", "phone": CANARY, "post": ""})
    fresh(world.celia).post(page(world.amina, "reach/"))
    seen = amina.get(mine).content.decode()
    assert CANARY in seen
    assert "Celia" in seen
    amina.post(mine, {"contact_by": "email", "phone": "", "post": ""})
    with in_group(world.group):
        assert not ContactDetail.objects.exists()
        assert contact.look(member=world.amina, whom=world.amina) == []
        assert ContactLook.objects.count() == 1


def test_a_steward_changes_it_only_for_who_cannot_herself(world: World, number: ContactDetail):
    client = fresh(world.celia)
    change = page(world.joan, "reach/change/")
    assert CANARY not in client.get(change).content.decode()
    assert CANARY in client.post(change).content.decode()
    form = {"save": "1", "contact_by": "in_person", "phone": "", "post": ""}
    assert client.post(change, form).status_code == 303
    with in_group(world.group):
        assert not ContactDetail.objects.exists()
        assert ContactLook.objects.count() == 1
    assert again(world.joan).contact_by == "in_person"
    assert client.post(page(world.amina, "reach/change/"), form).status_code == 404
    assert client.post(change, {**form, "contact_by": "phone"}).status_code == 422


# --- Typing ---------------------------------------------------------------------------------------


def test_she_names_who_types_and_takes_it_back(world: World, as_):
    client = fresh(world.celia)
    typed = page(world.joan, "typing/")
    form = {"typist": world.brian.public_id, "how_said": "by telephone on 3 May"}
    assert client.post(typed, form).status_code == 303
    assert client.post(typed, form).status_code == 422  # he is named already
    with in_group(world.group):
        assert queries.may_type_for(world.brian) == [world.joan]
        assert queries.may_type_for(world.celia) == []
        assert policy.check(world.brian, "groups.type_for", world.joan)
        assert not policy.check(world.celia, "groups.type_for", world.joan)
        assert not policy.check(world.brian, "groups.type_for", world.amina)
    letter = client.get(page(world.joan, "typing/letter/")).content.decode()
    assert "Dear Joan" in letter
    assert "by telephone on 3 May" in letter
    assert "write-here" in letter
    assert client.post(page(world.joan, f"typing/{world.brian.public_id}/end/")).status_code == 303
    with in_group(world.group):
        assert queries.may_type_for(world.brian) == []
        assert not policy.check(world.brian, "groups.type_for", world.joan)
    kinds = [row.kind for row in EventRecord.objects.order_by("pk")]
    assert kinds == ["groups.TypistNamed", "groups.TypingEnded"]


def test_a_member_names_hers_herself_and_the_typist_may_give_it_up(world: World, as_):
    assert (
        as_(world.amina).post(page(world.amina, "typing/"), {"typist": world.brian.public_id}).status_code
        == 303
    )
    with in_group(world.group):
        assert queries.may_type_for(world.brian) == [world.amina]
    assert "Amina" in as_(world.brian).get("/g/tuesday/me/").content.decode()
    as_(world.brian).post(page(world.amina, f"typing/{world.brian.public_id}/end/"))
    with in_group(world.group):
        assert queries.may_type_for(world.brian) == []


def test_nobody_names_for_a_member_who_can_herself(world: World, as_):
    form = {"typist": world.brian.public_id, "how_said": "x"}
    assert fresh(world.celia).post(page(world.amina, "typing/"), form).status_code == 404
    for member in (world.brian, world.dev, world.farid):
        assert as_(member).post(page(world.joan, "typing/"), form).status_code == 404
        assert as_(member).get(page(world.joan, "typing/letter/")).status_code == 404
    with in_group(world.group):
        for member in (world.brian, world.erin):
            with pytest.raises(NotAllowed):
                typing.name_typist(member=member, whom=world.joan, typist=world.brian, how_said="x")
        assert not TypingGrant.objects.exists()


def test_a_typist_is_a_member_and_how_she_said_it_is_written(world: World):
    with in_group(world.group):
        for typist in (world.erin, world.gwen, world.joan):
            with pytest.raises(ValidationError):
                typing.name_typist(member=world.celia, whom=world.joan, typist=typist, how_said="x")
        with pytest.raises(ValidationError):
            typing.name_typist(member=world.celia, whom=world.joan, typist=world.brian, how_said=" ")
        with pytest.raises(IntegrityError):
            TypingGrant.objects.create(group=world.group, member=world.joan, typist=world.joan, how_said="x")


def test_named_twice_is_one_and_ended_twice_too(world: World):
    with in_group(world.group):
        grants = [
            typing.name_typist(member=world.celia, whom=world.joan, typist=world.brian, how_said="x")
            for _ in range(2)
        ]
        assert grants[0] == grants[1]
        for _ in range(2):
            typing.end(member=world.brian, grant=grants[0])
        with pytest.raises(NotAllowed):
            typing.end(member=world.dev, grant=grants[0])
    assert EventRecord.objects.count() == 2


def test_a_typist_who_left_types_no_more(world: World):
    with in_group(world.group):
        typing.name_typist(member=world.celia, whom=world.joan, typist=world.brian, how_said="x")
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.brian.pk).update(status="removed")
    with in_group(world.group):
        assert queries.may_type_for(again(world.brian)) == []


def test_a_field_that_may_be_needed_says_when_and_never_only_if_you_like(world: World):
    shown = fresh(world.celia).get("/g/tuesday/people/looking-after/without-email/").content.decode()
    assert "Needed if you chose telephone." in shown
    assert "only if you like" not in shown


def test_the_letter_on_paper_holds_numbers_to_ring(world: World):
    with in_group(world.group):
        LocalNumber.objects.create(
            group=world.group,
            name="Night line",
            number="01632 960 777",
            checked_on=clock.today(world.group.zone),
            review_by=clock.today(world.group.zone),
        )
    letter = fresh(world.celia).get(page(world.joan, "typing/letter/")).content.decode()
    assert [number in letter for number in ("999", "116 123", "01632 960 777")] == [True, True, True]
