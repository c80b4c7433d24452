"""Facts that happened: stored with the change, delivered after it.

An action ends with `emit(SomethingHappened(...))`. In the same transaction one `EventRecord` is
written (diary, audit and outbox in one) and the `within` subscribers run: they may only touch rows.
After the commit the `after` subscribers run in the background, each at least once, each in its own
transaction with its own retry, so they must bear being run twice. Facts hold ids, never words, so
that taking words down stays true.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.db import transaction
from django.utils.functional import Promise

from byturns.core import clock, jobs
from byturns.core.models import Delivery, EventRecord

NO_GROUP = 0  # of a fact that is of no group: about a mailbox, say


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact in the past tense. `by_id` is the membership that did it, None for the clock."""

    group_id: int
    by_id: int | None = None
    at: datetime = field(default_factory=clock.now)

    # What every member may read in the group's log; None keeps the fact out of it.
    log_line: ClassVar[str | Promise | None] = None

    @classmethod
    def kind(cls) -> str:
        """`conversations.MessageAdded`: the app and the fact."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"


E = TypeVar("E", bound=Event)
Subscriber = Callable[[Any], None]

KINDS: dict[str, type[Event]] = {}
_within: dict[type[Event], list[Subscriber]] = defaultdict(list)
_after: dict[type[Event], dict[str, Subscriber]] = defaultdict(dict)


def fact(cls: type[E]) -> type[E]:
    """Make `cls` known, so that a stored record can become the event again."""
    KINDS[cls.kind()] = cls
    return cls


def within(*kinds: type[Event]) -> Callable[[Subscriber], Subscriber]:
    """Run the function inside the writer's transaction. It may only touch rows."""

    def register(run: Subscriber) -> Subscriber:
        for kind in kinds:
            _within[kind].append(run)
        return run

    return register


def after(*kinds: type[Event]) -> Callable[[Subscriber], Subscriber]:
    """Run the function after the commit, in the background, at least once."""

    def register(run: Subscriber) -> Subscriber:
        for kind in kinds:
            _after[kind][f"{run.__module__}.{run.__name__}"] = run
        return run

    return register


def subscribers_of(kind: type[Event]) -> list[str]:
    """The names of all who hear a kind of fact (for docs and house tests)."""
    return [f"{run.__module__}.{run.__name__}" for run in _within[kind]] + list(_after[kind])


def emit(event: Event) -> None:
    """Store the fact and hand it to its subscribers. Only inside a transaction.

    Raises RuntimeError outside one: a fact without its change would be a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("emit() outside a transaction")
    kind = type(event)
    record = EventRecord.objects.create(
        kind=kind.kind(), group_id=event.group_id, by_id=event.by_id, at=event.at, facts=_facts(event)
    )
    for run in _within[kind]:
        run(event)
    if names := list(_after[kind]):
        Delivery.objects.bulk_create(Delivery(record=record, subscriber=name) for name in names)
        jobs.enqueue("core.deliver", group_id=event.group_id, record_id=record.pk)


def _facts(event: Event) -> dict[str, Any]:
    common = {f.name for f in dataclasses.fields(Event)}
    return {f.name: getattr(event, f.name) for f in dataclasses.fields(event) if f.name not in common}


def revive(record: EventRecord) -> Event:
    """The event as it was emitted, from its stored record."""
    return KINDS[record.kind](group_id=record.group_id, by_id=record.by_id, at=record.at, **record.facts)


@jobs.job("core.deliver")
def deliver(record_id: int) -> None:
    """Hand one stored fact to each subscriber that has not had it yet.

    Each subscriber's work and the mark that it is done commit together. Raises the last error when
    any failed, so that the job is retried; the ones that worked are not run again.
    """
    record = EventRecord.objects.get(pk=record_id)
    event = revive(record)
    failed: Exception | None = None
    for delivery in Delivery.objects.filter(record=record, done_at=None).order_by("pk"):
        run = _after[type(event)].get(delivery.subscriber)
        try:
            with transaction.atomic():
                if run is not None:  # a subscriber that was removed in an upgrade owes nothing
                    run(event)
                delivery.done_at = clock.now()
                delivery.save(update_fields=["done_at"])
        except Exception as error:
            failed = error
    if failed is not None:
        raise failed
