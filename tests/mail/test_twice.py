"""The same mail by another road, or to two addresses of one member: one message. No words are lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from byturns.conversations import actions as talk
from byturns.conversations.models import Conversation
from byturns.core import clock
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import intake, jobs, places
from byturns.mail.models import Inbound
from tests import world as scene
from tests.mail.mails import link_in, said, sent_to, written

pytestmark = pytest.mark.django_db(transaction=True)
HERS = [("Amina", "I leave a lamp on.")]
ROAD = b"Received: from a.example by mx.carers.example (queue %d); Tue, 24 Nov 2026 10:00:0%d +0000\r\n"


def by_road(number: int, raw: bytes | None = None) -> bytes:
    return ROAD % (number, number) + (raw or written())


def another_key(world, conversation: Conversation) -> str:
    with in_group(world.group):
        return places.reply_address(places.make_key(world.amina, conversation, "<two@carers.example>"))


def test_the_same_mail_by_another_road_is_one_message(world, nights, to_amina, bring, as_):
    first, second = (bring(by_road(number), to_amina) for number in (1, 2))
    assert (first.state, second.state, second.why) == ("posted", "dropped", "repeated")
    assert second.message_id == first.message_id
    assert said(nights) == HERS
    page = as_(world.celia).get("/g/tuesday/people/looking-after/mail/held/").text
    assert "The same mail came twice. Its words stand there once." in page
    assert "lamp" not in page


def test_one_mail_to_two_of_her_keys_is_one_message_in_each_conversation(world, nights, to_amina, bring):
    other = scene.conversation(world.brian, "Another thing altogether.")
    where = (to_amina, another_key(world, nights), another_key(world, other))
    assert [bring(written(), to).why for to in where] == ["well", "repeated", "well"]
    assert said(nights) == said(other) == HERS


def test_a_conversation_is_begun_once(world, bring, border):
    with in_group(world.group):
        address = places.own_address(world.amina)
    assert [bring(by_road(number), address).why for number in (1, 2)] == ["well", "repeated"]
    with everywhere("a test looks"):
        assert Conversation.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        written("I leave a lamp on, and the radio."),  # under the same Message-ID
        written(number=2),
        written("I leave a lamp on.\n\nThe radio, too."),
    ],
)
def test_what_is_not_the_same_is_not_lost(nights, to_amina, bring, other):
    assert [bring(raw, to_amina).state for raw in (written(), other)] == ["posted", "posted"]
    assert len(said(nights)) == 2


def test_without_a_message_id_only_the_very_same_mail_is_the_same(world, nights, to_amina, bring):
    bare = written().replace(b"Message-ID: <m1@mail.example>\n", b"")
    assert b"Message-ID" not in bare
    for number in (1, 2, 2):
        assert bring(by_road(number, bare), to_amina).why == "well"
    assert len(said(nights)) == 2


def test_what_another_member_wrote_is_hers(world, nights, to_amina, bring):
    with in_group(world.group):
        to_brian = places.reply_address(places.make_key(world.brian, nights, "<two@carers.example>"))
    bring(written(), to_amina)
    assert bring(written(sender="brian@example.org"), to_brian).state == "posted"
    assert [who for who, _words in said(nights)] == ["Amina", "Brian"]


def test_who_is_asked_twice_and_says_yes_twice_reads_that_it_is_there(world, nights, to_amina, bring):
    for number in (1, 2):
        bring(by_road(number, written(proven="")), to_amina)
    for asked in sent_to("amina@example.org"):
        page = Client().post(link_in(asked), {"yes": ""}).text
        assert "It is with the group now" in page
        assert "write it again" not in page
    assert said(nights) == HERS
    assert set(Inbound.objects.values_list("why", flat=True)) == {"well", "repeated"}


def test_a_mail_that_could_not_be_posted_does_not_stand_in_the_way(world, nights, to_amina, bring):
    with everywhere("a test sets the scene"):
        Conversation.objects.filter(pk=nights.pk).update(closed_at=clock.now())
    assert bring(by_road(1), to_amina).why == "closed"
    with everywhere("a test sets the scene"):
        Conversation.objects.filter(pk=nights.pk).update(closed_at=None)
    assert bring(by_road(2), to_amina).why == "well"


def test_the_bytes_of_a_repeat_go_with_what_it_repeats(world, nights, to_amina, bring, time_machine):
    for number in (1, 2):
        bring(by_road(number), to_amina)
    with in_group(world.group):
        talk.take_down(member=world.amina, message=nights.messages.last())
    time_machine.move_to(clock.now() + timedelta(hours=1))
    jobs.wipe()
    assert [bytes(raw) for raw in Inbound.objects.values_list("raw", flat=True)] == [b"", b""]


def test_two_at_once_cannot_both_post(world, nights, to_amina, border):
    where = [to_amina, another_key(world, nights)] * 2
    kept = [intake.keep(by_road(n, written()), rcpt_to=to, came_by="smtp").pk for n, to in enumerate(where)]
    sign = Barrier(len(kept))

    def go(number: int) -> None:
        try:
            sign.wait()
            intake.take_in(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(kept)) as crowd:
        list(crowd.map(go, kept))
    assert said(nights) == HERS
    assert sorted(Inbound.objects.values_list("why", flat=True)) == ["repeated"] * 3 + ["well"]
