"""Bringing a file, and reading it into rows that wait. Nothing of it shows to members."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

from django.db import transaction
from django.utils.translation import gettext as _

from byturns.conversations.models import Message
from byturns.core import clock, jobs, outbox
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Group, Membership
from byturns.portability import events
from byturns.portability.actions import guessing
from byturns.portability.importing import keys, reading, uploads
from byturns.portability.importing.parsing import report, threading
from byturns.portability.importing.parsing.report import DateOrder, NotThisKind, Parsed, ParsedMessage
from byturns.portability.kinds import Source, State
from byturns.portability.models import Batch, GoneLine, Line, StagedMember, StagedMessage, StagedName

log = logging.getLogger("byturns.portability")
AT_ONCE = 1000
READ = "portability.read"

T = TypeVar("T")


@transaction.atomic
def start(
    *, member: Membership, kind: str, file_name: str, chunks: Iterable[bytes], order: str = ""
) -> Batch:
    """Take a file that a steward brought; it is read in the background.

    Raises NotAllowed. Emits FileBrought.
    """
    policy.require(member, "portability.bring_in")
    batch = Batch.objects.create(
        group_id=member.group_id,
        kind=kind,
        file_name=file_name[:120],
        kept_as=uploads.keep(chunks),
        order=order,
        made_by=member,
    )
    emit(events.FileBrought(group_id=batch.group_id, by_id=member.pk, batch_id=batch.pk))
    jobs.enqueue(READ, group_id=batch.group_id, batch_id=batch.pk)
    return batch


def start_from_host(
    *, group: Group, kind: str, path: Path, order: str = "", parsed: Parsed | None = None
) -> Batch:
    """Take a file from whoever runs the server, and read it at once. Never publishes.

    `parsed` is the history if it was read already. The stewards are told by mail and find it among what
    waits for them. Emits FileFromHost.
    """
    with transaction.atomic():
        with path.open("rb") as opened:
            kept = uploads.keep(iter(lambda: opened.read(1024 * 1024), b""))
        batch = Batch.objects.create(
            group_id=group.pk, kind=kind, file_name=path.name[:120], kept_as=kept, order=order
        )
        emit(events.FileBrought(group_id=group.pk, batch_id=batch.pk))
    read(batch=batch, parsed=parsed)
    if batch.state == State.STAGED:
        _tell_stewards(batch)
    return batch


@transaction.atomic
def _tell_stewards(batch: Batch) -> None:
    emit(events.FileFromHost(group_id=batch.group_id, batch_id=batch.pk))
    for steward in Membership.objects.stewards().select_related("person__account"):
        if steward.person.account is not None:
            outbox.put(
                "portability.waits_for_stewards",
                to=steward.person.account.email,
                group_id=batch.group_id,
                batch_id=batch.pk,
                membership_id=steward.pk,
            )


def read(*, batch: Batch, parsed: Parsed | None = None) -> None:
    """Read the file of a batch into rows, in small steps, so that the page can say how far it is.

    Can be run again: it begins anew, unless it was read already. A file that cannot be read says so in
    `fault` and is deleted. Emits FileRead.
    """
    if batch.state != State.READING:
        return
    _begin_anew(batch)
    path = uploads.path_of(batch.kept_as)
    try:
        if batch.kind == Source.MEMBERS:
            _stage_members(batch, path)
        else:
            _stage(batch, parsed or _parsed(batch, path))
    except NotThisKind as refusal:
        _refuse(batch, str(refusal))
        return
    except FileNotFoundError:
        _refuse(batch, _("The file is no longer here. Please bring it once more."))
        return
    batch.digest = keys.file(path)
    batch.state = State.STAGED
    with transaction.atomic():
        batch.save()
        if batch.is_history:
            guessing.match_names(batch)
        emit(events.FileRead(group_id=batch.group_id, by_id=batch.made_by_id, batch_id=batch.pk))


def _parsed(batch: Batch, path: Path) -> Parsed:
    return reading.read(
        batch.kind,
        path,
        tz=batch.group.zone,
        order=cast("DateOrder | None", batch.order or None),
        silence_hours=batch.silence_hours,
    )


def give_up(*, batch: Batch) -> None:
    """Say that reading failed in a way nobody foresaw. The file is deleted."""
    _refuse(batch, _("Something in this file could not be read. Nothing was brought in. We are sorry."))


@transaction.atomic
def _begin_anew(batch: Batch) -> None:
    for rows in (batch.messages, batch.names, batch.lines, batch.rows):
        cast("Any", rows).all().delete()
    batch.state = State.READING
    batch.done = batch.total = 0
    batch.numbers = {}
    batch.save()


@transaction.atomic
def _refuse(batch: Batch, fault: str) -> None:
    uploads.forget(batch.kept_as)
    batch.state, batch.fault, batch.kept_as = State.REFUSED, fault, ""
    batch.save()


def _stage(batch: Batch, parsed: Parsed) -> None:
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


def _stage_members(batch: Batch, path: Path) -> None:
    parsed = reading.read_members(path)
    remarks: dict[int, list[str]] = {}
    for remark in parsed.remarks:
        remarks.setdefault(remark.line, []).append(remark.text)
    with transaction.atomic():
        StagedMember.objects.bulk_create(
            StagedMember(
                group_id=batch.group_id,
                batch=batch,
                line=row.line,
                display_name=row.display_name,
                email=row.email or "",
                phone=row.phone or "",
                contact_by=row.contact_by,
                notes=row.notes,
                remarks=remarks.get(row.line, []),
            )
            for row in parsed.rows
        )
        Line.objects.bulk_create(
            Line(
                group_id=batch.group_id,
                batch=batch,
                line=one.line,
                to_line=one.last_line,
                text=one.text,
                why=one.why[:300],
            )
            for one in parsed.skipped
        )
    batch.done = batch.total = len(parsed.rows)
    batch.numbers = {
        "people": len(parsed.rows),
        "lines": parsed.total_lines,
        "skipped": sum(one.last_line - one.line + 1 for one in parsed.skipped),
        "blank": len(parsed.blank_lines),
        "columns": parsed.columns,
        "adds_up": parsed.adds_up,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _in_chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while chunk := list(islice(rest, size)):
        yield chunk
