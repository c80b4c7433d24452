"""A prepared query gives what the plain one gives, for other values too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, Exists, OuterRef

from byturns.core import clock
from byturns.core.models import Delivery, EventRecord
from byturns.core.prepared import Prepared

TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def records(db: None) -> list[EventRecord]:
    made = [
        EventRecord.objects.create(kind=f"kind{n % 3}", group_id=n % 2, at=TEN - timedelta(hours=n))
        for n in range(12)
    ]
    for record in made[::2]:
        Delivery.objects.create(record=record, subscriber="somebody")
    return made


def plain(group: int, kind: str, since: datetime):
    owed = Delivery.objects.filter(record=OuterRef("pk"), done_at=None)
    return (
        EventRecord.objects.filter(
            Exists(owed),
            group_id=group,
            kind__gte=kind,
            at__gte=since,
            at__lte=clock.now() - timedelta(hours=2),
        )
        .annotate(how_many=Count("deliveries"))
        .order_by("-at")
    )


def test_it_gives_what_the_plain_query_gives(records, time_machine, django_assert_num_queries):
    time_machine.move_to(TEN, tick=False)
    prepared: Prepared[EventRecord] = Prepared(
        lambda marks: plain(marks["group"], marks["kind"], marks["since"]),
        group=int,
        kind=str,
        since=datetime,
    )
    for moment in (TEN, TEN + timedelta(hours=1), TEN - timedelta(hours=5)):
        time_machine.move_to(moment, tick=False)
        for group in (0, 1):
            for kind in ("kind0", "kind2", "o'kind"):
                for since in (TEN - timedelta(hours=20), TEN - timedelta(hours=4)):
                    expected = list(plain(group, kind, since))
                    with django_assert_num_queries(1):
                        found = prepared.rows(group=group, kind=kind, since=since)
                    assert found == expected
                    assert [row.how_many for row in found] == [row.how_many for row in expected]


def test_joined_rows_come_along_and_shapes_are_kept_apart(records, django_assert_num_queries):
    def build(order: str, marks):
        return (
            Delivery.objects.filter(record__group_id=marks["group"]).select_related("record").order_by(order)
        )

    prepared: Prepared[Delivery] = Prepared(build, group=int)
    with django_assert_num_queries(2):
        up = [row.record.at for row in prepared.rows("record__at", group=0)]
        down = [row.record.at for row in prepared.rows("-record__at", group=0)]
    assert up == sorted(up)
    assert down == up[::-1] != []


def test_the_first_row_or_none(records):
    prepared: Prepared[EventRecord] = Prepared(
        lambda marks: EventRecord.objects.filter(group_id=marks["group"]).order_by("at")[:1], group=int
    )
    assert prepared.first(group=1) == min((r for r in records if r.group_id == 1), key=lambda r: r.at)
    assert prepared.first(group=99) is None


def test_what_is_not_joined_is_none_and_what_was_deferred_is_fetched(records, django_assert_num_queries):
    """The object of a row behaves as the one that Django makes."""
    prepared: Prepared[EventRecord] = Prepared(
        lambda marks: EventRecord.objects.filter(group_id=marks["group"]).defer("kind").order_by("-at"),
        group=int,
    )
    with django_assert_num_queries(1):
        [first, *_rest] = prepared.rows(group=0)
    assert first.get_deferred_fields() == {"kind"}
    with django_assert_num_queries(1):
        assert first.kind == "kind0"
    first.kind = "another"
    first.save(update_fields=["kind"])
    assert EventRecord.objects.get(pk=first.pk).kind == "another"
    assert first._state.adding is False
