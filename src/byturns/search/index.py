"""Keeping the index in step with what stands, inside the transaction that changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from byturns.conversations.models import Message
from byturns.conversations.models.message import MessageQuerySet
from byturns.core import text
from byturns.core.prepared import Prepared
from byturns.groups.models import Group
from byturns.groups.scoping import in_group
from byturns.search import terms
from byturns.search.models import Entry
from byturns.search.query import Query

BATCH = 500
ON_POSTGRES = "to_tsvector('simple', terms)"  # as the index in migration 0002 has it


def mark(group_id: int) -> str:
    """The group's own term. No word of a member can be it: those begin with w or x."""
    return f"g{group_id}"


def refresh(messages: MessageQuerySet) -> int:
    """Bring the entries of `messages` in step: what stands is in, everything else is out.

    Can be run again at any time; returns how many are in. What brings in or takes down many messages at
    once calls this with all of them.
    """
    standing = _standing(messages)
    Entry.objects.filter(message__in=messages.values("pk")).exclude(
        message__in=standing.values("pk")
    ).delete()
    known: dict[str, str] = {}
    return sum(_put_in(batch, known) for batch in _batches(standing))


def refresh_one(message_id: int, group_id: int) -> None:
    """The same for one message: what every sending pays for."""
    if standing := _ONE.rows(message=message_id, group=group_id):
        _put_in(standing, {})
    else:
        Entry.objects.filter(message=message_id).delete()


def _standing(messages: MessageQuerySet) -> QuerySet[Message]:
    standing = messages.standing().filter(conversation__hidden_at=None, said_by__hidden_at=None)
    return standing.order_by("pk").only("pk", "group_id", "html")


def _build_one(marks: Mapping[str, Any]) -> QuerySet[Message]:
    with in_group(marks["group"]):
        return _standing(Message.objects.filter(pk=marks["message"]))


_ONE: Prepared[Message] = Prepared(_build_one, message=int, group=int)


def _put_in(messages: list[Message], known: dict[str, str]) -> int:
    entries = [_entry(message, known) for message in messages]
    return len(
        Entry.objects.bulk_create(
            entries, update_conflicts=True, unique_fields=["message"], update_fields=["terms"]
        )
    )


def rebuild(group: Group) -> int:
    """Make the group's part of the index anew; returns how many messages are in it."""
    with in_group(group):
        Entry.objects.all().delete()
        return refresh(Message.objects.all())


def tidy() -> None:
    """Let the database forget the terms of what is gone, instead of only stepping over them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_terms(search_terms) VALUES ('optimize')")
            cursor.execute("INSERT INTO search_kept_terms(search_kept_terms) VALUES ('optimize')")


def asked(group_id: int, query: Query) -> str:
    """The query in the words of this database, held to the group."""
    words = query.for_sqlite if connection.vendor == "sqlite" else query.for_postgres
    return words(mark(group_id))


def matching(asked: str) -> RawSQL:
    """The numbers of the messages that match `asked`, as a subquery. It does not say who may read them."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT rowid FROM search_terms WHERE search_terms MATCH %s", [asked])
    return RawSQL(  # noqa: S611
        f"SELECT message_id FROM search_entry WHERE {ON_POSTGRES} @@ to_tsquery('simple', %s)",  # noqa: S608
        [asked],
    )


def _entry(message: Message, known: dict[str, str]) -> Entry:
    found = [mark(message.group_id), *terms.terms(text.to_plain(message.html), known)]
    return Entry(group_id=message.group_id, message_id=message.pk, terms=" ".join(found))


def _batches(rows: QuerySet[Message]) -> Iterator[list[Message]]:
    """The rows in lots, by number, so that a group of any size needs little memory."""
    after, full = 0, True
    while full and (batch := list(rows.filter(pk__gt=after)[:BATCH])):
        yield batch
        after, full = batch[-1].pk, len(batch) == BATCH
