"""Turning to the stewards: who hears, what is kept, and who never learns of it."""

from __future__ import annotations

import pytest
from django.core import mail

from byturns.conversations.models import OlderText
from byturns.core import clock
from byturns.core.models import EventRecord, OutgoingMail
from byturns.groups.models import Circle, CircleMember, Distance, Membership, ProfileLine
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.safety import queries
from byturns.safety.actions import reporting
from byturns.safety.kinds import Route, Severity
from byturns.safety.models import Report, Snapshot
from tests import world as scene
from tests.world import World


@pytest.fixture
def inside(world: World):
    with in_group(world.group):
        yield world


def _said(world: World, by: Membership, words: str = "CANARY unkind words"):
    return scene.say(by, scene.conversation(world.amina), words)


def _letters() -> list[tuple[str, str]]:
    return sorted(OutgoingMail.objects.values_list("kind", "to"))


def _circle(world: World, *members: Membership) -> Circle:
    circle = Circle.objects.create(group=world.group, name="Night owls", made_by=members[0])
    for one in members:
        CircleMember.objects.create(group=world.group, circle=circle, membership=one, joined_at=clock.now())
    return circle


def test_all_stewards_hear_at_once_and_nobody_else(inside: World, dilys: Membership):
    report = reporting.report_message(
        member=inside.amina, message=_said(inside, inside.brian), words="He said it twice"
    )
    assert queries.hearers(report) == [inside.celia, dilys]
    assert _letters() == [
        ("safety.reported", "celia@example.org"),
        ("safety.reported", "dilys@example.org"),
    ]


def test_a_letter_says_nothing_but_that_somebody_is_needed(inside: World, send_mail):
    report = reporting.report_message(
        member=inside.amina, message=_said(inside, inside.brian), words="CANARY what I saw"
    )
    send_mail()
    assert [letter.subject for letter in mail.outbox] == ["A message from your group"]
    body = mail.outbox[0].body
    assert f"/g/tuesday/reports/{report.public_id}/" in body
    for private in ("CANARY", "Amina", "Brian", "report about", "Tuesday Carers"):
        assert private not in body


def test_words_are_kept_as_they_stood_with_older_wordings(inside: World):
    message = _said(inside, inside.brian, "second wording")
    OlderText.objects.create(group=inside.group, message=message, words="first wording")
    report = reporting.report_message(member=inside.amina, message=message)
    message.words = ""
    message.save()
    kept = list(report.snapshots.all())
    assert [(one.who, one.words, one.is_reported) for one in kept] == [("Brian", "second wording", True)]
    assert [old["words"] for old in kept[0].older] == ["first wording"]
    assert kept[0].until > report.at


def test_in_a_circle_five_messages_before_come_along_and_no_more(inside: World):
    circle = _circle(inside, inside.amina, inside.brian)
    where = scene.conversation(inside.amina, "opening", hours_ago=30, circle=circle)
    for hours in range(20, 10, -1):
        scene.say(inside.amina, where, f"before {hours}", hours_ago=hours)
    down = scene.say(inside.amina, where, "CANARY taken down", hours_ago=10.5)
    down.taken_down_at = clock.now()
    down.save()
    message = scene.say(inside.brian, where, "the one", hours_ago=10)
    scene.say(inside.amina, where, "CANARY after", hours_ago=9)
    report = reporting.report_message(member=inside.amina, message=message)
    assert [one.words for one in report.snapshots.all()] == [
        "before 15",
        "before 14",
        "before 13",
        "before 12",
        "before 11",
        "the one",
    ]


def test_outside_a_circle_only_the_message_is_kept(inside: World):
    message = _said(inside, inside.brian)
    report = reporting.report_message(member=inside.amina, message=message)
    assert report.snapshots.count() == 1


def test_a_reported_steward_neither_hears_nor_is_counted(inside: World, dilys: Membership):
    report = reporting.report_message(member=inside.amina, message=_said(inside, inside.celia))
    assert queries.hearers(report) == [dilys]
    assert _letters() == [("safety.reported", "dilys@example.org")]
    assert list(Report.objects.heard_by(inside.celia)) == []
    assert list(Report.objects.heard_by(dilys)) == [report]


def test_a_steward_who_typed_the_words_is_not_on_the_case_either(inside: World, dilys: Membership):
    message = scene.say(inside.joan, scene.conversation(inside.amina), "hard words", typed_by=dilys)
    report = reporting.report_message(member=inside.amina, message=message)
    assert queries.hearers(report) == [inside.celia]


def test_with_no_other_steward_left_it_goes_to_the_two_named_members(inside: World, hearers):
    about_celia = reporting.report_person(member=inside.amina, person=inside.celia)
    about_joan = reporting.report_person(member=inside.amina, person=inside.joan)
    assert queries.hearers(about_celia) == list(hearers)
    assert queries.hearers(about_joan) == [inside.celia]
    assert list(Report.objects.heard_by(inside.celia)) == [about_joan]
    assert list(Report.objects.heard_by(inside.brian)) == [about_celia]
    assert list(Report.objects.heard_by(inside.amina)) == []


def test_a_named_member_who_is_reported_is_not_on_the_case(inside: World, hearers):
    inside.celia.role = Membership.Role.MEMBER
    inside.celia.save()
    report = reporting.report_person(member=inside.amina, person=inside.brian)
    assert queries.hearers(report) == [inside.dev]


def test_somebody_made_a_steward_later_does_not_get_to_see_a_report_about_her(inside: World):
    report = reporting.report_person(member=inside.amina, person=inside.brian)
    inside.brian.role = Membership.Role.STEWARD
    inside.brian.save()
    assert queries.hearers(report) == [inside.celia]


def test_a_letter_on_its_way_is_not_sent_to_somebody_who_is_off_the_case_by_then(inside: World, send_mail):
    reporting.report_person(member=inside.amina, person=inside.brian)
    inside.celia.role = Membership.Role.MEMBER
    inside.celia.save()
    send_mail()
    assert mail.outbox == []


def test_own_words_and_oneself_cannot_be_reported(inside: World):
    mine = _said(inside, inside.amina, "mine")
    with pytest.raises(NotAllowed):
        reporting.report_message(member=inside.amina, message=mine)
    with pytest.raises(NotAllowed):
        reporting.report_person(member=inside.amina, person=inside.amina)
    assert Report.objects.count() == 0


def test_what_one_cannot_see_cannot_be_reported(inside: World):
    circle = _circle(inside, inside.brian)
    message = scene.say(inside.brian, scene.conversation(inside.brian, circle=circle), "ours alone")
    with pytest.raises(NotAllowed):
        reporting.report_message(member=inside.amina, message=message)
    Distance.objects.create(group=inside.group, by=inside.amina, whom=inside.brian, kind=Distance.Kind.BLOCK)
    with pytest.raises(NotAllowed):
        reporting.report_message(member=inside.amina, message=_said(inside, inside.brian))


def test_a_guest_reports_no_person_and_only_what_she_can_read(inside: World):
    with pytest.raises(NotAllowed):
        reporting.report_person(member=inside.erin, person=inside.brian)
    with pytest.raises(NotAllowed):
        reporting.report_message(member=inside.erin, message=_said(inside, inside.brian))


def test_the_same_form_twice_makes_one_report(inside: World):
    message = _said(inside, inside.brian)
    first = reporting.report_message(member=inside.amina, message=message, once="abc")
    again = reporting.report_message(member=inside.amina, message=message, once="abc")
    assert first == again
    assert len(_letters()) == 1
    assert Snapshot.objects.count() == 1


def test_a_person_is_reported_with_the_lines_the_reporter_could_read(inside: World):
    for audience, words in (("group", "I sing"), ("me", "CANARY private"), ("stewards", "CANARY theirs")):
        key = {"group": "likes", "me": "about", "stewards": "talk"}[audience]
        ProfileLine.objects.create(
            group=inside.group, membership=inside.brian, key=key, words=words, audience=audience
        )
    report = reporting.report_person(member=inside.amina, person=inside.brian, route=Route.WORRIED)
    assert [one.words for one in report.snapshots.all()] == ["What I like: I sing"]


def test_the_fact_does_not_say_who_reported_and_stays_out_of_the_log(inside: World):
    reporting.report_message(member=inside.amina, message=_said(inside, inside.brian))
    record = EventRecord.objects.get(kind="safety.ReportMade")
    assert record.by_id is None
    assert set(record.facts) == {"report_id"}


def test_adding_to_a_settled_report_opens_it_and_tells_those_on_it(inside: World):
    report = reporting.report_person(member=inside.amina, person=inside.brian)
    Report.objects.update(closed_at=clock.now(), closed_by=inside.celia, outcome="nothing", reason="fine")
    report.refresh_from_db()
    OutgoingMail.objects.all().delete()
    reporting.add_to_mine(member=inside.amina, report=report, words="It went on")
    report.refresh_from_db()
    assert report.closed_at is None
    assert _letters() == [("safety.reported", "celia@example.org")]
    with pytest.raises(NotAllowed):
        reporting.add_to_mine(member=inside.brian, report=report, words="let me see")


def test_the_clock_of_each_severity(inside: World):
    report = reporting.report_person(member=inside.amina, person=inside.brian)
    hours = {}
    for severity in Severity:
        report.severity = severity
        hours[severity.value] = (report.due_at - report.at).total_seconds() / 3600
    assert hours == {"life": 0, "picture": 48, "soon": 24, "law": 24, "house": 72}


def test_everything_stays_in_its_group(inside: World):
    report = reporting.report_person(member=inside.amina, person=inside.brian)
    with in_group(inside.other_group):
        assert Report.objects.count() == 0
    with everywhere("a test looks for what could leak"):
        assert list(Report.objects.all()) == [report]
