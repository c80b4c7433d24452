from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from byturns.core import events
from byturns.core.events import Event, emit, fact
from byturns.core.models import Delivery, EventRecord


@fact
@dataclass(frozen=True, kw_only=True)
class KettleBoiled(Event):
    kettle_id: int


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, Event]]]:
    """What subscribers of KettleBoiled heard; they are gone after the test."""
    said: list[tuple[str, Event]] = []
    yield said
    events._within.pop(KettleBoiled, None)
    events._after.pop(KettleBoiled, None)


def test_a_fact_outside_a_transaction_is_refused(transactional_db: None):
    with pytest.raises(RuntimeError):
        emit(KettleBoiled(group_id=1, kettle_id=7))
    assert EventRecord.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_fact_its_work_and_its_delivery_back(heard, run_jobs):
    events.after(KettleBoiled)(lambda event: heard.append(("after", event)))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        emit(KettleBoiled(group_id=1, kettle_id=7))
        _ = 1 / 0
    run_jobs()
    assert (EventRecord.objects.count(), Delivery.objects.count(), heard) == (0, 0, [])


@pytest.mark.django_db(transaction=True)
def test_within_runs_at_once_and_after_runs_later_with_the_same_fact(heard, run_jobs):
    def at_once(event: Event) -> None:
        heard.append(("within", event))

    def later(event: Event) -> None:
        heard.append(("after", event))

    events.within(KettleBoiled)(at_once)
    events.after(KettleBoiled)(later)
    made = KettleBoiled(group_id=1, by_id=3, kettle_id=7)
    with transaction.atomic():
        emit(made)
        assert heard == [("within", made)]
    run_jobs()
    assert heard == [("within", made), ("after", made)]
    run_jobs()
    assert len(heard) == 2


@pytest.mark.django_db(transaction=True)
def test_one_subscriber_that_fails_is_tried_again_and_the_others_are_not_run_twice(
    heard, run_jobs, time_machine
):
    def good(event: Event) -> None:
        heard.append(("good", event))

    def shaky(event: Event) -> None:
        if not any(name == "shaky failed" for name, _ in heard):
            heard.append(("shaky failed", event))
            raise ValueError("the kettle tripped the fuse")
        heard.append(("shaky", event))

    events.after(KettleBoiled)(shaky)
    events.after(KettleBoiled)(good)
    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
    with transaction.atomic():
        emit(KettleBoiled(group_id=1, kettle_id=7))
    run_jobs()
    assert [name for name, _ in heard] == ["shaky failed", "good"]
    time_machine.move_to("2026-11-24T10:01:00Z", tick=False)
    run_jobs()
    assert [name for name, _ in heard] == ["shaky failed", "good", "shaky"]
    assert Delivery.objects.filter(done_at=None).count() == 0


def test_a_stored_fact_becomes_the_same_event_again(db: None):
    made = KettleBoiled(group_id=1, by_id=3, kettle_id=7)
    with transaction.atomic():
        emit(made)
    assert events.revive(EventRecord.objects.get()) == made
