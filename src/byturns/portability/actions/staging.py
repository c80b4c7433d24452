"""Writing a history that was understood into rows that wait, for the reading to call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from django.db import transaction

from byturns.conversations.models import Message
from byturns.core import clock
from byturns.portability.actions import guessing
from byturns.portability.importing import keys
from byturns.portability.importing.parsing import report, threading
from byturns.portability.importing.parsing.report import Parsed, ParsedMessage
from byturns.portability.models import Batch, GoneLine, Line, StagedMessage, StagedName

AT_ONCE = 1000

T = TypeVar("T")


def stage(batch: Batch, parsed: Parsed) -> None:
    """Names, messages and lines of a history, in steps that are each complete, and its figures."""
    accounts = report.accounting(parsed)
    batch.order, batch.order_sure = parsed.date_order, parsed.order_was_sure
    batch.total = len(parsed.messages)
    names = _stage_names(batch, parsed)
    threads = {place: number for number, places in enumerate(parsed.conversations) for place in places}
    first_of = {places[0] for places in parsed.conversations}
    roots = [threading.base_subject(parsed.messages[places[0]].subject)[0] for places in parsed.conversations]
    moments = _moments(parsed.messages)
    known = 0
    for places in _in_chunks(range(len(parsed.messages)), AT_ONCE):
        said = [(place, parsed.messages[place]) for place in places]
        marks = [keys.line(batch.kind, message.again_key) for _place, message in said]
        with transaction.atomic():
            here = here_already(marks)
            known += len(here)
            StagedMessage.objects.bulk_create(
                StagedMessage(
                    group_id=batch.group_id,
                    batch=batch,
                    name_id=names[message.sender_key],
                    place=place,
                    thread=threads[place],
                    sent_at=moments[place],
                    words="" if key in here else _words(message, place in first_of, roots[threads[place]]),
                    quoted="" if key in here else "\n\n".join(filter(None, (message.quoted, message.footer))),
                    key=key,
                    known=key in here,
                    line=message.raw_from_line,
                )
                for (place, message), key in zip(said, marks, strict=True)
            )
            batch.done += len(said)
            batch.save(update_fields=["done", "total"])
    _stage_lines(batch, parsed)
    batch.numbers = {
        "messages": len(parsed.messages),
        "known": known,
        "conversations": len(parsed.conversations),
        "people": len(parsed.people),
        "first": _iso(parsed.first),
        "last": _iso(parsed.last),
        "lines": accounts.total,
        "in_messages": accounts.in_messages,
        "system": accounts.system,
        "skipped": accounts.skipped,
        "blank": accounts.blank,
        "adds_up": accounts.adds_up,
    }


def here_already(marks: Iterable[str]) -> set[str]:
    """Of these keys the ones that stand in a conversation, or were taken down by their writer."""
    wanted = list(marks)
    standing = Message.objects.filter(import_key__in=wanted).exclude(import_key="")
    gone = GoneLine.objects.filter(key__in=wanted)
    return set(standing.values_list("import_key", flat=True)) | set(gone.values_list("key", flat=True))


def _words(message: ParsedMessage, opens: bool, root: str) -> str:
    """What is kept of a message. The subject is its writer's words, so it goes with them and not into a
    title: a title would show to others when somebody else opens her own message to the whole group."""
    subject = message.subject
    if not subject or subject in message.words:
        return message.words
    if not opens and threading.base_subject(subject)[0] == root:
        return message.words
    return f"{subject}\n\n{message.words}"


def _moments(messages: list[ParsedMessage]) -> list[datetime]:
    """A moment for each: one without a date stands beside what came before it in the file."""
    known = next((message.sent_at for message in messages if message.sent_at), None) or clock.now()
    made = []
    for message in messages:
        known = message.sent_at or known
        made.append(known.astimezone(UTC))
    return made


def _stage_names(batch: Batch, parsed: Parsed) -> dict[str, int]:
    first: dict[str, datetime] = {}
    last: dict[str, datetime] = {}
    by_hand: set[str] = set()
    for message in parsed.messages:
        key = message.sender_key
        if not message.automatic:
            by_hand.add(key)
        if message.sent_at is not None:
            first[key] = min(first.get(key, message.sent_at), message.sent_at)
            last[key] = max(last.get(key, message.sent_at), message.sent_at)
    rows = []
    for person in parsed.people:
        address = next(iter(person.addresses), "")
        number = next(iter(person.numbers), "")
        rows.append(
            StagedName(
                group_id=batch.group_id,
                batch=batch,
                name=person.name[:80],
                said_key=keys.address(address) if address else keys.number(number) if number else "",
                address=address if len(address) <= 254 else "",
                by_number=bool(number),
                robot=person.key not in by_hand or guessing.is_robot(address),
                messages=person.messages,
                first_at=first.get(person.key),
                last_at=last.get(person.key),
            )
        )
    with transaction.atomic():
        made = StagedName.objects.bulk_create(rows, batch_size=500)
    return {person.key: row.pk for person, row in zip(parsed.people, made, strict=True)}


def _stage_lines(batch: Batch, parsed: Parsed) -> None:
    rows = [
        Line(
            group_id=batch.group_id,
            batch=batch,
            line=one.line,
            to_line=one.last_line,
            text=one.text,
            why=one.why[:300],
        )
        for one in parsed.skipped
    ]
    rows += [
        Line(group_id=batch.group_id, batch=batch, line=one.line, to_line=one.line, text=one.text)
        for one in parsed.system_lines
    ]
    with transaction.atomic():
        Line.objects.bulk_create(rows, batch_size=500)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _in_chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while chunk := list(islice(rest, size)):
        yield chunk
