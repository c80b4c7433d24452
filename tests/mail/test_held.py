"""What stewards see of mail that did not go through, and what they can do for whoever wrote it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from byturns.conversations.models import Conversation
from byturns.core import clock
from byturns.core.models import EventRecord
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import jobs, letters, letting_in
from byturns.mail.models import Inbound
from tests.groups.factor import fresh
from tests.mail.mails import PLAIN, link_in, sent_to, written
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("border")]

LIST = "/g/tuesday/people/looking-after/mail/held/"
STRANGER = "jo.smith@elsewhere.example"


def one(kept: Inbound) -> str:
    return f"{LIST}{kept.public_id}/"


def titles() -> list[tuple[str, str]]:
    with everywhere("a test looks"):
        rows = Conversation.objects.select_related("started_by").order_by("pk")
        return [(row.started_by.display_name, row.title) for row in rows]


def test_a_stranger_is_listed_by_a_masked_address_and_what_was_meant_for_all_can_be_read(
    world: World, as_, bring
):
    kept = bring(
        written("May I ask you all?\nRing 01632 960 123", sender=STRANGER, subject="A question"), PLAIN
    )
    page = as_(world.celia).get(LIST).text
    assert "j···@elsewhere.example" in page
    assert "jo.smith" not in page
    assert "May I ask" not in page
    assert as_(world.celia).get(one(kept)).status_code == 303  # her second step first
    read = fresh(world.celia).get(one(kept)).text
    assert "A question" in read
    assert "May I ask you all?" in read
    assert "01632" not in read
    assert "jo.smith" not in read
    assert as_(world.amina).get(one(kept)).status_code == 403
    assert as_(world.farid).get(one(kept)).status_code == 404


def test_what_was_perhaps_meant_for_one_alone_is_never_read(world: World, bring, to_amina):
    kept = bring(written("CANARYWORDS, dear", sender="brian@example.org"), to_amina)
    asked = bring(written("CANARYWORDS", sender=STRANGER, number=2), to_amina)
    browser = fresh(world.celia)
    page = browser.get(LIST).text
    assert "Amina" in page
    assert "elsewhere.example" not in page
    for row in (kept, asked):
        assert browser.get(one(row)).status_code == 404


def test_a_mail_to_the_group_in_a_members_name_is_shown_but_never_posted(world, bring, nights, to_amina):
    kept = bring(written("Said in her name", proven="dmarc=fail"), to_amina)
    read = fresh(world.celia).get(one(kept)).text
    assert "Said in her name" in read
    assert "Ask them whether it is theirs" not in read
    assert "Invite them to join" not in read
    fresh(world.celia).post(one(kept), {"invite": "1"})
    fresh(world.celia).post(one(kept), {"whom": world.amina.public_id})
    kept.refresh_from_db()
    assert (kept.state, kept.why) == ("held", "forged")


def test_a_steward_leads_a_mail_to_a_member_who_is_asked_and_it_posts_when_both_say_yes(
    world: World, bring, run_jobs
):
    kept = bring(written("From my daughter's telephone", sender=STRANGER, subject="Cushions"), PLAIN)
    browser = fresh(world.celia)
    assert "Ask them whether it is theirs" in browser.get(one(kept)).text
    assert browser.post(one(kept), {"whom": world.farid.public_id}).status_code == 422
    assert browser.post(one(kept), {"whom": world.joan.public_id}).status_code == 422
    assert browser.post(one(kept), {"whom": world.amina.public_id}).status_code == 303
    run_jobs()
    kept.refresh_from_db()
    assert (kept.state, kept.why, kept.membership_id) == ("asked", "too", world.amina.pk)
    assert titles() == []
    assert browser.get(one(kept)).status_code == 404  # now it is for her alone
    assert "elsewhere.example" not in browser.get(LIST).text
    path = link_in(sent_to("amina@example.org")[0])
    Client().post(path, {"yes": "1"})
    run_jobs()
    assert titles() == []
    Client().post(link_in(sent_to(STRANGER)[-1]))
    assert titles() == [("Amina", "Cushions")]
    assert EventRecord.objects.filter(kind="mail.MailLedToMember").count() == 1


def test_who_was_asked_often_today_is_not_asked_again(world: World, bring, to_amina):
    for number in range(3):
        bring(written(sender=f"x{number}@other.example", number=number), to_amina)
    kept = bring(written(sender=STRANGER, number=9), PLAIN)
    answer = fresh(world.celia).post(one(kept), {"whom": world.amina.public_id})
    assert answer.status_code == 422
    assert "They cannot be asked just now." in answer.text


def test_a_proven_stranger_can_be_invited_and_nobody_else(world: World, bring, run_jobs):
    kept = bring(written(sender=STRANGER), PLAIN)
    unproven = bring(written(sender="thief@elsewhere.example", proven="", number=2), PLAIN)
    browser = fresh(world.celia)
    assert "Nothing proves who wrote it" in browser.get(one(unproven)).text
    browser.post(one(unproven), {"invite": "1"})
    assert browser.post(one(kept), {"invite": "1"}).status_code == 303
    run_jobs()
    assert sent_to("thief@elsewhere.example") == []
    assert any("invites you" in body for body in sent_to(STRANGER))


def test_only_a_steward_leads_on(world: World, bring):
    kept = bring(written(sender=STRANGER), PLAIN)
    with in_group(world.group):
        with pytest.raises(NotAllowed):
            letting_in.lead_to_member(member=world.brian, kept=kept, whom=world.amina)
        with pytest.raises(NotAllowed):
            letting_in.invite_writer(member=world.brian, kept=kept)
        assert not letting_in.lead_to_member(member=world.celia, kept=kept, whom=world.erin)


def test_programs_are_folded_away_but_listed(world: World, as_, bring):
    for number in range(2):
        bring(written(sender=STRANGER, number=number, Auto_Submitted="auto-replied"), PLAIN)
    page = as_(world.celia).get(LIST).text
    assert "2 mails from programs" in page
    assert "A program sent it" in page
    assert "Every mail went through." in page


@pytest.mark.parametrize("count", [1, 40])
def test_the_list_asks_as_little_for_many_as_for_one(
    world: World, as_, bring, django_assert_num_queries, count
):
    browser = as_(world.celia)
    browser.get(LIST)
    for number in range(count):
        Inbound.objects.create(
            digest=str(number),
            raw=b"x",
            size=1,
            came_by="smtp",
            rcpt_to=PLAIN,
            state="held",
            why="stranger",
            way="group",
            group_id=world.group.pk,
            sender=STRANGER,
            settled_at=clock.now(),
        )
    with django_assert_num_queries(5):
        browser.get(LIST)


def test_stewards_are_told_once_a_day_and_by_day(world: World, bring, run_jobs, time_machine):
    noon = clock.now().astimezone(world.group.zone).replace(hour=12, minute=0)
    time_machine.move_to(noon, tick=False)
    jobs.tell_stewards()
    run_jobs()
    assert sent_to("celia@example.org") == []
    bring(written(sender=STRANGER, proven=""), PLAIN)
    time_machine.move_to(noon.replace(hour=3) + timedelta(days=1), tick=False)
    jobs.tell_stewards()
    run_jobs()
    assert sent_to("celia@example.org") == []
    time_machine.move_to(noon + timedelta(days=1), tick=False)
    for _ in range(3):
        jobs.tell_stewards()
        run_jobs()
    [told] = sent_to("celia@example.org")
    assert "elsewhere" not in told
    assert link_in(told) == LIST
    time_machine.move_to(noon + timedelta(days=2, hours=1), tick=False)
    jobs.tell_stewards()
    run_jobs()
    assert len(sent_to("celia@example.org")) == 1  # nothing new was held
    assert sent_to("brian@example.org") == []


def test_letters_about_a_mail_say_nothing_when_there_is_nothing_to_say(world: World, bring, nights, to_amina):
    kept = bring(written(), to_amina)
    with in_group(world.group):
        assert letters.was_this_you(kept.pk) is None
        assert letters.is_this_you_too(kept.pk) is None
        assert letters.which_of_you(kept.pk) is None
        assert letters.back(kept.pk) is None
        assert letters.not_passed_on(kept.pk) is None
        assert letters.confirm_address(12345) is None
        assert letters.something_held(world.amina.pk) is None


def test_a_head_that_can_be_read_in_two_ways_is_proven_by_no_border(nights, to_amina, bring):
    """For our border it ended at another place: whose From it vouched for nobody knows."""
    assert bring(written(), to_amina).state == "posted"
    for hidden in (b"X: a\rFrom: amina@example.org", b"From: amina@example.org\r\nX: \0"):
        kept = bring(written(number=2).replace(b"From: amina@example.org", hidden), to_amina)
        assert (kept.state, kept.why) in {("asked", "unproven"), ("held", "another")}
    with everywhere("a test looks"):
        assert [one.words for one in nights.messages.order_by("pk")][1:] == ["I leave a lamp on."]
