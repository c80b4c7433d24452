"""Talking by mail with somebody who asks to join, and saying that one looks at a report."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from byturns.conversations.models import Conversation
from byturns.core import clock, outbox
from byturns.groups.actions import applications, asking
from byturns.groups.models import Application, ApplicationMessage, Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import places
from byturns.mail.models import Inbound
from byturns.people.models import Account
from byturns.safety.actions import reporting
from byturns.safety.models import Report, ReportNote
from tests import world as scene
from tests.mail.by_mail import address_of, link_to, sent_to, written
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("border")]
HANA = "hana@example.org"


@pytest.fixture
def asks(world: World, run_jobs) -> Application:
    person = scene.person("Hana")
    made = asking.ask(
        group=world.group,
        account=Account.objects.get(email=HANA),
        person=person,
        name="Hana",
        answers=[("Why?", "CANARYANSWER")],
        says_carer_over_18=True,
    )
    run_jobs()
    return made


def said() -> list[tuple[str, str]]:
    with everywhere("a test looks"):
        rows = ApplicationMessage.objects.select_related("author").order_by("pk")
        return [(row.author.display_name if row.author else "who asks", row.words) for row in rows]


def reply_to(address: str) -> str:
    return str(sent_to(address)[-1].message()["Reply-To"])


def test_a_member_and_who_asks_talk_by_mail(world: World, asks, bring, run_jobs, time_machine):
    [told] = sent_to("amina@example.org")
    assert "CANARY" not in told.body
    assert "Hana" not in told.body
    quoted = "\n".join(f"> {line}" for line in told.body.splitlines())
    words = f"Welcome. Do you look after somebody?\n\n{quoted}\n"
    raw = written(words)
    kept = bring(raw, reply_to("amina@example.org"))
    assert (kept.state, kept.why) == ("posted", "well")
    by_another_road = b"Received: from a.example by b.example\n" + raw
    again = bring(by_another_road, reply_to("amina@example.org"))
    assert (again.state, again.why) == ("dropped", "repeated")
    assert said() == [("Amina", "Welcome. Do you look after somebody?")]
    with everywhere("a test looks"):
        assert not ApplicationMessage.objects.get().shows_name
        assert not Conversation.objects.exists()
    time_machine.move_to(clock.now() + timedelta(hours=world.group.quiet_hours + 1))
    run_jobs()
    [answer] = sent_to(HANA)
    assert "Amina" not in answer.body
    raw = written("My father.", sender=HANA)
    assert bring(raw, reply_to(HANA)).state == "posted"
    assert bring(b"X-Road: b\n" + raw, reply_to(HANA)).why == "repeated"
    assert said()[1:] == [("who asks", "My father.")]
    again = sent_to("amina@example.org")[-1]
    assert "Somebody who asks to join your group has written" in again.body
    assert "father" not in again.body


@pytest.mark.parametrize(
    ("change", "state", "why"),
    [
        ({"sender": "brian@example.org"}, "held", "another"),
        ({"sender": HANA}, "held", "another"),
        ({"proven": "dmarc=fail"}, "held", "forged"),
        ({"proven": ""}, "asked", "unproven"),
        ({"words": "\n"}, "held", "empty"),
    ],
)
def test_the_same_table_holds(world: World, asks, bring, change, state, why):
    kept = bring(written(**{"words": "Hello", **change}), reply_to("amina@example.org"))
    assert (kept.state, kept.why) == (state, why)
    assert said() == []


def test_who_asks_is_asked_too_when_nothing_proves_it(world: World, asks, bring, run_jobs, time_machine):
    with in_group(world.group):
        applications.write(member=world.celia, application=asks, words="Hello")
    time_machine.move_to(clock.now() + timedelta(hours=world.group.quiet_hours + 1))
    run_jobs()
    kept = bring(written("My father.", sender=HANA, proven=""), reply_to(HANA))
    assert kept.state == "asked"
    path = sent_to(HANA)[-1].body.split("localhost:8000", 1)[1].split()[0]
    assert "My father" not in Client().get(path).text
    assert len(said()) == 1
    assert "It is with the group now" in Client().post(path, {"yes": "1"}).text
    assert said()[1:] == [("who asks", "My father.")]


def test_it_ends_with_the_decision_and_with_membership(world: World, asks, bring, time_machine):
    amina, brian = reply_to("amina@example.org"), reply_to("brian@example.org")
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.amina.pk).update(status="left")
    assert bring(written("Hello"), amina).why == "dead"
    time_machine.move_to(clock.now() + timedelta(hours=world.group.quiet_hours + 1))
    with in_group(world.group):
        applications.refuse(member=world.celia, application=asks, reason="no", kind_words="Not now")
    assert places.found(brian) == places.NOWHERE
    assert said() == []


def test_a_steward_sees_that_such_a_mail_was_held_and_no_word_of_it(world: World, asks, bring, as_):
    bring(written("CANARYWORDS", sender="x@canary.example"), reply_to("amina@example.org"))
    page = as_(world.celia).get("/g/tuesday/people/looking-after/mail/held/").text
    assert "Somebody answered a mail that went to Amina. It was not from Amina’s address." in page
    assert "CANARY" not in page.upper()
    assert Inbound.objects.get().state == "held"


def test_a_steward_says_by_mail_that_she_looks_at_a_report(world: World, bring, run_jobs):
    talk = scene.conversation(world.brian, "CANARYWORDS")
    with in_group(world.group):
        message = talk.messages.get()
        reporting.report_message(
            member=world.amina,
            message=message,
            route="report",
            severity="house",
            words="CANARYREPORT",
            once="1",
        )
    run_jobs()
    body = sent_to("celia@example.org")[-1].body
    page = Client().get(link_to(body, "I am looking at this")).text
    assert "CANARY" not in page + body
    with everywhere("a test looks"):
        assert Report.objects.get().taken_by_id is None
    kept = bring(written(sender="celia@example.org"), address_of(body, "I am looking at this"))
    assert kept.state == "done"
    with everywhere("a test looks"):
        assert Report.objects.get().taken_by_id == world.celia.pk
        assert ReportNote.objects.get().kind == "taken"


def test_what_cannot_be_added_to_the_talk_is_held(world: World, asks, bring, time_machine):
    to = reply_to("amina@example.org")
    assert bring(written("Long. " * 4000), to).why == "long"
    assert bring(b"\x00\x00", to).why == "unreadable"
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.amina.pk).update(role="guest")
    assert bring(written("Hello"), to).why == "closed"
    assert said() == []


def test_what_was_asked_about_and_is_decided_meanwhile_is_held(world: World, asks, bring, time_machine):
    kept = bring(written("Hello", proven=""), reply_to("amina@example.org"))
    path = sent_to("amina@example.org")[-1].body.split("localhost:8000", 1)[1].split()[0]
    time_machine.move_to(clock.now() + timedelta(hours=world.group.quiet_hours + 1))
    with in_group(world.group):
        applications.refuse(member=world.celia, application=asks, reason="no", kind_words="Not now")
    Client().post(path, {"yes": "1"})
    kept.refresh_from_db()
    assert (kept.state, kept.why) == ("held", "closed")
    assert said() == []


def test_without_mail_coming_in_no_address_is_given(world: World, asks, settings):
    settings.MAIL_IN = ""
    with in_group(world.group):
        made = outbox.write(
            "groups.somebody_asks", {"application_id": asks.pk, "membership_id": world.brian.pk}
        )
    assert isinstance(made, outbox.Letter)
    assert made.address == ""
    assert "answer this mail" not in made.body
