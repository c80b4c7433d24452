"""Working on a case, acting with a reason, holding, answering, and what time does."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction

from byturns.conversations.models import Message
from byturns.core import clock
from byturns.core.models import EventRecord, OutgoingMail
from byturns.groups.models import Circle, CircleMember, Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import in_group
from byturns.safety import jobs, queries
from byturns.safety.actions import casework, deeds, numbers, reporting
from byturns.safety.kinds import Deed, Kept, Outcome, Severity
from byturns.safety.models import Act, LocalNumber, Report, Snapshot
from byturns.safety.models.reports import SEALED_CLOSED, SEALED_OPEN
from tests import world as scene
from tests.world import World


@pytest.fixture
def inside(world: World):
    with in_group(world.group):
        yield world


@pytest.fixture
def message(inside: World) -> Message:
    return scene.say(inside.brian, scene.conversation(inside.amina), "CANARY unkind words")


@pytest.fixture
def report(inside: World, message: Message) -> Report:
    return reporting.report_message(member=inside.amina, message=message)


def _kinds_of_letters() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("kind", flat=True))


def test_i_am_looking_at_this(inside: World, dilys: Membership, report: Report):
    casework.take(member=inside.celia, report=report)
    casework.take(member=inside.celia, report=report)
    casework.take(member=dilys, report=report)
    report.refresh_from_db()
    assert report.taken_by == dilys
    casework.let_go(member=inside.celia, report=report)
    casework.let_go(member=dilys, report=report)
    report.refresh_from_db()
    assert report.taken_by is None
    assert [note.kind for note in report.notes.all()] == [Kept.TAKEN, Kept.TAKEN, Kept.LET_GO]


def test_nothing_is_settled_without_a_reason(inside: World, report: Report):
    with pytest.raises(ValueError, match="reason"):
        casework.settle(member=inside.celia, report=report, outcome=Outcome.NOTHING, reason=" \n")
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(closed_at=clock.now())
    assert Report.objects.open().count() == 1


def test_the_reporter_is_told_kindly_and_the_letter_says_nothing(inside: World, report: Report, send_mail):
    OutgoingMail.objects.all().delete()
    casework.settle(
        member=inside.celia,
        report=report,
        outcome=Outcome.SPOKE,
        reason="CANARY he had a bad week",
        said_to_reporter="CANARY he is sorry",
    )
    send_mail()
    [letter] = mail.outbox
    assert letter.to == ["amina@example.org"]
    assert letter.subject == "A message from your group"
    assert f"/g/tuesday/told/report/{report.public_id}/" in letter.body
    assert "CANARY" not in letter.body
    report.refresh_from_db()
    assert (report.closed_by, report.outcome) == (inside.celia, Outcome.SPOKE)
    assert {one.until for one in report.snapshots.all()} == {report.closed_at + SEALED_CLOSED}


def test_a_settled_case_is_not_settled_again_but_can_be_opened(inside: World, report: Report):
    casework.settle(member=inside.celia, report=report, outcome=Outcome.NOTHING, reason="fine")
    with pytest.raises(NotAllowed):
        casework.settle(member=inside.celia, report=report, outcome=Outcome.ACTED, reason="no")
    casework.reopen(member=inside.celia, report=report, reason="More came to light")
    report.refresh_from_db()
    assert report.closed_at is None
    with pytest.raises(NotAllowed):
        casework.reopen(member=inside.celia, report=report, reason="again")


def test_nobody_off_the_case_can_work_on_it(inside: World, report: Report):
    about_celia = reporting.report_person(member=inside.amina, person=inside.celia)
    for member, case in ((inside.amina, report), (inside.brian, report), (inside.celia, about_celia)):
        for act in (
            lambda m, r: casework.take(member=m, report=r),
            lambda m, r: casework.note(member=m, report=r, words="x"),
            lambda m, r: casework.judge(member=m, report=r, severity=Severity.LIFE),
            lambda m, r: casework.settle(member=m, report=r, outcome=Outcome.NOTHING, reason="x"),
        ):
            with pytest.raises(NotAllowed):
                act(member, case)
    assert report.notes.count() == about_celia.notes.count() == 0


def test_a_case_whose_time_is_over_is_told_again_once_to_everyone_on_it(
    inside: World, dilys: Membership, report: Report
):
    casework.take(member=inside.celia, report=report)
    OutgoingMail.objects.all().delete()
    with time_machine.travel(report.at + timedelta(hours=71), tick=False):
        jobs.tell_late()
    assert _kinds_of_letters() == []
    with time_machine.travel(report.at + timedelta(hours=73), tick=False):
        jobs.tell_late()
        jobs.tell_late()
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [
        "celia@example.org",
        "dilys@example.org",
    ]
    assert [note.kind for note in report.notes.all()] == [Kept.TAKEN, Kept.LATE]


def test_danger_is_told_again_after_an_hour(inside: World, report: Report):
    casework.judge(member=inside.celia, report=report, severity=Severity.LIFE)
    OutgoingMail.objects.all().delete()
    with time_machine.travel(report.at + timedelta(minutes=50), tick=False):
        jobs.tell_late()
        assert _kinds_of_letters() == []
    with time_machine.travel(report.at + timedelta(minutes=70), tick=False):
        jobs.tell_late()
        assert _kinds_of_letters() == ["safety.reported"]


def test_sealed_words_are_deleted_at_their_end_date(inside: World, report: Report):
    with time_machine.travel(report.at + SEALED_OPEN - timedelta(days=1), tick=False):
        jobs.forget_snapshots()
        assert Snapshot.objects.count() == 1
    with time_machine.travel(report.at + SEALED_OPEN + timedelta(days=1), tick=False):
        jobs.forget_snapshots()
        assert Snapshot.objects.count() == 0


def test_hiding_tells_the_writer_keeps_the_reason_and_shows_in_the_log(
    inside: World, message: Message, report: Report, send_mail
):
    OutgoingMail.objects.all().delete()
    act = deeds.on_message(
        member=inside.celia, message=message, deed=Deed.HIDE, reason="It names her son", report=report
    )
    message.refresh_from_db()
    assert message.hidden_at is not None
    assert message.hidden_reason == "It names her son"
    send_mail()
    [letter] = mail.outbox
    assert letter.to == ["brian@example.org"]
    assert letter.subject == "A message from your group"
    for private in ("CANARY", "son", "Amina", "Celia"):
        assert private not in letter.body
    assert f"/g/tuesday/told/words/{act.public_id}/" in letter.body
    assert [note.words for note in report.notes.filter(kind=Kept.ACT)] == [
        "Hid the message: It names her son"
    ]
    assert EventRecord.objects.filter(kind="conversations.MessageHidden").count() == 1


def test_hiding_twice_tells_once(inside: World, message: Message):
    first = deeds.on_message(member=inside.celia, message=message, deed=Deed.HIDE, reason="a")
    again = deeds.on_message(member=inside.celia, message=message, deed=Deed.HIDE, reason="a")
    assert first == again
    assert _kinds_of_letters() == ["safety.done_to_yours"]


def test_showing_again(inside: World, message: Message):
    with pytest.raises(NotAllowed):
        deeds.on_message(member=inside.celia, message=message, deed=Deed.SHOW, reason="a")
    deeds.on_message(member=inside.celia, message=message, deed=Deed.HIDE, reason="a")
    deeds.on_message(member=inside.celia, message=message, deed=Deed.SHOW, reason="I was wrong")
    message.refresh_from_db()
    assert message.stands
    assert [act.deed for act in Act.objects.all()] == [Deed.SHOW, Deed.HIDE]


def test_a_conversation_is_hidden_closed_and_opened_with_reasons(inside: World):
    conversation = scene.conversation(inside.brian)
    for deed in (Deed.CLOSE, Deed.CLOSE, Deed.HIDE, Deed.SHOW, Deed.REOPEN):
        deeds.on_conversation(member=inside.celia, conversation=conversation, deed=deed, reason=f"why {deed}")
    conversation.refresh_from_db()
    assert (conversation.hidden_at, conversation.closed_at) == (None, None)
    assert [act.reason for act in Act.objects.order_by("pk")] == [
        "why close",
        "why hide",
        "why show",
        "why reopen",
    ]
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {"brian@example.org"}


def test_a_steward_neither_hides_nor_shows_her_own_words(inside: World, dilys: Membership):
    mine = scene.say(inside.celia, scene.conversation(inside.amina), "mine")
    deeds.on_message(member=dilys, message=mine, deed=Deed.HIDE, reason="unkind")
    with pytest.raises(NotAllowed):
        deeds.on_message(member=inside.celia, message=mine, deed=Deed.SHOW, reason="no")
    mine.refresh_from_db()
    assert mine.hidden_at is not None


def test_named_members_can_hide_the_only_stewards_words_and_nobody_elses(inside: World, hearers):
    hers = scene.say(inside.celia, scene.conversation(inside.amina), "hers")
    other = scene.say(inside.joan, scene.conversation(inside.amina), "other")
    reporting.report_message(member=inside.amina, message=hers)
    deeds.on_message(member=inside.brian, message=hers, deed=Deed.HIDE, reason="unkind")
    for member, words in ((inside.brian, other), (inside.amina, hers), (inside.amina, other)):
        with pytest.raises(NotAllowed):
            deeds.on_message(member=member, message=words, deed=Deed.SHOW, reason="x")


def test_a_steward_outside_a_circle_reaches_only_the_reported_message(inside: World):
    circle = Circle.objects.create(group=inside.group, name="Owls")
    for one in (inside.amina, inside.brian):
        CircleMember.objects.create(group=inside.group, circle=circle, membership=one, joined_at=clock.now())
    where = scene.conversation(inside.amina, "CANARY opening", circle=circle)
    reported = scene.say(inside.brian, where, "the one")
    reporting.report_message(member=inside.amina, message=reported)
    assert list(queries.message_in_reach(inside.celia)) == [reported]
    assert list(queries.conversation_in_reach(inside.celia)) == []


def test_the_writers_answer_opens_the_case_and_shows_her_nothing_of_it(
    inside: World, message: Message, report: Report
):
    act = deeds.on_message(
        member=inside.celia, message=message, deed=Deed.HIDE, reason="unkind", report=report
    )
    casework.settle(member=inside.celia, report=report, outcome=Outcome.ACTED, reason="hidden")
    OutgoingMail.objects.all().delete()
    deeds.answer(member=inside.brian, act=act, words="I meant it otherwise")
    report.refresh_from_db()
    assert report.closed_at is None
    assert [(note.by, note.words) for note in report.notes.filter(kind=Kept.FROM_WRITER)] == [
        (inside.brian, "I meant it otherwise")
    ]
    assert list(OutgoingMail.objects.values_list("kind", "to")) == [("safety.reported", "celia@example.org")]
    assert list(Report.objects.heard_by(inside.brian)) == []
    assert list(queries.mine(inside.brian)) == []
    with pytest.raises(NotAllowed):
        deeds.answer(member=inside.amina, act=act, words="x")


def test_an_answer_without_a_case_opens_one(inside: World, message: Message):
    act = deeds.on_message(member=inside.celia, message=message, deed=Deed.HIDE, reason="unkind")
    deeds.answer(member=inside.brian, act=act, words="Why?")
    act.refresh_from_db()
    deeds.answer(member=inside.brian, act=act, words="Please?")
    [appeal] = Report.objects.all()
    assert (appeal.by, appeal.route, appeal.words) == (inside.brian, "appeal", "Why?")
    assert appeal.notes.get().words == "Please?"
    assert queries.hearers(appeal) == [inside.celia]


def _others(inside: World, count: int, **fields) -> list[Membership]:
    return [scene.join(inside.group, f"Member{n}", **fields) for n in range(count)]


def test_three_members_hold_a_message_until_a_steward_looks(inside: World, message: Message):
    first, second, third = _others(inside, 3)
    for member in (first, first, second):
        reporting.report_message(member=member, message=message)
    message.refresh_from_db()
    assert message.stands
    reporting.report_message(member=third, message=message)
    message.refresh_from_db()
    assert not message.stands
    [act] = Act.objects.all()
    assert (act.deed, act.by, act.whose) == (Deed.HOLD, None, inside.brian)
    assert EventRecord.objects.filter(kind="conversations.MessageHeld", by_id=None).count() == 1
    deeds.on_message(member=inside.celia, message=message, deed=Deed.SHOW, reason="It is fine")
    for member in (first, second, third):
        reporting.report_message(member=member, message=message)
    message.refresh_from_db()
    assert message.stands


def test_a_held_message_can_be_hidden_for_good_by_a_steward(inside: World, message: Message):
    for member in _others(inside, 3):
        reporting.report_message(member=member, message=message)
    message.refresh_from_db()
    act = deeds.on_message(member=inside.celia, message=message, deed=Deed.HIDE, reason="unkind")
    assert (act.deed, act.by) == (Deed.HIDE, inside.celia)


def test_newcomers_and_worries_hold_nothing(inside: World, message: Message):
    for member in _others(inside, 4, days_ago=5):
        reporting.report_message(member=member, message=message)
    for member in scene.join(inside.group, "One"), scene.join(inside.group, "Two"):
        reporting.report_message(member=member, message=message)
        reporting.report_message(member=member, message=message, route="worried")
    reporting.report_message(member=scene.join(inside.group, "Three"), message=message, route="worried")
    message.refresh_from_db()
    assert message.stands


def test_five_members_about_one_writer_in_a_week_hold_the_next(inside: World):
    where = scene.conversation(inside.amina)
    said = [scene.say(inside.brian, where, f"number {n}") for n in range(5)]
    for member, words in zip(_others(inside, 5), said, strict=True):
        reporting.report_message(member=member, message=words)
    assert [one.stands for one in Message.objects.filter(author=inside.brian).order_by("pk")] == [
        True,
        True,
        True,
        True,
        False,
    ]


def test_the_group_can_switch_holding_off_but_never_let_one_alone_hold(inside: World, message: Message):
    numbers.choose(member=inside.celia, hold_message_at=0, hold_person_at=0)
    for member in _others(inside, 6):
        reporting.report_message(member=member, message=message)
    message.refresh_from_db()
    assert message.stands
    with pytest.raises(IntegrityError), transaction.atomic():
        numbers.choose(member=inside.celia, hold_message_at=1, hold_person_at=0)
    with pytest.raises(NotAllowed):
        numbers.choose(member=inside.amina, hold_message_at=2, hold_person_at=2)


def test_own_numbers_are_checked_today_and_wanted_again_in_half_a_year(inside: World):
    entry = numbers.keep(member=inside.celia, name="Night line", number="01632 960123")
    today = clock.today(inside.group.zone)
    assert entry.checked_on == today
    assert list(LocalNumber.objects.stale(entry.review_by)) == []
    assert list(LocalNumber.objects.stale(entry.review_by + timedelta(days=1))) == [entry]
    with pytest.raises(NotAllowed):
        numbers.keep(member=inside.amina, name="x", number="123")
    with pytest.raises(NotAllowed):
        numbers.remove(member=inside.amina, entry=entry)
    numbers.remove(member=inside.celia, entry=entry)
    assert LocalNumber.objects.count() == 0
