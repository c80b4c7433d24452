"""From the file to open conversations: who is told, who sees what, and that nothing comes twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from byturns.conversations.actions import bringing_in
from byturns.conversations.events import HistoryBroughtIn
from byturns.conversations.models import Conversation, ImportedName, Message, Presence
from byturns.core import clock, jobs
from byturns.core.models import EventRecord, OutgoingMail
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.portability import queries
from byturns.portability.actions import deciding, preparing
from byturns.portability.importing import uploads
from byturns.portability.kinds import Choice, State
from byturns.portability.models import Batch, Line, StagedMessage, StagedName
from tests import world as scene
from tests.portability import histories
from tests.world import World


def seen_by(member: Membership) -> list[str]:
    with in_group(member.group_id):
        return list(
            Message.objects.visible_to(member).order_by("sent_at", "pk").values_list("words", flat=True)
        )


def test_a_file_is_read_into_figures_and_shows_nothing(world: World):
    batch = histories.staged(world.celia)
    assert batch.state == State.STAGED
    assert {key: batch.numbers[key] for key in ("messages", "conversations", "people", "system")} == {
        "messages": 5,
        "conversations": 2,
        "people": 3,
        "system": 1,
    }
    assert batch.numbers["adds_up"] is True
    assert seen_by(world.brian) == []
    with in_group(world.group):
        assert Conversation.objects.count() == 0


def test_a_name_that_a_member_goes_by_is_proposed_and_a_number_is_no_name(world: World):
    batch = histories.staged(world.celia)
    with in_group(world.group):
        rows = list(StagedName.objects.filter(batch=batch).values_list("name", "choice", "membership"))
    assert sorted(rows) == sorted(
        [
            ("Brian", Choice.MEMBER, world.brian.pk),
            ("Sheila B", Choice.UNCLAIMED, None),
            ("", Choice.UNCLAIMED, None),
        ]
    )


def test_after_the_decision_nothing_opens_for_14_days_then_only_to_those_who_were_there(
    world: World, run_jobs
):
    batch = histories.staged(world.celia)
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as clockwork:
        histories.decided(world.celia, batch)
        clockwork.shift(timedelta(days=13, hours=23))
        jobs.tick()
        run_jobs()
        assert seen_by(world.brian) == []
        clockwork.shift(timedelta(hours=2))
        jobs.tick()
        run_jobs()
    assert seen_by(world.brian) == [
        "Has anyone used the sitting service?\nThey come on Tuesdays",
        "We did, apricot-canary",
        "me too",
        "Good morning all",
        "morning",
    ]
    for stranger in (world.amina, world.celia, world.dev, world.erin, world.farid):
        assert seen_by(stranger) == []
    with in_group(world.group):
        assert StagedMessage.objects.count() == 0
        assert Line.objects.count() == 0


def test_what_was_brought_in_waits_for_nobody_and_sends_no_mail_about_a_message(world: World, run_jobs):
    batch = histories.opened(world.celia)
    before = OutgoingMail.objects.count()
    run_jobs()
    assert OutgoingMail.objects.count() == before
    with in_group(world.group):
        assert Conversation.objects.waiting().count() == 0
        assert Conversation.objects.filter(batch_id=batch.pk, brought_in=True, started_by=None).count() == 2
    facts = EventRecord.objects.filter(kind=HistoryBroughtIn.kind())
    assert [record.facts for record in facts] == [{"batch_id": batch.pk, "count": 5}]


def test_titles_hold_no_words_and_a_number_never_shows(world: World, as_):
    histories.opened(world.celia)
    with in_group(world.group):
        titles = sorted(Conversation.objects.values_list("title", flat=True))
        where = Conversation.objects.order_by("opened_at")[0].public_id
    assert titles == ["From the old chat, 25 March 2024", "From the old chat, 3 March 2024"]
    page = as_(world.brian).get(f"/g/tuesday/c/{where}/").content.decode()
    assert "apricot-canary" in page
    assert "Someone, number not shown" in page
    assert "900123" not in page
    assert as_(world.amina).get(f"/g/tuesday/c/{where}/").status_code == 404


def test_members_in_it_and_addresses_get_a_link_and_the_others_hear_of_it(world: World, run_jobs, mailoutbox):
    batch = histories.staged(world.celia, histories.MBOX, "mbox")
    histories.decided(world.celia, batch)
    run_jobs()
    sent = {mail.to[0]: mail for mail in mailoutbox}
    assert sorted(sent) == [
        "amina@example.org",
        "brian@example.org",
        "celia@example.org",
        "dev@example.org",
        "sheila@old.example",
    ]
    assert "/mine/" in sent["brian@example.org"].body
    assert "/mine/" in sent["sheila@old.example"].body
    assert "/mine/" not in sent["amina@example.org"].body
    for mail in sent.values():
        assert mail.subject in {"A message from your group", "A message for you"}
        for word in ("canary", "sitting", "Sheila", "Brian", "Tuesday Carers"):
            assert word not in mail.body


def test_the_raw_file_and_addresses_go_as_soon_as_they_are_not_needed(world: World):
    batch = histories.staged(world.celia, histories.MBOX, "mbox")
    path = uploads.path_of(batch.kept_as)
    assert path.stat().st_mode & 0o777 == 0o600
    histories.decided(world.celia, batch)
    assert not path.exists()
    assert histories.name(batch, "Sheila B").address == "sheila@old.example"
    histories.open_now(batch)
    assert histories.name(batch, "Sheila B").address == ""


def test_the_same_file_again_adds_nothing_and_a_longer_one_only_what_is_new(world: World):
    histories.opened(world.celia)
    again = histories.opened(world.celia)
    assert (again.numbers["known"], again.numbers["opened"]) == (5, 0)
    longer = histories.opened(world.celia, histories.LONGER)
    assert (longer.numbers["known"], longer.numbers["opened"]) == (5, 2)
    with in_group(world.group):
        assert Message.objects.count() == 7
        # "one more thing" goes on with the conversation of that morning.
        assert Conversation.objects.count() == 3
        assert [c.messages.count() for c in Conversation.objects.order_by("opened_at")] == [3, 3, 1]


def test_the_same_file_twice_in_waiting_opens_once(world: World):
    first = histories.decided(world.celia, histories.staged(world.celia))
    second = histories.decided(world.celia, histories.staged(world.celia))
    histories.open_now(first)
    histories.open_now(second)
    histories.open_now(second)
    with in_group(world.group):
        assert Message.objects.count() == 5


def test_words_of_who_was_removed_are_not_brought_in_nor_what_others_quote_of_them(world: World):
    with in_group(world.group):
        Membership.objects.filter(pk=world.brian.pk).update(status=Membership.Status.REMOVED)
    batch = histories.staged(world.celia, histories.MBOX, "mbox")
    row = histories.name(batch, "Brian Old")
    assert (row.choice, preparing.is_fixed(row)) == (Choice.OUT, True)
    with in_group(world.group):
        preparing.say_names(member=world.celia, batch=batch, said=[preparing.Named(row, Choice.UNCLAIMED)])
    histories.match(batch, "Sheila B", world.amina)
    histories.open_now(histories.decided(world.celia, batch))
    with in_group(world.group):
        assert [(m.words, m.quoted) for m in Message.objects.order_by("sent_at")] == [
            ("We did, apricot-canary.", ""),
            ("Digest\n\nNothing new.", ""),
        ]


def test_who_came_later_to_the_old_group_sees_only_what_came_after(world: World):
    batch = histories.staged(world.celia)
    histories.match(batch, "Sheila B", world.amina)
    row = histories.name(batch, "Sheila B")
    with in_group(world.group):
        preparing.say_names(
            member=world.celia,
            batch=batch,
            said=[
                preparing.Named(row, Choice.MEMBER, world.amina, (clock.now()).date().replace(2024, 3, 20))
            ],
        )
    histories.open_now(histories.decided(world.celia, batch))
    assert seen_by(world.amina) == ["Good morning all", "morning"]


def test_who_is_named_as_there_sees_it_too(world: World):
    batch = histories.staged(world.celia)
    with in_group(world.group):
        assert world.brian not in list(queries.others_to_name(batch))
        preparing.say_who_was_there(member=world.celia, batch=batch, others=[world.dev, world.joan])
    histories.open_now(histories.decided(world.celia, batch))
    assert len(seen_by(world.dev)) == 5
    assert seen_by(world.amina) == []


def test_a_chat_is_cut_anew_without_the_file(world: World):
    batch = histories.staged(world.celia)
    uploads.forget(batch.kept_as)
    with in_group(world.group):
        preparing.cut(member=world.celia, batch=batch, silence_hours=24 * 30)
    assert batch.numbers["conversations"] == 1
    histories.open_now(histories.decided(world.celia, batch))
    with in_group(world.group):
        assert Conversation.objects.count() == 1


def test_the_order_of_dates_is_asked_when_it_could_be_either(world: World, run_jobs):
    text = "03/04/2024, 19:05 - Brian: one\n03/05/2024, 19:05 - Sheila B: two\n"
    batch = histories.staged(world.celia, text)
    assert batch.order_sure is False
    with in_group(world.group), pytest.raises(policy.NotAllowed):
        deciding.decide(member=world.celia, batch=batch)
    other = "mdy" if batch.order == "dmy" else "dmy"
    with in_group(world.group):
        preparing.say_order(member=world.celia, batch=batch, order=other)
    run_jobs()
    with in_group(world.group):
        batch.refresh_from_db()
    assert (batch.state, batch.order, batch.order_sure) == (State.STAGED, other, True)


def test_a_whole_file_is_taken_back_before_and_after_it_opens(world: World):
    waiting = histories.decided(world.celia, histories.staged(world.celia))
    with in_group(world.group):
        deciding.withdraw(member=world.celia, batch=waiting)
        assert StagedMessage.objects.count() == 0
    histories.open_now(waiting)
    assert seen_by(world.brian) == []
    batch = histories.opened(world.celia)
    assert len(seen_by(world.brian)) == 5
    with in_group(world.group):
        deciding.withdraw(member=world.celia, batch=batch)
        assert (Message.objects.count(), Conversation.objects.count()) == (0, 0)
    # It may be brought in again later.
    histories.opened(world.celia)
    assert len(seen_by(world.brian)) == 5


def test_taking_back_a_longer_export_leaves_what_the_first_brought(world: World):
    histories.opened(world.celia)
    longer = histories.opened(world.celia, histories.LONGER)
    with in_group(world.group):
        deciding.withdraw(member=world.celia, batch=longer)
        assert [c.messages.count() for c in Conversation.objects.order_by("opened_at")] == [3, 2]


def test_what_nobody_decided_about_goes_after_two_months(world: World):
    batch = histories.staged(world.celia)
    with time_machine.travel(clock.now() + timedelta(days=61)):
        jobs.tick()
    with in_group(world.group):
        batch = Batch.objects.get(pk=batch.pk)
        assert (batch.state, StagedMessage.objects.count()) == (State.WITHDRAWN, 0)
    assert batch.kept_as == ""


def test_only_a_steward_brings_in_and_decides(world: World):
    batch = histories.staged(world.celia)
    with in_group(world.group):
        for member in (world.brian, world.erin, world.gwen):
            with pytest.raises(policy.NotAllowed):
                deciding.decide(member=member, batch=batch)
            with pytest.raises(policy.NotAllowed):
                deciding.withdraw(member=member, batch=batch)
            with pytest.raises(policy.NotAllowed):
                preparing.cut(member=member, batch=batch, silence_hours=2)


def test_a_job_that_runs_twice_keeps_what_the_steward_said(world: World, run_jobs):
    batch = histories.staged(world.celia)
    histories.match(batch, "Sheila B", world.amina)
    run_jobs()  # the job that the upload asked for finds it read already
    assert histories.name(batch, "Sheila B").membership == world.amina


def test_reading_that_was_cut_off_begins_anew(world: World, run_jobs):
    batch = histories.staged(world.celia)
    with in_group(world.group):
        Batch.objects.filter(pk=batch.pk).update(state=State.READING)
    run_jobs()
    with in_group(world.group):
        assert StagedMessage.objects.filter(batch=batch).count() == 5
        assert StagedName.objects.filter(batch=batch).count() == 3


def test_a_member_whose_name_is_shared_by_two_is_not_guessed(world: World):
    scene.join(world.group, "brian", email="b2@example.org")
    batch = histories.staged(world.celia)
    assert histories.name(batch, "Brian").choice == Choice.UNCLAIMED


def test_nobody_of_another_group_is_let_in(world: World):
    histories.opened(world.celia)
    with in_group(world.group):
        name = ImportedName.objects.filter(name="Brian").get()
        said = bringing_in.Said(name.pk, clock.now(), "canary", "", "key")
        talk = bringing_in.Talk("From before", [said], [world.farid.pk, world.dev.pk])
        bringing_in.bring_in(group_id=world.group.pk, batch_id=name.batch_id, talks=[talk])
    with everywhere("a test looks"):
        assert not Presence.objects.filter(membership=world.farid).exists()
        assert Presence.objects.filter(membership=world.dev).count() == 1
