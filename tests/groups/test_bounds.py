"""What a steward, or somebody who was removed, might try: each is refused, and nothing lives on."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import resolve, reverse

from byturns.conversations import actions as talk
from byturns.conversations.models import Draft
from byturns.core import clock, ids
from byturns.core.models import OutgoingMail
from byturns.groups import policy
from byturns.groups.actions import asking, leaving, recovery, stewards, typing
from byturns.groups.models import Group, Invitation, Membership, Recovery, StewardOffer, TypingGrant
from byturns.groups.policy import NotAllowed
from byturns.groups.queries import names
from byturns.groups.scoping import everywhere, in_group
from byturns.people import whoami
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World


def again(member: Membership) -> Membership:
    with everywhere("a test looks"):
        return Membership.objects.select_related("person__account", "group").get(pk=member.pk)


def link(world: World, email: str) -> str:
    token = ids.secret()
    with in_group(world.group):
        Invitation.objects.create(
            group=world.group,
            email=email,
            token_digest=ids.digest(token),
            made_by=world.dev,
            expires_at=clock.now() + timedelta(days=14),
        )
    return reverse("groups:invited", kwargs={"token": token})


JOINING = {"who": "other", "name": "Newman", "version": "0", "says_carer": "on", "yes": "on"}


# --- Typing for somebody --------------------------------------------------------------------------


def test_a_steward_does_not_name_herself_as_typist_but_another_does(world: World):
    dilys = scene.join(world.group, "Dilys", role="steward")
    form = {"typist": world.celia.public_id, "how_said": "by telephone"}
    address = f"/g/tuesday/people/{world.joan.public_id}/typing/"
    refused = fresh(world.celia).post(address, form)
    assert refused.status_code == 422
    assert "Ask another steward" in refused.content.decode()
    with in_group(world.group):
        with pytest.raises(ValidationError):
            typing.name_typist(member=world.celia, whom=world.joan, typist=world.celia, how_said="x")
        assert not TypingGrant.objects.exists()
        typing.name_typist(member=dilys, whom=world.joan, typist=world.celia, how_said="x")
        assert TypingGrant.objects.standing().count() == 1


def test_the_copy_for_a_typist_leaves_out_circles_she_is_not_in(world: World, as_):
    theirs = scene.circle(world.joan, world.amina, name="Owlname")
    shared = scene.circle(world.joan, world.brian, name="Larkname")
    with in_group(world.group):
        for circle, mark in ((theirs, "OWL"), (shared, "LARK"), (None, "OPEN")):
            made = talk.open_conversation(
                member=world.joan, title=f"{mark}title", words=f"{mark}before", circle=circle
            )
            talk.edit_message(member=world.joan, message=made.messages.get(), words=f"{mark}words")
            Draft.objects.create(
                group=world.group, membership=world.joan, conversation=made, words=f"{mark}draft"
            )
        typing.name_typist(member=world.celia, whom=world.joan, typist=world.brian, how_said="x")
    answer = as_(world.brian).post(f"/g/tuesday/people/{world.joan.public_id}/for/words/")
    told = zipfile.ZipFile(io.BytesIO(answer.content)).read("my-words.json").decode()
    kinds = ("title", "before", "words", "draft")
    assert {mark: [f"{mark}{kind}" in told for kind in kinds] for mark in ("OWL", "LARK", "OPEN")} == {
        "OWL": [False] * 4,
        "LARK": [True] * 4,
        "OPEN": [True] * 4,
    }
    assert ["Owlname" in told, "Larkname" in told] == [False, True]


@pytest.mark.parametrize(
    "address",
    ["people/x/for/words/", "people/x/for/profile/", "people/x/for/pace/", "invite/x/back/"],
)
def test_a_second_factor_is_asked_of_stewards(address: str):
    assert resolve(f"/g/tuesday/{address}").func.needs_factor


def test_nobody_types_before_the_yes_to_the_agreement(world: World):
    with in_group(world.group):
        typing.name_typist(member=world.celia, whom=world.joan, typist=world.brian, how_said="x")
        Group.objects.filter(pk=world.group.pk).update(agreement_version=2)
        verdict = policy.check(again(world.brian), "groups.type_for", again(world.joan))
        assert not verdict
        assert "yes to what you agreed" in str(verdict.reason)
        Membership.objects.filter(pk=world.joan.pk).update(agreed_version=1)
        assert policy.check(again(world.brian), "groups.type_for", again(world.joan))


def test_a_new_record_leads_to_the_agreement_first(world: World):
    client = fresh(world.celia)
    with everywhere("a test sets the scene"):
        Group.objects.filter(pk=world.group.pk).update(agreement_version=1)
        Membership.objects.filter(pk=world.celia.pk).update(agreed_version=1)
    form = {"display_name": "Mabel", "contact_by": "post", "phone": "", "post": "4 Mill Lane"}
    answer = client.post("/g/tuesday/people/looking-after/without-email/", form)
    assert answer["Location"] == reverse("groups:agreement_by_voice", args=["tuesday"])


# --- Who was removed, or stepped down -------------------------------------------------------------


@pytest.mark.parametrize("how", ["removed", "left", "down"])
def test_what_a_steward_began_ends_with_her_being_one(world: World, how: str):
    rogue = scene.join(world.group, "Rogue", role="steward")
    with in_group(world.group):
        offer = stewards.offer(member=rogue, whom=world.brian)
        opened = recovery.open_(
            member=rogue,
            whom=again(world.amina),
            second=world.dev,
            new_email="evil@example.org",
            how_known="x",
            in_person=False,
        )
        recovery.vouch(member=again(world.dev), recovery=opened, in_person=False)
        if how == "removed":
            leaving.remove(member=world.celia, whom=again(rogue), reason="bad")
        elif how == "left":
            leaving.leave(member=again(rogue))
        else:
            stewards.step_down(member=again(rogue))
        assert StewardOffer.objects.filter(answered_at=None).count() == 0
        assert Recovery.objects.open().count() == 0
        with pytest.raises(NotAllowed):
            stewards.answer(member=again(world.brian), offer=offer, yes=True)
        # And were it still open, the clock asks the rule again.
        Recovery.objects.update(stopped_at=None, moves_at=clock.now() - timedelta(hours=1))
        recovery.finish(recovery_id=opened.pk)
        opened.refresh_from_db()
        assert (opened.done_at, opened.stopped_at is None) == (None, False)


def test_who_was_removed_does_not_come_back_as_somebody_else(world: World, as_):
    with in_group(world.group):
        leaving.remove(member=world.celia, whom=again(world.brian), reason="bad")
    address = link(world, "Brian@example.org")
    answer = as_(world.brian).post(address, JOINING)
    assert answer.status_code == 422
    assert "You can ask to join instead" in answer.content.decode()
    with in_group(world.group):
        assert not Membership.objects.filter(display_name="Newman").exists()
        assert Invitation.objects.get().used_at is None


def test_removing_needs_a_tick(world: World):
    address = f"/g/tuesday/people/{world.brian.public_id}/remove/"
    client = fresh(world.celia)
    assert client.post(address, {"reason": "bad"}).status_code == 422
    assert again(world.brian).is_present
    assert client.post(address, {"reason": "bad", "sure": "on"}).status_code == 303
    assert not again(world.brian).is_present


# --- Mailboxes ------------------------------------------------------------------------------------


def test_nobody_joins_on_a_stewards_mailbox(world: World, as_):
    refused = as_(world.celia).post(link(world, "celia@example.org"), JOINING)
    assert refused.status_code == 422
    assert not whoami.shares(world.celia.person)
    account = world.celia.person.account
    assert account is not None
    with everywhere("a test sets the scene"):
        Group.objects.update(takes_askers=True)
        world.other_group.refresh_from_db()
    with pytest.raises(ValidationError):
        asking.ask(
            group=world.other_group,
            account=account,
            person=None,
            name="Newman",
            answers=[],
            says_carer_over_18=True,
        )
    assert not whoami.shares(world.celia.person)
    assert as_(world.amina).post(link(world, "amina@example.org"), JOINING).status_code != 422


def test_an_invitation_signs_in_once(world: World):
    address = link(world, "brian@example.org")
    browsers = [Client() for _ in range(3)]
    sent = [browser.post(address, {"come_in": "1"})["Location"] for browser in browsers]
    assert sent[0] == address
    assert [where.split("?")[0] for where in sent[1:]] == [reverse("account_request_login_code")] * 2
    assert [browser.get("/g/tuesday/").status_code for browser in browsers] == [200, 302, 302]
    assert Client().get(address).status_code == 302
    assert browsers[0].get(address).status_code == 200  # who came in by it can still use it


def test_no_mail_about_somebody_who_asks_reaches_who_rests(world: World, run_jobs, mailoutbox):
    asker = scene.person("Hana")
    assert asker.account is not None
    with everywhere("a test sets the scene"):
        Group.objects.filter(pk=world.group.pk).update(takes_askers=True)
        world.group.refresh_from_db()
    asking.ask(
        group=world.group,
        account=asker.account,
        person=asker,
        name="Hana",
        answers=[],
        says_carer_over_18=True,
    )
    run_jobs()
    told = {to for mail in mailoutbox for to in mail.to}
    assert told == {"amina@example.org", "brian@example.org", "celia@example.org"}
    assert not OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING).exists()


def test_names_that_stand_for_nobody_are_taken(world: World):
    with in_group(world.group):
        taken = [
            names.is_taken(name)
            for name in ("a  member, without A name", "A member who has left", "A MEMBER of the group", "Ann")
        ]
    assert taken == [True, True, True, False]
