from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from byturns.core import clock, ids
from byturns.core.models import EventRecord, OutgoingMail
from byturns.groups import policy
from byturns.groups.actions import agreement, invitations
from byturns.groups.models import AgreementYes, Group, Invitation, Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.people import actions as people_actions
from byturns.people.models import Account, Person
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World

LINK = re.compile(r"https?://[^/\s]+(/invited/\S+)")


def page(world: World, name: str, **kwargs: object) -> str:
    return reverse(f"groups:{name}", kwargs={"group_slug": world.slug, **kwargs})


@pytest.fixture
def invited(world: World, run_jobs: Callable[[], None]) -> Callable[..., str]:
    """Invite an address and give the path of the link in the mail."""

    def invite(email: str = "ines@example.org", by: Membership | None = None, note: str = "") -> str:
        with in_group(world.group):
            invitations.invite(member=by or world.brian, email=email, note=note)
        run_jobs()
        found = LINK.search(str(mail.outbox[-1].body))
        assert found is not None
        return found.group(1)

    return invite


def joining(**changes: str) -> dict[str, str]:
    return {"version": "0", "name": "Ines", "says_carer": "on", "yes": "on", **changes}


def test_from_the_form_to_a_member(world: World, run_jobs: Callable[[], None]):
    with in_group(world.group):
        agreement.publish(member=world.celia, words="We are kind.", limits="It stays here.", based_on=0)
        world.brian.agreed_version = 1
        world.brian.save()
    sender = scene.sign_in(Client(), world.brian)
    sent = sender.post(page(world, "invite"), {"email": " Ines@Example.org ", "note": "Do come."})
    assert sent.status_code == 303
    assert "ines@example.org" in sender.get(page(world, "invite")).content.decode()
    run_jobs()

    letter = mail.outbox[-1]
    assert letter.to == ["ines@example.org"]
    assert letter.subject == "An invitation"
    for secret in ("Tuesday", "carer", "care", "Brian", "Do come", world.slug):
        assert secret not in f"{letter.subject}{letter.body}"
    assert OutgoingMail.objects.get().secret == {}  # once sent, the token is nowhere

    found = LINK.search(str(letter.body))
    assert found is not None
    path = found.group(1)
    browser = Client()
    shown = browser.get(path).content.decode()
    for said in ("Tuesday Carers", "Brian invites you", "Do come.", "It stays here.", "We are kind."):
        assert said in shown
    assert "<title>An invitation</title>" in shown
    with in_group(world.group):
        assert Membership.objects.filter(display_name="Ines").count() == 0  # looking changes nothing

    answer = browser.post(path, joining(version="1"))
    assert (answer.status_code, answer["Location"]) == (302, page(world, "why"))
    assert browser.get(page(world, "why")).status_code == 200
    with in_group(world.group):
        ines = Membership.objects.get(display_name="Ines")
        assert (ines.role, ines.agreed_version, ines.invited_by) == ("member", 1, world.brian)
        assert AgreementYes.objects.filter(membership=ines).count() == 1
        assert ines.person.account == Account.objects.get(email="ines@example.org")
    kinds = EventRecord.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-3:] == ["groups.InvitationSent", "groups.MemberJoined", "groups.AgreementAgreed"]


def test_clicked_twice_by_the_same_person_leads_in(world: World, invited: Callable[..., str]):
    path, browser = invited(), Client()
    browser.post(path, joining())
    again = browser.get(path)
    assert (again.status_code, again["Location"]) == (303, f"/g/{world.slug}/")
    assert browser.post(path, joining())["Location"] == f"/g/{world.slug}/"
    with in_group(world.group):
        assert Membership.objects.filter(display_name="Ines").count() == 1


def test_each_dead_link_has_its_own_sentence_and_names_no_group(world: World, invited: Callable[..., str]):
    used, back, late = (invited(f"{name}@example.org") for name in ("a", "b", "c"))
    Client().post(used, joining(name="Ada"))
    with in_group(world.group):
        taken = Invitation.objects.get(email="b@example.org")
        invitations.take_back(member=world.brian, invitation=taken)
    said = {used: "has been used", back: "was taken back"}
    for path, words in said.items():
        answer = Client().get(path)
        assert answer.status_code == 410
        assert words in answer.content.decode()
        assert b"Tuesday" not in answer.content
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1)):
        for answer in (Client().get(late), Client().post(late, joining(name="Cem"))):
            assert answer.status_code == 410
            assert "has run out" in answer.content.decode()
            assert b"Tuesday" not in answer.content
    with time_machine.travel(clock.now() + timedelta(days=13, hours=23)):
        assert Client().get(late).status_code == 200
    assert Client().get("/invited/made-up/").status_code == 404


def test_a_signed_in_reader_of_another_mailbox_gets_nowhere(world: World, invited: Callable[..., str]):
    path = invited()
    for member in (world.farid, world.amina):
        browser = scene.sign_in(Client(), member)
        for answer in (browser.get(path), browser.post(path, joining())):
            assert answer.status_code == 403
            assert "for another address" in answer.content.decode()
    with everywhere("a test looks"):
        assert Invitation.objects.get().used_at is None


def test_a_known_mailbox_signs_in_by_the_link_and_may_join_as_either(
    world: World, invited: Callable[..., str]
):
    path = invited("farid@example.org")
    browser = Client()
    shown = browser.get(path)
    assert b"Tuesday" not in shown.content  # whoever is at this address says so first
    assert b"Farid" not in shown.content
    assert browser.post(path, {"come_in": "1"})["Location"] == path
    page_now = browser.get(path).content.decode()
    assert "Tuesday Carers" in page_now
    assert "Somebody else who reads this mailbox" in page_now
    browser.post(path, joining(who="me", name="F."))
    with everywhere("a test looks"):
        assert Membership.objects.get(display_name="F.").person == world.farid.person


def test_somebody_else_at_the_mailbox_becomes_a_person_of_her_own(world: World, invited: Callable[..., str]):
    path = invited("amina@example.org")
    browser = scene.sign_in(Client(), world.amina)
    assert "You are in this group already" in browser.get(path).content.decode()
    assert browser.post(path, joining(who="me", name="Twice")).status_code == 303
    assert browser.post(path, joining(who="other", name="Zara")).status_code == 302
    with in_group(world.group):
        zara = Membership.objects.get(display_name="Zara")
        assert not Membership.objects.filter(display_name="Twice").exists()
    assert zara.person != world.amina.person
    assert zara.person.account == world.amina.person.account


def test_a_mailbox_with_a_second_factor_is_not_opened_by_the_link_alone(
    world: World, invited: Callable[..., str]
):
    assert world.celia.person.account is not None
    people_actions.printed_codes(account=world.celia.person.account)
    path, browser = invited("celia@example.org"), Client()
    answer = browser.post(path, {"come_in": "1"})
    assert answer["Location"] != path
    assert browser.get(page(world, "invite")).status_code == 302  # not in yet


def test_what_is_missing_is_said_and_the_link_still_works(world: World, invited: Callable[..., str]):
    with in_group(world.group):
        agreement.publish(member=world.celia, words="We are kind.", limits="It stays here.", based_on=0)
    world.brian.agreed_version = 1
    path = invited()
    for bad in (
        {"name": ""},
        {"name": "x" * 200_000},
        {"name": "\x00"},
        {"name": "brian"},
        {"name": "A member of the group"},
        {"says_carer": ""},
        {"yes": ""},
        {"version": "x"},
        {"version": "7"},
    ):
        sent = {key: value for key, value in joining(**{"version": "1", **bad}).items() if value}
        answer = Client().post(path, sent)
        assert answer.status_code == 422, bad
    assert not Account.objects.filter(email="ines@example.org").exists()
    assert Client().post(path, joining(version="1")).status_code == 302


def test_an_agreement_that_changed_meanwhile_is_shown_and_asked_anew(
    world: World, invited: Callable[..., str]
):
    path = invited()
    with in_group(world.group):
        agreement.publish(member=world.celia, words="Brand new rule.", limits="It stays here.", based_on=0)
    answer = Client().post(path, joining(version="0"))
    assert answer.status_code == 422
    assert "Brand new rule." in answer.content.decode()
    assert 'value="Ines"' in answer.content.decode()
    assert 'name="version" value="1"' in answer.content.decode()


def test_who_left_comes_back_as_an_ordinary_member_and_who_was_removed_does_not(
    world: World, invited: Callable[..., str]
):
    with in_group(world.group):
        Membership.objects.filter(pk=world.gwen.pk).update(role="steward", is_listener=True)
    back = scene.sign_in(Client(), world.gwen)
    back.post(invited("gwen@example.org"), joining(who="me", name="Gwen R."))
    with in_group(world.group):
        gwen = Membership.objects.get(pk=world.gwen.pk)
        assert (gwen.status, gwen.role, gwen.is_listener, gwen.display_name) == (
            "here",
            "member",
            False,
            "Gwen R.",
        )
        Membership.objects.filter(pk=gwen.pk).update(status="removed")
    answer = scene.sign_in(Client(), world.gwen).post(
        invited("gwen@example.org"), joining(who="me", name="Gwen S.")
    )
    assert answer.status_code == 422
    with in_group(world.group):
        assert Membership.objects.get(pk=world.gwen.pk).status == "removed"
        assert Invitation.objects.filter(used_at=None).count() == 1


def test_inviting_says_nothing_of_who_is_in(world: World):
    browser = scene.sign_in(Client(), world.amina)
    known = browser.post(page(world, "invite"), {"email": "brian@example.org"})
    unknown = browser.post(page(world, "invite"), {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_so_many_a_day_and_no_more(world: World):
    browser = scene.sign_in(Client(), world.amina)
    for number in range(10):
        assert browser.post(page(world, "invite"), {"email": f"n{number}@example.org"}).status_code == 303
    answer = browser.post(page(world, "invite"), {"email": "n10@example.org", "note": "keep this"})
    assert answer.status_code == 422
    assert "tomorrow" in answer.content.decode()
    assert "keep this" in answer.content.decode()
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert browser.post(page(world, "invite"), {"email": "n10@example.org"}).status_code == 303


@pytest.mark.parametrize(
    "email",
    ["", "ines", "ines@example.org\nBcc: x@example.org", "a@b@c", "x" * 300 + "@example.org", "\x00@x.org"],
)
def test_an_address_that_cannot_be_is_refused(world: World, email: str):
    answer = scene.sign_in(Client(), world.amina).post(page(world, "invite"), {"email": email})
    assert answer.status_code == 422
    assert OutgoingMail.objects.count() == 0


def test_a_second_invitation_to_the_same_address_replaces_the_first(
    world: World, invited: Callable[..., str]
):
    first, second = invited(), invited()
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


def test_a_taken_back_invitation_that_was_not_sent_yet_is_never_sent(
    world: World, run_jobs: Callable[[], None]
):
    with in_group(world.group):
        made = invitations.invite(member=world.brian, email="ines@example.org")
        invitations.take_back(member=world.brian, invitation=made)
    run_jobs()
    assert mail.outbox == []


def test_members_see_and_take_back_their_own_and_stewards_all(world: World, invited: Callable[..., str]):
    invited("secret@example.org", by=world.brian)
    with in_group(world.group):
        made = Invitation.objects.get()
    back = page(world, "invitation_take_back", public_id=made.public_id)
    amina, celia = scene.sign_in(Client(), world.amina), fresh(world.celia)
    assert b"secret@example.org" not in amina.get(page(world, "invite")).content
    assert b"secret@example.org" in celia.get(page(world, "invite")).content
    assert amina.post(back).status_code == 404
    with in_group(world.group), pytest.raises(policy.NotAllowed):
        invitations.take_back(member=world.amina, invitation=made)
    assert celia.post(back).status_code == 303
    with in_group(world.group):
        assert Invitation.objects.get().taken_back_at is not None


def test_strangers_ex_members_and_guests_do_not_invite(world: World):
    for name in ("invite", "poster"):
        for member, status in ((world.farid, 404), (world.gwen, 404), (world.erin, 403)):
            browser = scene.sign_in(Client(), member)
            assert browser.get(page(world, name)).status_code == status
            assert browser.post(page(world, "invite"), {"email": "x@example.org"}).status_code == status
        assert Client().get(page(world, name)).status_code == 302
    assert OutgoingMail.objects.count() == 0


def test_the_link_to_pass_on_is_reset_and_switched_by_stewards_with_a_factor(world: World):
    token = world.group.join_token
    join = reverse("groups:join", kwargs={"token": token})
    change = page(world, "join_link")
    assert scene.sign_in(Client(), world.brian).post(change, {"reset": "1"}).status_code == 403
    assert scene.sign_in(Client(), world.celia).post(change, {"reset": "1"})["Location"] != page(
        world, "invite"
    )
    assert Group.objects.get(pk=world.group.pk).join_token == token

    steward = fresh(world.celia)
    assert steward.post(change, {"off": "1"}).status_code == 303
    assert Client().get(join).status_code == 404
    assert steward.get(page(world, "poster")).status_code == 404
    assert steward.post(change, {"on": "1"}).status_code == 303
    assert Client().get(join).status_code == 200
    assert steward.post(change, {"reset": "1"}).status_code == 303
    dead = Client().get(join)
    assert dead.status_code == 404
    assert b"Tuesday" not in dead.content
    facts = EventRecord.objects.filter(kind="groups.JoinLinkChanged").values_list("facts", flat=True)
    assert list(facts) == [{"how": "off"}, {"how": "on"}, {"how": "reset"}]


def test_the_poster_holds_the_link_and_no_member(world: World):
    shown = scene.sign_in(Client(), world.amina).get(page(world, "poster")).content.decode()
    assert f"/join/{world.group.join_token}/" in shown
    assert '<svg class="qr"' in shown
    main = shown[shown.index("<main") : shown.index("</main>")]
    for name in ("Amina", "Brian", "Celia", "style="):
        assert name not in main


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_member():
    world = scene.build()
    with in_group(world.group):
        made = invitations.invite(member=world.brian, email="ines@example.org")
    token = "a-known-token"
    with everywhere("a test sets a token it knows"):
        Invitation.objects.filter(pk=made.pk).update(token_digest=ids.digest(token))
    path = reverse("groups:invited", kwargs={"token": token})
    ready = threading.Barrier(4)
    answers: list[int] = []

    def click(number: int) -> None:
        try:
            browser = Client()
            ready.wait()
            answers.append(browser.post(path, joining(name=f"Ines {number}")).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(302) == 1
    # The others are told that it was used, or that the mailbox is known by now.
    others = sorted(answers)
    others.remove(302)
    assert others == [status for status in others if status in {200, 410}]
    with in_group(world.group):
        assert Membership.objects.filter(display_name__startswith="Ines").count() == 1
    assert Person.objects.filter(name__startswith="Ines").count() == 1
