"""What is kept of mails that did not become a message: nothing that was taken down, and nothing for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from byturns.conversations import actions as talk
from byturns.conversations import jobs as talk_jobs
from byturns.core import clock
from byturns.groups.scoping import in_group
from byturns.mail import intake, jobs, keeping
from byturns.mail.models import Inbound
from byturns.mail.reading import letter
from tests import world as scene
from tests.mail.mails import PLAIN, link_in, said, sent_to, written
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("border")]

QUOTES = "I leave a lamp on.\n\nOn Tuesday Brian wrote:\n> How do you manage the nights, all of you?\n"


def an_hour_after_it_was_taken_down(world: World, nights, time_machine) -> None:
    with in_group(world.group):
        talk.take_down(member=world.brian, message=nights.messages.get(author=world.brian))
    time_machine.move_to(clock.now() + timedelta(minutes=45))
    talk_jobs.wipe()
    jobs.wipe()


def raw(kept: Inbound) -> bytes:
    kept.refresh_from_db()
    return bytes(kept.raw)


def test_mail_that_waits_keeps_only_its_writers_words(world, nights, to_amina, bring, time_machine):
    other = scene.conversation(world.brian, "Quite another thing")
    held = bring(written(QUOTES, proven="dmarc=fail"), to_amina)
    asked = bring(written(QUOTES, proven="", number=2), to_amina)
    to_all = bring(written(QUOTES, subject="Lämp", number=3), PLAIN)
    gone = bring(written(QUOTES, number=4, Auto_Submitted="auto-replied"), to_amina)
    clean = bring(written("No quotes", proven="dmarc=fail", number=5), to_amina)
    damaged = bring(written(QUOTES, proven="dmarc=fail", number=6), to_amina)
    elsewhere = bring(written(QUOTES, proven="dmarc=fail", number=7), to_amina)
    posted = bring(written("Posted", number=8), to_amina)
    Inbound.objects.filter(pk=damaged.pk).update(raw=b"\0")
    Inbound.objects.filter(pk=elsewhere.pk).update(conversation_id=other.pk)
    unseen = intake.keep(written(QUOTES, number=9), rcpt_to=to_amina, came_by="smtp", mail_from="a@b.example")
    before = raw(clean)
    assert (held.state, asked.state, to_all.state, gone.state) == ("held", "asked", "asked", "dropped")
    an_hour_after_it_was_taken_down(world, nights, time_machine)
    for kept in (held, asked, to_all):
        assert b"manage the nights" not in raw(kept)
        assert letter.read(raw(kept)).cut().words == "I leave a lamp on."
    assert (letter.read(raw(held)).subject, letter.read(raw(to_all)).subject) == ("", "Lämp")
    assert raw(gone) == raw(damaged) == b""
    assert raw(clean) == before
    assert b"manage the nights" in raw(elsewhere)
    assert b"manage the nights" in raw(unseen)
    assert raw(posted) != b""
    wiped = raw(held)
    jobs.wipe()
    assert raw(held) == wiped
    Client().post(link_in(sent_to("amina@example.org")[0]), {"yes": ""})
    assert ("Amina", "I leave a lamp on.") in said(nights)


def test_a_mail_holds_nothing_of_what_was_said_after_it_came(world, nights, to_amina, bring, time_machine):
    kept = bring(written(QUOTES, proven="dmarc=fail"), to_amina)
    Inbound.objects.update(came_at=clock.now() - timedelta(days=3))
    an_hour_after_it_was_taken_down(world, nights, time_machine)
    assert b"manage the nights" in raw(kept)


def test_a_report_of_what_came_back_is_not_kept(world, to_amina, bring):
    kept = bring(written(), to_amina)
    Inbound.objects.update(way="back")
    jobs.wipe()
    assert raw(kept) == b""


def test_who_wrote_it_is_forgotten_in_time_also_where_the_mail_went_before(
    world, to_amina, bring, time_machine
):
    kept = bring(written(), to_amina)
    Inbound.objects.update(raw=b"")
    jobs.tidy()
    kept.refresh_from_db()
    assert kept.sender == "amina@example.org"
    time_machine.move_to(clock.now() + timedelta(days=31))
    jobs.tidy()
    kept.refresh_from_db()
    assert (kept.sender, kept.rcpt_to, kept.mail_from) == ("", "", "")


def test_a_question_that_nobody_answers_gives_the_words_back_or_is_held(
    world, bring, to_amina, run_jobs, time_machine
):
    proven = bring(written("CANARYPROVEN"), PLAIN)
    not_proven = bring(written("CANARYNOT", proven="", number=2), to_amina)
    damaged = bring(written("CANARYGONE", proven="", number=3), to_amina)
    Inbound.objects.filter(pk=damaged.pk).update(raw=b"")
    mails = len(sent_to("amina@example.org"))
    time_machine.move_to(clock.now() + keeping.ANSWER_WITHIN - timedelta(hours=1))
    jobs.tidy()
    proven.refresh_from_db()
    assert proven.state == "asked"
    time_machine.move_to(clock.now() + timedelta(hours=2))
    jobs.tidy()
    run_jobs()
    for kept in (proven, not_proven, damaged):
        kept.refresh_from_db()
        assert kept.state == "held"
    assert (proven.back_to_id, not_proven.back_to_id) == (world.amina.pk, None)
    assert len(sent_to("amina@example.org")) == mails + 1
