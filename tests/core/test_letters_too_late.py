"""Words of a mail are made at the moment of sending: when there is nothing left to say, none goes out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from byturns.conversations import actions as talking
from byturns.core import clock, outbox
from byturns.core.models import OutgoingMail
from byturns.groups.models import Application, Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.safety.kinds import Severity
from byturns.safety.models import Report
from tests import world as scene
from tests.portability import histories
from tests.world import World

State = OutgoingMail.State


@pytest.fixture
def outcome(world: World, run_jobs, mailoutbox):
    """What becomes of a mail that was asked for: (its state, how many went out)."""

    def send(kind: str, **refs: object) -> tuple[str, int]:
        before = len(mailoutbox)
        mail = outbox.put(kind, to="amina@example.org", group_id=world.group.pk, **refs)
        run_jobs()
        return OutgoingMail.objects.get(pk=mail.pk).state, len(mailoutbox) - before

    return send


def changed(member: Membership, **fields: object) -> None:
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=member.pk).update(**fields)


@pytest.mark.parametrize(
    ("kind", "refs"),
    [
        ("conversations.looked_behind", {"look_id": 0}),
        ("conversations.visit_proposed", {"visit_id": 0}),
        ("safety.reported", {"report_id": 0, "membership_id": 0}),
        ("safety.settled", {"report_id": 0}),
        ("safety.settled_outside", {"report_id": 0}),
        ("safety.done_to_yours", {"act_id": 0}),
        ("groups.answer_to_asking", {"application_id": 0}),
        ("groups.let_in", {"membership_id": 0}),
        ("portability.waits_for_stewards", {"batch_id": 0, "membership_id": 0}),
        ("portability.group_told", {"batch_id": 0, "membership_id": 0}),
        ("portability.yours", {"link_id": 0, "token": "x"}),
    ],
)
def test_what_is_gone_is_told_to_nobody(outcome, kind: str, refs: dict[str, object]):
    assert outcome(kind, **refs) == (State.DROPPED, 0)


def test_who_left_meanwhile_is_not_written_to(world: World, outcome):
    assert outcome("groups.let_in", membership_id=world.amina.pk) == (State.SENT, 1)
    changed(world.amina, status=Membership.Status.LEFT)
    for kind in ("groups.let_in", "groups.steward_by_host", "groups.recovery_done"):
        assert outcome(kind, membership_id=world.amina.pk) == (State.DROPPED, 0), kind


def test_a_visit_that_somebody_objected_to_is_proposed_to_nobody_else(world: World, outcome, run_jobs):
    talk = scene.conversation(world.brian)
    with in_group(world.group):
        visit = talking.propose_visit(
            member=world.celia, conversation=talk, guest=world.erin, until=clock.now() + timedelta(days=9)
        )
    assert outcome("conversations.visit_proposed", visit_id=visit.pk)[0] == State.SENT
    with in_group(world.group):
        talking.object_to_visit(member=world.brian, visit=visit)
    assert outcome("conversations.visit_proposed", visit_id=visit.pk) == (State.DROPPED, 0)


def test_a_case_is_told_to_who_may_hear_it_while_it_is_open(world: World, outcome):
    with in_group(world.group):
        report = Report.objects.create(group=world.group, by=world.amina, severity=Severity.LIFE)
    refs = {"report_id": report.pk}
    assert outcome("safety.reported", membership_id=world.celia.pk, **refs) == (State.SENT, 1)
    assert outcome("safety.reported", membership_id=world.brian.pk, **refs) == (State.DROPPED, 0)
    assert outcome("safety.settled", **refs) == (State.DROPPED, 0)
    with in_group(world.group):
        Report.objects.filter(pk=report.pk).update(
            closed_at=clock.now(), outcome="talk", reason="spoke with both"
        )
    assert outcome("safety.reported", membership_id=world.celia.pk, **refs) == (State.DROPPED, 0)
    assert outcome("safety.settled", **refs) == (State.SENT, 1)


def test_an_asking_that_was_taken_back_is_not_answered(world: World, outcome):
    with in_group(world.group):
        asking = Application.objects.create(
            group=world.group,
            person=scene.person("Hana"),
            name="Hana",
            state=Application.State.WITHDRAWN,
            quiet_until=clock.now(),
        )
    assert outcome("groups.answer_to_asking", application_id=asking.pk) == (State.DROPPED, 0)


def test_a_file_that_was_decided_meanwhile_waits_for_no_steward(world: World, outcome):
    batch = histories.staged(world.celia)
    refs = {"batch_id": batch.pk}
    assert outcome("portability.waits_for_stewards", membership_id=world.celia.pk, **refs)[0] == State.SENT
    assert outcome("portability.waits_for_stewards", membership_id=world.amina.pk, **refs)[0] == State.DROPPED
    assert outcome("portability.group_told", membership_id=world.amina.pk, **refs)[0] == State.DROPPED
    histories.decided(world.celia, batch)
    assert outcome("portability.waits_for_stewards", membership_id=world.celia.pk, **refs)[0] == State.DROPPED
    assert outcome("portability.group_told", membership_id=world.amina.pk, **refs)[0] == State.SENT
    assert outcome("portability.group_told", membership_id=world.erin.pk, **refs)[0] == State.DROPPED
