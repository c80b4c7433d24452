"""What is decided again at the moment of sending: to which address, how much, whether at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from byturns.conversations import actions as talk_actions
from byturns.conversations.models import Follow
from byturns.core import clock, outbox
from byturns.groups.actions import breaks
from byturns.groups.models import CircleMember, Distance, Duty, Group, Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.notifications import actions, composing, jobs, queries
from byturns.notifications.models import Choice, Told, Voice
from byturns.people.models import Account
from tests import world as scene
from tests.notifications.test_mails import TITLE, WORDS, choose, open_talk, pass_time, whole
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["pass_time"]


def reply(world: World, by: Membership, talk, words: str, **fields):
    with in_group(world.group):
        return talk_actions.reply(member=by, conversation=talk, words=words, **fields)


def to_amina(sent) -> list:
    return [one for one in sent if one.to == ["amina@example.org"]]


def test_it_goes_to_the_address_that_she_has_by_then(world: World, pass_time, run_jobs):
    choose(world.amina)
    open_talk(world)
    run_jobs()
    Account.objects.filter(pk=world.amina.person.account_id).update(email="new@example.org")
    assert [sent.to for sent in pass_time(minutes=3)] == [["new@example.org"]]


def test_a_title_that_was_taken_down_is_no_subject(world: World, pass_time):
    choose(world.amina, telling_subject=True)
    talk = open_talk(world)
    pass_time(minutes=3)
    with in_group(world.group):
        talk_actions.take_down(member=world.brian, message=talk.messages.get())
    reply(world, world.celia, talk, "A reply")
    [sent] = pass_time(minutes=3)
    assert TITLE not in whole(sent)
    assert sent.subject.startswith("A message from your group (")


def test_each_message_can_be_recalled_for_two_minutes_and_is_told_after(world: World, pass_time):
    choose(world.amina)
    talk = open_talk(world)
    assert pass_time(seconds=115) == []
    reply(world, world.celia, talk, "The second")
    [first] = pass_time(seconds=10)
    assert [WORDS in first.body, "The second" in first.body] == [True, False]
    [second] = pass_time(minutes=2)
    assert "The second" in second.body


@pytest.mark.parametrize("now", [{"pace": "weekly"}, {"pace": "mine"}, {"pace": "none"}])
def test_what_she_chose_meanwhile_holds(world: World, pass_time, run_jobs, now):
    choose(world.amina)
    open_talk(world)
    run_jobs()
    choose(world.amina, **now)
    assert pass_time(minutes=5) == []


def test_quiet_hours_that_began_meanwhile_hold(world: World, pass_time, time_machine):
    time_machine.move_to("2026-11-24T20:59:00+00:00", tick=False)
    choose(world.amina, quiet_from=21, quiet_to=8)
    open_talk(world)
    assert pass_time(minutes=5) == []
    assert len(pass_time(hours=11)) == 1


def test_no_words_while_she_owes_a_yes(world: World, pass_time, run_jobs):
    choose(world.amina, telling_subject=True)
    open_talk(world)
    run_jobs()
    Group.objects.filter(pk=world.group.pk).update(agreement_version=world.group.agreement_version + 1)
    [sent] = to_amina(pass_time(minutes=3))
    assert "CANARY" not in whole(sent)
    assert "There is something new in your group." in sent.body


def test_one_mailbox_shows_the_least_that_anyone_of_it_chose(world: World, pass_time):
    pat = scene.join(world.group, "Pat", email="amina@example.org")
    choose(world.amina, shows="quiet", pace="none")
    choose(pat)
    open_talk(world)
    [sent] = pass_time(minutes=3)
    assert "CANARY" not in whole(sent)


def test_words_without_a_name_come_to_both_of_a_mailbox_also_to_who_wrote_them(world: World, pass_time):
    pat = scene.join(world.group, "Pat", email="amina@example.org")
    choose(world.amina)
    choose(pat)
    with in_group(world.group):
        talk_actions.open_conversation(member=world.amina, title="T", words="Mine", unnamed=True)
    sent = to_amina(pass_time(minutes=3))
    assert sorted(one.subject.rpartition(", ")[2] for one in sent) == ["for Amina", "for Pat"]


def test_what_she_follows_comes_also_at_nothing_and_the_link_ends_it(world: World, pass_time):
    choose(world.amina, pace="none")
    talk = open_talk(world)
    with in_group(world.group):
        Follow.objects.create(group=world.group, membership=world.amina, conversation=talk, wish="follow")
    reply(world, world.celia, talk, "So it is")
    [sent] = pass_time(minutes=3)
    path = sent.extra_headers["List-Unsubscribe"].strip("<>").split("localhost:8000", 1)[1]
    assert "Group mail has stopped" in Client().post(path).text
    reply(world, world.celia, talk, "And more")
    assert pass_time(minutes=3) == []


def test_a_link_dies_after_thirty_days_and_when_she_chooses_anew(world: World, time_machine):
    choose(world.amina)
    with in_group(world.group):
        link = composing.stop_link(world.amina, queries.choice_of(world.amina))
    path = link.split("localhost:8000", 1)[1]
    time_machine.move_to(clock.now() + timedelta(days=29), tick=False)
    assert Client().get(path).status_code == 200
    choose(world.amina, pace="daily")
    assert Client().post(path).status_code == 404
    with in_group(world.group):
        assert queries.choice_of(world.amina).pace == "daily"
        path = composing.stop_link(world.amina, queries.choice_of(world.amina)).split("localhost:8000", 1)[1]
    time_machine.move_to(clock.now() + timedelta(days=31), tick=False)
    assert "This link no longer works" in Client().get(path).text


def test_a_steward_hears_whom_she_blocks(world: World, pass_time):
    choose(world.celia)
    with everywhere("a test sets the scene"):
        Distance.objects.create(group=world.group, by=world.celia, whom=world.brian, kind="block")
    open_talk(world)
    assert [sent.to for sent in pass_time(minutes=3)] == [["celia@example.org"]]


def test_what_came_in_a_break_is_one_letter_after_it(world: World, pass_time, time_machine):
    time_machine.move_to("2026-11-02T12:00:00+00:00", tick=False)
    with everywhere("a test sets the scene"):
        Membership.objects.update(joined_at=clock.now() - timedelta(days=300))
    for member in (world.brian, world.celia, world.dev, world.joan):
        choose(member, pace="none")
    choose(world.amina)
    with in_group(world.group):
        breaks.take(member=world.amina, until=(clock.now() + timedelta(days=50)).date())
    open_talk(world)
    sent = []
    for _day in range(53):
        jobs.letters()
        sent += pass_time(days=1)
    [letter] = sent
    assert "because your break is over" in letter.body
    assert "And 1 more message" in letter.body  # older than five weeks: a number
    with everywhere("a test looks"):
        assert Told.objects.filter(membership=world.amina).count() == 1


def test_what_is_put_back_is_told_after_all(world: World, pass_time, run_jobs):
    choose(world.amina)
    talk = open_talk(world)
    run_jobs()
    with in_group(world.group):
        talk_actions.take_down(member=world.brian, message=talk.messages.get())
    assert pass_time(minutes=5) == []
    with in_group(world.group):
        talk_actions.put_back(member=world.brian, message=talk.messages.get())
    assert len(pass_time(minutes=5)) == 1


def test_who_comes_into_a_circle_gets_no_mail_about_what_was_said_before(world: World, pass_time):
    circle = scene.circle(world.brian, world.celia)
    choose(world.amina)
    talk = open_talk(world, circle=circle)
    pass_time(minutes=5)
    with everywhere("a test sets the scene"):
        CircleMember.objects.create(
            group=world.group, circle=circle, membership=world.amina, joined_at=clock.now()
        )
    reply(world, world.celia, talk, "From now on")
    [sent] = pass_time(minutes=3)
    assert ["From now on" in sent.body, WORDS in sent.body] == [True, False]


def test_the_name_of_the_groups_mail_stands_also_where_no_mail_comes_in(world: World, pass_time):
    with in_group(world.group):
        actions.name_voice(member=world.celia, sender="Tues\0day\n")
        assert Voice.objects.get().sender == "Tues day"
    choose(world.amina)
    open_talk(world)
    [sent] = pass_time(minutes=3)
    assert str(sent.message()["From"]).startswith("Tues day <")


def test_nothing_is_kept_about_the_mail_of_who_left(world: World, pass_time):
    from byturns.groups.actions import leaving

    choose(world.amina)
    open_talk(world)
    pass_time(minutes=3)
    with in_group(world.group):
        her = Membership.objects.select_related("group", "person__account").get(pk=world.amina.pk)
        leaving.leave(member=her, words="down")
    pass_time(minutes=1)
    with everywhere("a test looks"):
        assert Choice.objects.filter(membership=world.amina).exists() is False
        assert Told.objects.filter(membership=world.amina).exists() is False


def test_every_mail_speaks_the_language_of_the_group_by_its_clock(world: World, pass_time, time_machine):
    time_machine.move_to("2026-11-24T22:30:00+00:00", tick=False)
    Group.objects.filter(pk=world.group.pk).update(language="de", time_zone="Asia/Kathmandu")
    world.brian.group.refresh_from_db()
    choose(world.amina)
    open_talk(world)
    [sent] = pass_time(minutes=3)
    assert "Mittwoch 25 November 2026, 04:15" in sent.body
    [(page, _kind)] = sent.alternatives
    assert "Mittwoch 25 November 2026, 04:15" in page
    assert '<html lang="de">' in page
    with everywhere("a test sets the scene"):
        duty = Duty.objects.create(group=world.group, day="2026-12-01", listener=world.brian, wants_out=True)
        Membership.objects.filter(pk=world.amina.pk).update(is_listener=True)
    outbox.put(
        "groups.day_to_take",
        to="amina@example.org",
        group_id=world.group.pk,
        duty_id=duty.pk,
        membership_id=world.amina.pk,
    )
    [asked] = pass_time(minutes=1)
    assert "Dienstag 1 Dezember" in asked.body
