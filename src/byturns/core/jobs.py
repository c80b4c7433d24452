"""Background work that lives in the database, with retry, repair and a clock.

Wraps django-tasks: the row is written in the caller's transaction, so work exists exactly when the
change that asked for it was committed. What django-tasks lacks is here: retry with back-off, jobs
of a crashed worker brought back, and a tick that runs timed work once per slot. Jobs may run twice
and must bear it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from byturns.core import clock
from byturns.core.models import OutgoingMail, Tick

log = logging.getLogger("byturns.jobs")

LONGEST = timedelta(minutes=15)  # a job that runs longer belongs to a worker that died


@dataclass(frozen=True)
class Job:
    name: str
    run: Callable[..., None]
    attempts: int


@dataclass(frozen=True)
class Timed:
    name: str
    run: Callable[[], None]
    every: timedelta


JOBS: dict[str, Job] = {}
TIMED: dict[str, Timed] = {}
_around: list[Callable[[int | None], AbstractContextManager[Any]]] = []


def job(name: str, *, attempts: int = 8) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function known as background work under `name`."""

    def register(run: Callable[..., None]) -> Callable[..., None]:
        JOBS[name] = Job(name, run, attempts)
        return run

    return register


def every(name: str, *, minutes: int) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run a function once in each slot of `minutes`, by whichever process ticks first."""

    def register(run: Callable[[], None]) -> Callable[[], None]:
        TIMED[name] = Timed(name, run, timedelta(minutes=minutes))
        return run

    return register


def around(enter: Callable[[int | None], AbstractContextManager[Any]]) -> None:
    """Let a higher app wrap each job, given its group (the fence opens for it)."""
    _around.append(enter)


@contextmanager
def for_group(group_id: int | None) -> Iterator[None]:
    """Everything that was asked to stand around work for this group."""
    with ExitStack() as stack:
        for enter in _around:
            stack.enter_context(enter(group_id))
        yield


def enqueue(
    name: str, *, group_id: int | None = None, run_after: datetime | None = None, **kwargs: Any
) -> None:
    """Ask for job `name`, to be run in `group_id`, not before `run_after`.

    Written in the present transaction: a rollback takes it back. `kwargs` must be plain JSON.
    """
    if name not in JOBS:
        raise LookupError(f"no job is called {name}")
    _put(name, group_id, kwargs, attempt=1, run_after=run_after)


def _put(
    name: str, group_id: int | None, kwargs: dict[str, Any], *, attempt: int, run_after: datetime | None
) -> None:
    run_job.using(run_after=run_after).enqueue(name=name, group_id=group_id, kwargs=kwargs, attempt=attempt)


@task()
def run_job(name: str, group_id: int | None, kwargs: dict[str, Any], attempt: int) -> str:
    """Run one job; on an error ask for it again later, up to its number of attempts."""
    found = JOBS[name]
    try:
        with for_group(group_id):
            found.run(**kwargs)
    except Exception:
        if attempt >= found.attempts:
            log.exception("job %s given up after %d attempts", name, attempt)
            raise
        log.warning("job %s failed, attempt %d", name, attempt, exc_info=True)
        wait = timedelta(seconds=10 * 3 ** (attempt - 1))
        _put(
            name, group_id, kwargs, attempt=attempt + 1, run_after=clock.now() + min(wait, timedelta(hours=6))
        )
        return "again"
    return "done"


def bring_back(*, all_running: bool = False) -> int:
    """Put jobs of a worker that died back in the queue; return how many.

    `all_running` is for the start of the only worker: whatever runs then has nobody running it.
    """
    lost = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    if all_running:
        OutgoingMail.objects.exclude(handing_since=None).update(handing_since=None)
    else:
        lost = lost.filter(started_at__lt=clock.now() - LONGEST)
    return lost.update(status=TaskResultStatus.READY, started_at=None, worker_ids=[])


def tick() -> list[str]:
    """Run the timed work whose slot has not been taken yet; return the names that ran.

    Called about once a minute. Two processes that tick together run each slot once. An error is
    logged and does not stop the rest; the next slot tries again.
    """
    ran = []
    moment = clock.now()
    for timed in TIMED.values():
        slot = int(moment.timestamp() // timed.every.total_seconds())
        try:
            with transaction.atomic():
                Tick.objects.create(name=timed.name, slot=slot)
        except IntegrityError:
            continue
        try:
            with for_group(None):
                timed.run()
        except Exception:
            log.exception("timed work %s failed", timed.name)
        ran.append(timed.name)
    return ran


@every("core.tidy", minutes=60)
def tidy() -> None:
    """Drop finished jobs after a week and old ticks, and bring back what a crash left."""
    bring_back()
    DBTaskResult.objects.successful().filter(finished_at__lt=clock.now() - timedelta(days=7)).delete()
    Tick.objects.filter(at__lt=clock.now() - timedelta(days=2)).delete()
