"""`./byturns bench import`: a mailing list's archive through the whole way in: read, staged, decided, opened, indexed.

The archive is made up: 20,000 mails of about 90 words by 60 people, some with an HTML part, quoted text, a base64
body or headers in other charsets, in conversations of about eight. What counts is messages a second with the index.
"""

from __future__ import annotations

import base64
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command

from byturns.conversations.models import Message
from byturns.groups.models import Group, Membership
from byturns.groups.scoping import in_group
from byturns.people import actions as people
from byturns.portability.actions import bringing, deciding, opening
from byturns.portability.models import Batch
from byturns.search.models import Entry

LEAST = 600  # messages a second (measures.md)
WORDS = [
    "morning",
    "tea",
    "sitting",
    "service",
    "allowance",
    "assessment",
    "night",
    "sleep",
    "garden",
    "nurse",
    "letter",
    "phone",
    "bus",
    "hospital",
    "kitchen",
    "chair",
    "neighbour",
    "daughter",
    "quiet",
    "laugh",
    "tired",
    "form",
    "office",
    "week",
    "help",
    "asked",
    "answer",
    "waiting",
    "slowly",
    "again",
    "kind",
    "hard",
    "better",
    "walk",
    "rain",
    "dog",
    "song",
    "bread",
    "window",
    "lift",
    "key",
    "carer",
    "respite",
    "council",
    "doctor",
    "advice",
    "listen",
    "cried",
    "rang",
    "wrote",
    "hope",
    "maybe",
    "because",
    "never",
    "always",
    "someone",
    "nobody",
    "together",
    "afternoon",
    "Tuesday",
    "harbour",
    "valley",
    "chapel",
    "café",
    "ŵyl",
    "tŷ",
]


def mails(count: int) -> Iterator[bytes]:
    """An archive of `count` mails, the same at each run."""
    dice = random.Random(7)
    moment = datetime(2015, 1, 5, 8, 0, tzinfo=UTC)
    talks: list[tuple[str, str, list[str]]] = []
    for number in range(count):
        moment += timedelta(minutes=dice.randint(1, 150))
        writer = dice.randint(1, 60)
        said = "\n".join(
            " ".join(dice.choice(WORDS) for _ in range(dice.randint(8, 13)))
            for _ in range(dice.randint(4, 12))
        )
        own = f"<{number}.{writer}@list.example>"
        head = [
            f"From: Writer {writer} <writer{writer}@list.example>",
            "To: carers@list.example",
            f"Message-ID: {own}",
        ]
        if talks and dice.random() < 0.87:
            subject, quoted, ids = dice.choice(talks[-20:])
            head += [
                f"Subject: Re: [carers] {subject}",
                f"In-Reply-To: {ids[-1]}",
                f"References: {' '.join(ids[-6:])}",
            ]
            said += "\n\nOn 5 Jan 2015 at 10:00, Writer wrote:\n" + "\n".join(
                f"> {line}" for line in quoted.split("\n")
            )
            ids.append(own)
        else:
            subject = " ".join(dice.choice(WORDS) for _ in range(4))
            encoded = base64.b64encode(f"[carers] {subject}".encode()).decode()
            head.append(f"Subject: =?utf-8?B?{encoded}?=" if number % 3 else f"Subject: [carers] {subject}")
            talks.append((subject, said, [own]))
        head.append(f"Date: {format_datetime(moment)}")
        yield b"From writer@list.example Mon Jan  5 08:00:00 2015\n" + _body(head, said, number) + b"\n\n"


def _body(head: list[str], said: str, number: int) -> bytes:
    plain = "Content-Type: text/plain; charset=utf-8"
    if number % 10 == 1:
        packed = base64.encodebytes(said.encode()).decode()
        return "\n".join([*head, plain, "Content-Transfer-Encoding: base64", "", packed]).encode()
    if number % 4 == 2:
        page = "<html><body>" + "".join(f"<p>{line}</p>" for line in said.split("\n")) + "</body></html>"
        parts = f"--b\n{plain}\n\n{said}\n--b\nContent-Type: text/html; charset=utf-8\n\n{page}\n--b--\n"
        return "\n".join([*head, 'Content-Type: multipart/alternative; boundary="b"', "", parts]).encode()
    return "\n".join([*head, plain, "", said]).encode()


def run(*, quick: bool = False) -> dict[str, Any]:
    """Bring the archive in, step by step, and say how long each step took. A wrong count makes the run invalid."""
    call_command("migrate", verbosity=0, interactive=False)
    count = 2_000 if quick else 20_000
    group, steward = _scene()
    seconds: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder, in_group(group):
        path = Path(folder) / "archive.mbox"
        with path.open("wb") as archive:
            archive.writelines(mails(count))
        size = path.stat().st_size / 1024 / 1024
        batch = _timed(
            seconds, "read and stage", lambda: bringing.start_from_host(group=group, kind="mbox", path=path)
        )
        _timed(seconds, "decide and tell", lambda: deciding.decide(member=steward, batch=batch))
        # The 14 days are over at once: what is measured is the work, not the waiting.
        Batch.objects.filter(pk=batch.pk).update(opens_at=batch.told_at)
        batch = Batch.objects.select_related("group").get(pk=batch.pk)
        _timed(seconds, "open and index", lambda: opening.open_batch(batch=batch))
        again = _timed(
            seconds,
            "the same file again",
            lambda: bringing.start_from_host(group=group, kind="mbox", path=path),
        )
        found = {"messages": Message.objects.count(), "in the index": Entry.objects.count()}
        known = again.numbers["known"]
    faults = [f"{what}: {have}, not {count}" for what, have in found.items() if have != count]
    if known != count:
        faults.append(f"known again: {known}, not {count}")
    way_in = [taken for step, taken in seconds.items() if step != "the same file again"]
    whole = (sum(clock for clock, _ in way_in), sum(cpu for _, cpu in way_in))
    rate = count / whole[0]
    rows = [_row(step, count, taken) for step, taken in seconds.items()]
    rows.append(_row(f"all of it ({size:.0f} MB)", count, whole))
    return {
        "samples": count,
        "rows": rows,
        "targets": [
            {
                "name": "messages a second with index, at least",
                "value": round(rate),
                "limit": LEAST,
                "met": rate >= LEAST,
            }
        ],
        "valid": not faults,
        "faults": faults,
    }


def _scene() -> tuple[Group, Membership]:
    group = Group.objects.create(name="Bench")
    with in_group(group):
        steward = Membership.objects.create(
            group=group,
            person=people.make_person(name="Steward", email="steward@bench.example"),
            display_name="Steward",
            role=Membership.Role.STEWARD,
        )
        for number in range(1, 31):  # half of those who wrote are members, and were there
            Membership.objects.create(
                group=group,
                person=people.make_person(name=f"W{number}", email=f"writer{number}@list.example"),
                display_name=f"W{number}",
            )
    return group, steward


def _timed(seconds: dict[str, tuple[float, float]], step: str, do: Any) -> Any:
    """Do a step; notes seconds by the clock and of CPU. On a busy machine the two lie far apart."""
    begin, cpu = time.perf_counter(), time.process_time()
    made = do()
    seconds[step] = (time.perf_counter() - begin, time.process_time() - cpu)
    return made


def _row(step: str, count: int, taken: tuple[float, float]) -> dict[str, Any]:
    clock, cpu = taken
    return {
        "step": step,
        "seconds": round(clock, 2),
        "messages a second": round(count / clock),
        "CPU seconds": round(cpu, 2),
        "messages a CPU second": round(count / cpu),
    }
