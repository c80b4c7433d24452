from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from byturns.core import jobs
from byturns.groups.scoping import current_group_id


@pytest.fixture
def ran() -> Iterator[list[object]]:
    done: list[object] = []
    yield done
    for name in [name for name in jobs.JOBS if name.startswith("test.")]:
        del jobs.JOBS[name]
    for name in [name for name in jobs.TIMED if name.startswith("test.")]:
        del jobs.TIMED[name]


@pytest.mark.django_db(transaction=True)
def test_a_job_asked_for_in_a_transaction_that_fails_is_never_run(ran, run_jobs):
    jobs.job("test.note")(lambda word: ran.append(word))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue("test.note", word="lost")
        _ = 1 / 0
    with transaction.atomic():
        jobs.enqueue("test.note", word="kept")
    run_jobs()
    assert ran == ["kept"]


def test_an_unknown_job_is_refused_at_once(db: None):
    with pytest.raises(LookupError):
        jobs.enqueue("test.nobody")


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_inside_the_fence_of_its_group(ran, run_jobs):
    jobs.job("test.where")(lambda: ran.append(current_group_id()))
    jobs.enqueue("test.where", group_id=42)
    jobs.enqueue("test.where")
    run_jobs()
    assert ran == [42, None]


@pytest.mark.django_db(transaction=True)
def test_a_failing_job_is_tried_again_later_and_given_up_in_the_end(ran, run_jobs, time_machine):
    def fail() -> None:
        ran.append("tried")
        raise OSError("the line is dead")

    jobs.job("test.fail", attempts=3)(fail)
    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
    jobs.enqueue("test.fail")
    run_jobs()
    assert ran == ["tried"]  # not again before its time
    for minute in (1, 5, 30):
        time_machine.move_to(f"2026-11-24T10:{minute:02}:00Z", tick=False)
        run_jobs()
    assert ran == ["tried"] * 3
    assert DBTaskResult.objects.failed().count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_a_crashed_worker_left_is_brought_back(ran, run_jobs, time_machine):
    jobs.job("test.note")(lambda word: ran.append(word))
    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
    jobs.enqueue("test.note", word="after the crash")
    row = DBTaskResult.objects.get()
    row.claim("a worker that is killed now")
    run_jobs()
    assert (ran, jobs.bring_back()) == ([], 0)  # it may still be running elsewhere
    time_machine.move_to("2026-11-24T10:16:00Z", tick=False)
    assert jobs.bring_back() == 1
    run_jobs()
    assert ran == ["after the crash"]


@pytest.mark.django_db(transaction=True)
def test_the_only_worker_brings_everything_back_when_it_starts(ran):
    jobs.job("test.note")(lambda word: ran.append(word))
    jobs.enqueue("test.note", word="x")
    DBTaskResult.objects.get().claim("killed a second ago")
    assert jobs.bring_back(all_running=True) == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


@pytest.mark.django_db(transaction=True)
def test_timed_work_runs_once_in_each_slot(ran, time_machine):
    jobs.every("test.hourly", minutes=60)(lambda: ran.append("chime"))
    for moment in ("10:00:10", "10:00:50", "10:59:59", "11:00:00", "11:30:00"):
        time_machine.move_to(f"2026-11-24T{moment}Z", tick=False)
        jobs.tick()
    assert ran == ["chime", "chime"]


@pytest.mark.django_db(transaction=True)
def test_timed_work_that_fails_stops_nothing_else(ran, caplog):
    def fail() -> None:
        raise ValueError("no")

    jobs.every("test.a", minutes=60)(fail)
    jobs.every("test.b", minutes=60)(lambda: ran.append("b"))
    assert {"test.a", "test.b"} <= set(jobs.tick())
    assert ran == ["b"]
