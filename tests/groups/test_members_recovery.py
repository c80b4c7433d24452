"""Getting back in without the old mailbox: two who know her, a day to object, no way into other groups."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from byturns.core import clock
from byturns.core.models import EventRecord
from byturns.groups.actions import pins
from byturns.groups.actions import recovery as actions
from byturns.groups.models import Membership, Recovery
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.people import actions as people_actions
from byturns.people.models import Account, Person
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World

NEW = "amina.new@example.org"


def again(member: Membership) -> Membership:
    with everywhere("a test looks"):
        return Membership.objects.select_related("person__account", "group").get(pk=member.pk)


def kinds() -> list[str]:
    return [row.kind.removeprefix("groups.") for row in EventRecord.objects.order_by("pk")]


def begin(world: World, whom: Membership | None = None, **other: object) -> Recovery:
    given: dict[str, object] = {
        "member": world.celia,
        "whom": whom or world.amina,
        "second": world.brian,
        "new_email": NEW,
        "how_known": "She rang me",
        "in_person": False,
        **other,
    }
    with in_group(world.group):
        return actions.open_(**given)  # type: ignore[arg-type]


def vouch(world: World, made: Recovery, *, in_person: bool = False) -> None:
    with in_group(world.group):
        actions.vouch(member=world.brian, recovery=made, in_person=in_person)


def test_a_steward_a_second_and_a_day(world: World, as_, mailoutbox, run_jobs):
    amina = as_(world.amina)
    form = {"new_email": NEW, "how_known": "She rang me", "second": world.brian.public_id}
    answer = fresh(world.celia).post(f"/g/tuesday/people/{world.amina.public_id}/new-address/", form)
    page = answer["Location"]
    run_jobs()
    assert sorted(mail.to[0] for mail in mailoutbox) == ["amina@example.org", "brian@example.org"]
    assert all(page in mail.body for mail in mailoutbox)
    assert not any(NEW in mail.body or "Amina" in mail.body for mail in mailoutbox)
    brian = as_(world.brian)
    assert NEW not in brian.get(page).content.decode()
    assert brian.post(page, {"in_person": "on"}).status_code == 422  # the tick that he spoke to her
    with time_machine.travel(clock.now(), tick=False) as travel:
        assert brian.post(page, {"spoke": "on"}).status_code == 303
        run_jobs()
        assert again(world.amina).person.account.email == "amina@example.org"
        travel.shift(timedelta(hours=23, minutes=59))
        run_jobs()
        assert again(world.amina).person.account.email == "amina@example.org"
        travel.shift(timedelta(minutes=2))
        run_jobs()
        assert again(world.amina).person.account.email == NEW
    assert again(world.amina).person == world.amina.person
    assert amina.get("/g/tuesday/people/").status_code == 302  # her old mailbox opens nothing
    assert not Account.objects.filter(email="amina@example.org").exists()
    assert kinds() == ["RecoveryOpened", "RecoveryVouched", "people.MailboxChanged", "MailboxMoved"]
    told = [mail.to[0] for mail in mailoutbox[2:]]
    assert sorted(told) == [NEW, "amina@example.org", "amina@example.org"]
    log = as_(world.dev).get("/g/tuesday/people/log/").content.decode()
    assert "A member signs in at a new e-mail address" in log
    assert "Amina" not in log


def test_face_to_face_with_both_it_is_at_once(world: World, run_jobs):
    made = begin(world, in_person=True)
    vouch(world, made, in_person=True)
    run_jobs()
    assert again(world.amina).person.account.email == NEW


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True), (False, False)])
def test_otherwise_it_waits(world: World, run_jobs, first: bool, second: bool):
    made = begin(world, in_person=first)
    vouch(world, made, in_person=second)
    run_jobs()
    assert again(world.amina).person.account.email == "amina@example.org"


def test_for_a_steward_it_always_waits_and_the_others_are_told(world: World, mailoutbox, run_jobs):
    stella = scene.join(world.group, "Stella", role=Membership.Role.STEWARD)
    scene.join(world.group, "Stan", role=Membership.Role.STEWARD)
    made = begin(world, whom=stella, in_person=True)
    vouch(world, made, in_person=True)
    run_jobs()
    assert again(stella).person.account.email == "stella@example.org"
    assert "stan@example.org" in [mail.to[0] for mail in mailoutbox]


@pytest.mark.parametrize("who", ["amina", "brian", "celia"])
def test_whoever_is_concerned_can_stop_it(world: World, as_, run_jobs, who: str):
    made = begin(world)
    vouch(world, made)
    member = getattr(world, who)
    client = fresh(member) if member.is_steward else as_(member)
    page = f"/g/tuesday/people/new-address/{made.public_id}/"
    assert client.get(page).status_code == 200
    assert client.post(f"{page}stop/").status_code == 303
    with time_machine.travel(clock.now() + timedelta(days=3)):
        run_jobs()
    assert again(world.amina).person.account.email == "amina@example.org"
    assert kinds()[-1] == "RecoveryStopped"
    assert client.get(page).status_code == 404


def test_others_know_nothing_of_it(world: World, as_):
    made = begin(world)
    page = f"/g/tuesday/people/new-address/{made.public_id}/"
    for member in (world.dev, world.erin, world.farid):
        assert as_(member).get(page).status_code == 404
        assert as_(member).post(page, {"spoke": "on"}).status_code == 404
        assert as_(member).post(f"{page}stop/").status_code == 404
    with in_group(world.group):
        for member in (world.dev, world.amina, world.celia):
            with pytest.raises(NotAllowed):
                actions.vouch(member=member, recovery=made, in_person=True)
        with pytest.raises(NotAllowed):
            actions.stop(member=world.dev, recovery=made)


def test_a_second_yes_changes_nothing(world: World):
    made = begin(world)
    vouch(world, made)
    with pytest.raises(NotAllowed):
        vouch(world, made, in_person=True)


def test_who_may_not_vouch_and_who_may_not_begin(world: World):
    newcomer = scene.join(world.group, "Nina", days_ago=20)
    for second in (world.celia, world.amina, world.erin, world.gwen, newcomer):
        with pytest.raises(ValidationError):
            begin(world, second=second)
    for member in (world.brian, world.dev, world.erin):
        with pytest.raises(NotAllowed):
            begin(world, member=member, second=world.joan)
    with pytest.raises(NotAllowed):
        begin(world, whom=world.celia)
    with pytest.raises(NotAllowed):
        begin(world, whom=world.gwen)
    assert kinds() == []


def test_the_database_holds_the_two_apart(world: World):
    amina, brian, celia = world.amina, world.brian, world.celia
    with in_group(world.group):
        for opened_by, second in ((celia, celia), (celia, amina), (amina, brian)):
            with pytest.raises(IntegrityError), transaction.atomic():
                Recovery.objects.create(
                    group=world.group,
                    membership=world.amina,
                    new_email=NEW,
                    opened_by=opened_by,
                    second=second,
                )


@pytest.mark.parametrize("address", ["dev@example.org", "FARID@example.org", "celia@example.org"])
def test_nobody_moves_in_with_somebody_else(world: World, address: str):
    with pytest.raises(ValidationError) as refused:
        begin(world, new_email=address)
    assert re.search("cannot be used", str(refused.value))


def test_nor_if_the_address_is_taken_in_the_meantime(world: World, run_jobs):
    made = begin(world, in_person=True)
    scene.join(world.other_group, "Late", email=NEW)
    vouch(world, made, in_person=True)
    run_jobs()
    assert again(world.amina).person.account.email == "amina@example.org"
    assert kinds()[-1] == "RecoveryStopped"


def test_one_at_a_time(world: World):
    begin(world)
    with pytest.raises(ValidationError):
        begin(world, new_email="other@example.org")


def test_a_steward_of_one_group_does_not_walk_into_another(world: World, as_, mailoutbox, run_jobs):
    """Amina is in both groups. The stewards of one move her mailbox; the other group is untouched."""
    with everywhere("a test sets the scene"):
        there = Membership.objects.create(
            group=world.other_group, person=world.amina.person, display_name="Amina"
        )
    made = begin(world, in_person=True)
    vouch(world, made, in_person=True)
    run_jobs()
    assert again(world.amina).person.account.email == NEW
    assert again(there).person.account.email == "amina@example.org"
    assert again(there).person == Person.objects.get(pk=world.amina.person_id)
    assert as_(again(there)).get("/g/harbour/people/").status_code == 200
    assert as_(again(world.amina)).get("/g/harbour/people/").status_code == 404
    assert "It still opens the others" in "".join(mail.body for mail in mailoutbox)


def test_a_member_without_e_mail_gets_a_way_in(world: World, as_, mailoutbox, run_jobs):
    made = begin(world, whom=world.joan, new_email="joan@example.org", in_person=True)
    vouch(world, made, in_person=True)
    run_jobs()
    joan = again(world.joan)
    assert (joan.person.account.email, joan.contact_by) == ("joan@example.org", "email")
    assert as_(joan).get("/g/tuesday/people/").status_code == 200
    assert sorted(mail.to[0] for mail in mailoutbox) == ["joan@example.org"]


def test_who_left_in_the_meantime_is_not_let_in(world: World, run_jobs):
    made = begin(world, in_person=True)
    vouch(world, made, in_person=True)
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.amina.pk).update(status="left")
    run_jobs()
    assert again(world.amina).person.account.email == "amina@example.org"


def test_the_job_may_run_twice(world: World, run_jobs, mailoutbox):
    made = begin(world, in_person=True)
    vouch(world, made, in_person=True)
    run_jobs()
    with in_group(world.group):
        actions.finish(recovery_id=made.pk)
    run_jobs()
    assert kinds().count("MailboxMoved") == 1


def test_what_cannot_be_is_said_on_the_page_and_typed_words_come_back(world: World):
    said = "We met at the library"
    form = {"new_email": "dev@example.org", "how_known": said, "second": world.brian.public_id}
    page = f"/g/tuesday/people/{world.amina.public_id}/new-address/"
    answer = fresh(world.celia).post(page, form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "cannot be used" in answer.content.decode()
    with pytest.raises(ValidationError):
        begin(world, how_known=" ")
    assert "Another steward has to do this" in (
        fresh(world.celia).get(f"/g/tuesday/people/{world.celia.public_id}/new-address/").content.decode()
    )


def test_mail_about_what_was_stopped_is_not_sent(world: World, mailoutbox, run_jobs):
    scene.join(world.group, "Stella", role=Membership.Role.STEWARD)
    made = begin(world)
    with in_group(world.group):
        actions.stop(member=world.brian, recovery=made)
        with pytest.raises(NotAllowed):
            actions.stop(member=world.brian, recovery=made)
    run_jobs()
    assert mailoutbox == []


def test_a_steward_takes_a_forgotten_pin_away_and_its_owner_is_told(world: World, as_, run_jobs, mailoutbox):
    page = f"/g/tuesday/people/{world.brian.public_id}/pin/"
    with everywhere("a test sets the scene"):
        people_actions.set_pin(person=world.brian.person, pin="2468")
    assert as_(world.celia).get(page).status_code == 303  # a fresh second factor first
    celia = fresh(world.celia)
    assert celia.post(page, {}).status_code == 422
    assert again(world.brian).person.pin != ""
    assert celia.post(page, {"sure": "on"}).status_code == 303
    assert again(world.brian).person.pin == ""
    run_jobs()
    assert [mail.to for mail in mailoutbox] == [["brian@example.org"]]
    assert "/me/pin/" in mailoutbox[0].body
    assert "Brian" not in mailoutbox[0].subject + mailoutbox[0].body
    log = as_(world.amina).get("/g/tuesday/people/log/").content.decode()
    assert "A steward took away a PIN that a member had forgotten" in log
    assert "Brian" not in log
    assert as_(world.amina).get(page).status_code == 403
    assert as_(world.farid).get(page).status_code == 404


def test_whether_somebody_has_a_pin_is_not_told(world: World, run_jobs, mailoutbox):
    answer = fresh(world.celia).post(f"/g/tuesday/people/{world.amina.public_id}/pin/", {"sure": "on"})
    assert answer.status_code == 303
    run_jobs()
    assert (mailoutbox, kinds()) == ([], ["PinTakenAway"])  # the same fact as for who had one


def test_no_steward_takes_away_her_own_pin_so(world: World):
    with everywhere("a test sets the scene"):
        people_actions.set_pin(person=world.celia.person, pin="2468")
    with in_group(world.group), pytest.raises(NotAllowed):
        pins.take_away(member=world.celia, whom=again(world.celia))
    assert again(world.celia).person.pin != ""


def test_who_has_no_mailbox_and_is_in_two_groups_gets_a_way_into_this_one_only(
    world: World, mailoutbox, run_jobs
):
    elsewhere = scene.join(world.other_group, "Joan of the harbour", email=None)
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=elsewhere.pk).update(person=world.joan.person)
    made = begin(world, world.joan, new_email="joan@example.org", in_person=True)
    vouch(world, made, in_person=True)
    with time_machine.travel(clock.now() + timedelta(days=3)), in_group(world.group):
        for _ in range(2):
            actions.finish(recovery_id=made.pk)
    here, there = again(world.joan), again(elsewhere)
    assert here.person.account is not None
    assert here.person.account.email == "joan@example.org"
    assert here.person_id != there.person_id
    assert there.person.account is None
