"""Two members who open one mailbox: whose a mail is, and whose words come from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as sent_mail
from django.test import Client

from byturns.conversations import actions as talk
from byturns.conversations.models import Conversation
from byturns.core import clock
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import places, second
from byturns.mail.models import Inbound
from byturns.notifications import actions as choices
from byturns.people.models import Person
from tests import world as scene
from tests.mail.mails import PLAIN, link_in, said, sent_to, written
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("border")]

MAILBOX = "amina@example.org"


@pytest.fixture
def pat(world: World) -> Membership:
    """Opens Amina's mailbox."""
    return scene.join(world.group, "Pat", email=MAILBOX)


def pin(member: Membership, digits: str = "4711") -> None:
    person = Person.objects.get(pk=member.person_id)
    person.set_pin(digits)
    person.save()


def begun() -> list[tuple[str, str]]:
    with everywhere("a test looks"):
        rows = Conversation.objects.select_related("started_by").order_by("pk")
        return [(one.started_by.display_name, one.title) for one in rows]


def test_a_mail_to_the_plain_address_asks_once_which_of_them_wrote_it(world: World, pat, bring):
    kept = bring(written("CANARYWORDS", subject="Cushions"), PLAIN)
    assert (kept.state, kept.why, kept.membership_id) == ("asked", "either", None)
    [asked] = sent_to(MAILBOX)
    assert "CANARY" not in asked
    assert "Pat" not in asked
    path, browser = link_in(asked), Client()
    page = browser.get(path).text
    assert "Which of you wrote this?" in page
    assert "CANARY" not in page
    assert begun() == []
    assert "It is with the group now" in browser.post(path, {"member": pat.public_id}).text
    assert "It is with the group now" in browser.post(path, {"member": world.amina.public_id}).text
    assert begun() == [("Pat", "Cushions")]
    assert browser.get("/mail/which/made:up/").status_code == 404


def test_nobody_of_another_mailbox_can_say_that_it_is_theirs(world: World, pat, bring):
    bring(written(subject="Cushions"), PLAIN)
    path = link_in(sent_to(MAILBOX)[0])
    page = Client().post(path, {"member": world.brian.public_id})
    assert "Which of you wrote this?" in page.text
    assert begun() == []


def test_none_of_them(world: World, pat, bring):
    bring(written(subject="Cushions"), PLAIN)
    page = Client().post(link_in(sent_to(MAILBOX)[0]), {"no": "1"}).text
    assert "It was not taken" in page
    assert [one.why for one in Inbound.objects.all()] == ["not_hers"]


def test_who_keeps_apart_by_a_pin_shows_it_first(world: World, pat, bring):
    pin(pat)
    bring(written(subject="Cushions"), PLAIN)
    path, browser = link_in(sent_to(MAILBOX)[0]), Client()
    assert "Pat, please type your PIN." in browser.post(path, {"member": pat.public_id}).text
    wrong = browser.post(path, {"member": pat.public_id, "pin": "1234"})
    assert wrong.status_code == 422
    assert "That is not the PIN." in wrong.text
    assert begun() == []
    browser.post(path, {"member": pat.public_id, "pin": "4711"})
    assert begun() == [("Pat", "Cushions")]


def test_a_mail_from_a_shared_mailbox_does_not_pass_by_a_pin(world: World, pat, bring, nights, to_amina):
    pin(world.amina)
    kept = bring(written("Is it she?"), to_amina)
    assert (kept.state, kept.why) == ("asked", "shared")
    path, browser = link_in(sent_to(MAILBOX)[0]), Client()
    assert browser.post(path, {"yes": "1"}).status_code == 200
    assert browser.post(path, {"yes": "1", "pin": "0000"}).status_code == 422
    assert said(nights) == []
    browser.post(path, {"yes": "1", "pin": "4711"})
    assert said(nights) == [("Amina", "Is it she?")]


def test_an_unknown_address_is_not_hers_without_her_pin(world: World, pat, bring, nights, to_amina):
    pin(world.amina)
    bring(written(sender="x@elsewhere.example"), to_amina)
    path, browser = link_in(sent_to(MAILBOX)[0]), Client()
    assert browser.post(path, {"yes": "1"}).status_code == 200
    assert browser.post(path, {"yes": "1", "pin": "0000"}).status_code == 422
    assert "One more step" not in browser.get(path).text
    assert "One more step" in browser.post(path, {"yes": "1", "pin": "4711"}).text


def test_without_a_pin_a_key_says_whose_it_is(world: World, pat, bring, nights, to_amina):
    assert bring(written("Hers"), to_amina).state == "posted"
    with in_group(world.group):
        own = places.own_address(pat)
    assert bring(written("His", subject="Mine", number=2), own).state == "posted"
    assert said(nights) == [("Amina", "Hers")]
    assert begun()[1:] == [("Pat", "Mine")]


def test_a_pin_alone_in_a_mailbox_asks_for_nothing(world: World, bring, nights, to_amina):
    pin(world.amina)
    assert bring(written("Alone"), to_amina).state == "posted"


def test_another_mailbox_of_hers_that_somebody_signs_in_with_counts_as_shared(
    world: World, bring, nights, to_amina
):
    pin(world.amina)
    with in_group(world.group):
        row = second.add(member=world.amina, address="brian@example.org")
        second.confirm(row=row)
    assert bring(written("Whose?", sender="brian@example.org"), to_amina).why == "shared"


def test_letters_mark_a_mail_that_may_not_name(world: World, pat, as_):
    page = "/g/tuesday/me/mail/addresses/"
    assert "One to three letters for your mails" in as_(world.amina).get(page).text
    as_(world.amina).post(page, {"letters": "A!"})
    with in_group(world.group):
        assert second.whose(world.amina, names=False) == "A"
        assert second.whose(world.amina, names=True) == "Amina"
        assert second.whose(pat, names=False) == ""
        assert second.whose(world.brian, names=True) == ""
    as_(world.amina).post(page, {"letters": ""})
    with in_group(world.group):
        assert second.whose(world.amina, names=False) == ""
    assert "One to three letters" not in as_(world.brian).get(page).text


def test_a_quiet_mail_bears_the_letters_and_never_the_name(world: World, pat, run_jobs, time_machine):
    with in_group(world.group):
        choices.choose(member=world.amina, pace="each", shows="quiet")
        choices.choose(member=pat, pace="each", shows="whole")
        second.mark(member=world.amina, letters="Q")
        talk.open_conversation(member=world.brian, title="Nights", words="How do you sleep?")
    run_jobs()
    time_machine.move_to(clock.now() + timedelta(minutes=3))
    run_jobs()
    hers, his = sorted(sent_mail.outbox, key=lambda one: one.subject.endswith("for Q"), reverse=True)
    assert hers.subject.endswith(", for Q")
    assert his.subject.endswith(")")  # the stricter level holds for both, and he chose no letters
    for one in (hers, his):
        assert "Amina" not in one.subject + one.body
        assert "Pat" not in one.subject + one.body
