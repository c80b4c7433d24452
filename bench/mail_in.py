"""`./byturns bench mail-in`: ten thousand made-up mails and two hundred kills of the server.

First every way that a mail can be false, broken or doubled goes through the whole way in; what is counted is
wrong writers, lost mails, doubled messages and faults, and the memory it took. Then a real server takes mail and
sends mail, and is killed while it does (bench/mail_kills.py).
"""

from __future__ import annotations

import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command

from bench import mail_kills
from byturns.conversations.models import Conversation, Message
from byturns.core import clock
from byturns.core.models import OutgoingMail
from byturns.groups.models import Group, Membership
from byturns.groups.scoping import in_group
from byturns.mail import intake, places
from byturns.notifications.models import Choice
from byturns.people.models import Account, Person

BORDER = "mx.bench.example"
MEMBERS = 12
GENUINE = {"genuine", "five times"}  # these must be posted
MOST_MEMORY = 200  # MB that reading may add (measures.md)


@dataclass(frozen=True)
class Sent:
    """One made-up mail, and the member that it may be posted as (None: nobody)."""

    kind: str
    raw: bytes
    to: str
    may_be: int | None
    times: int = 1


def run(*, quick: bool = False) -> dict[str, Any]:
    """Both parts; `quick` only shows that they run."""
    call_command("migrate", verbosity=0, interactive=False)
    settings.MAIL_BORDER, settings.MAIL_DOMAIN = BORDER, "bench.example"
    members, talk = _a_group()
    many, kills = (300, 3) if quick else (10_000, 200)
    rows = _generated(members, talk, many)
    killed, more, faults = mail_kills.run(members, talk, kills, _to_be_killed, BORDER)
    targets = [
        {"name": "wrong writers", "value": rows[-1]["wrong"], "limit": 0},
        {"name": "unhandled faults", "value": rows[-1]["faults"], "limit": 0},
        {"name": "doubled messages", "value": rows[-1]["doubled"], "limit": 0},
        {"name": "genuine mails not posted", "value": rows[-1]["genuine mails not posted"], "limit": 0},
        {"name": "memory added MB", "value": rows[-1]["MB"], "limit": MOST_MEMORY},
        *more,
    ]
    # A way in that posts nothing posts nothing wrong, and a server that sends nothing doubles nothing.
    if rows[-1]["genuine mails not posted"]:
        faults.append("genuine mails were not posted")
    return {
        "rows": [*rows, *killed],
        "targets": targets,
        "valid": not faults,
        "faults": faults,
        "samples": many + kills,
    }


def _a_group() -> tuple[list[Membership], Conversation]:
    group = Group.objects.create(name="Bench", slug="bench")
    with in_group(group):
        members = []
        for number in range(MEMBERS):
            account = Account.objects.create_user(f"m{number}@home.example")
            person = Person.objects.create(name=f"M{number}", account=account)
            made = Membership.objects.create(
                group=group,
                person=person,
                display_name=f"Member {number}",
                joined_at=clock.now() - timedelta(days=365),
            )
            Choice.objects.create(group=group, membership=made, pace="each", shows="whole")
            members.append(made)
        talk = Conversation.objects.create(group=group, started_by=members[0], title="Here")
    return members, talk


# --- Made-up mails ---


def _generated(members, talk, many) -> list[dict[str, Any]]:
    dice = random.Random(7)
    before = _memory()
    outcomes: Counter[tuple[str, str]] = Counter()
    broken = 0
    begin = time.perf_counter()
    right: dict[int, int] = {}
    lost = 0
    for sent in _mails(dice, members, talk, many):
        for _ in range(sent.times):
            kept = intake.keep(sent.raw, rcpt_to=sent.to, came_by="smtp")
            try:
                intake.take_in(kept.pk)
            except Exception as fault:
                broken += 1
                outcomes[sent.kind, type(fault).__name__] += 1
                continue
        kept.refresh_from_db(fields=["state", "why", "message_id"])
        outcomes[sent.kind, f"{kept.state}: {kept.why}"] += 1
        if kept.message_id is not None:
            right[kept.message_id] = sent.may_be or 0
        elif sent.kind in GENUINE:
            lost += 1
    seconds = time.perf_counter() - begin
    with in_group(members[0].group_id):
        posted = dict(Message.objects.filter(conversation=talk).values_list("pk", "author_id"))
    wrong = sum(1 for number, author in posted.items() if right.get(number) != author)
    doubled = len(posted) - len(right)
    rows = [
        {"what": kind, "became": became, "mails": count} for (kind, became), count in sorted(outcomes.items())
    ]
    rows.append(
        {
            "what": "all",
            "mails": sum(outcomes.values()),
            "a second": round(sum(outcomes.values()) / seconds, 1),
            "wrong": wrong,
            "faults": broken,
            "doubled": doubled,
            "genuine mails not posted": lost,
            "MB": round(_memory() - before, 1),
        }
    )
    return rows


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _mails(dice: random.Random, members, talk, many: int) -> Iterator[Sent]:
    makers = [
        _genuine, _genuine, _genuine, _five_times, _forged, _unproven, _forwarded, _stranger, _other_border,
        _two_names, _automatic, _bounce, _loop, _mutated, _mutated, _mutated, _bad_words, _nested,
    ]  # fmt: skip
    group = members[0].group_id
    for number in range(many):
        with in_group(group):
            member = dice.choice(members)
            key = places.make_key(member, talk, f"<{number}@bench.example>")
        make = dice.choice(makers)
        yield make(dice, member, members, places.reply_address(key), number)
    with in_group(group):
        key = places.make_key(members[1], talk, "<large@bench.example>")
    address = places.reply_address(key)
    yield Sent(
        "25 MB", _written(members[1], "Large", 0, tail=b"A" * (25 * 1024 * 1024)), address, members[1].pk
    )
    parts = (
        b"".join(b"--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n" for _ in range(10_000)) + b"--x--\r\n"
    )
    head = _head(members[1], 1).replace(b"text/plain", b"multipart/mixed; boundary=x")
    yield Sent("10,000 parts", head + b"\r\n" + parts, address, members[1].pk)


def _head(member: Membership, number: int) -> bytes:
    address = member.person.account.email
    return (
        f"Authentication-Results: {BORDER}; dmarc=pass header.from=home.example\r\n"
        f"From: {member.display_name} <{address}>\r\nTo: x@bench.example\r\n"
        f"Subject: Re: A message\r\nMessage-ID: <g{number}@home.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
    ).encode()


def _written(member: Membership, words: str, number: int, *, tail: bytes = b"") -> bytes:
    return _head(member, number) + b"\r\n" + words.encode() + b"\r\n" + tail


def _to_be_killed(member: Membership, words: str, number: int) -> bytes:
    return _written(member, words, 1_000_000 + number)


def _words(dice: random.Random, number: int) -> str:
    return f"Number {number}: " + " ".join(
        dice.choice(["tea", "night", "lamp", "rest", "bus", "walk"]) for _ in range(30)
    )


def _genuine(dice, member, members, to, number) -> Sent:
    return Sent("genuine", _written(member, _words(dice, number), number), to, member.pk)


def _five_times(dice, member, members, to, number) -> Sent:
    return Sent("five times", _written(member, _words(dice, number), number), to, member.pk, times=5)


def _forged(dice, member, members, to, number) -> Sent:
    raw = _written(member, _words(dice, number), number).replace(b"dmarc=pass", b"dmarc=fail")
    return Sent("forged", raw, to, None)


def _unproven(dice, member, members, to, number) -> Sent:
    raw = _written(member, _words(dice, number), number).split(b"\r\n", 1)[1]
    return Sent("unproven", raw, to, None)


def _forwarded(dice, member, members, to, number) -> Sent:
    other = dice.choice([one for one in members if one.pk != member.pk])
    return Sent("forwarded", _written(other, _words(dice, number), number), to, None)


def _stranger(dice, member, members, to, number) -> Sent:
    raw = _written(member, _words(dice, number), number)
    return Sent("stranger", raw.replace(member.person.account.email.encode(), b"x@evil.example"), to, None)


def _other_border(dice, member, members, to, number) -> Sent:
    raw = _written(member, _words(dice, number), number)
    return Sent("another's word", raw.replace(BORDER.encode(), b"mx.evil.example"), to, None)


def _two_names(dice, member, members, to, number) -> Sent:
    mine = f"From: {member.display_name} <{member.person.account.email}>".encode()
    theirs = f'From: "{member.person.account.email}" <x@evil.example>'.encode()
    both = mine + b"\r\n" + theirs if dice.random() < 0.5 else theirs
    return Sent("two names", _written(member, _words(dice, number), number).replace(mine, both), to, None)


def _automatic(dice, member, members, to, number) -> Sent:
    mark = dice.choice([b"Auto-Submitted: auto-replied", b"Precedence: bulk", b"X-Autoreply: yes"])
    return Sent("automatic", mark + b"\r\n" + _written(member, _words(dice, number), number), to, None)


def _bounce(dice, member, members, to, number) -> Sent:
    raw = _written(member, "Undelivered", number)
    return Sent("bounce", raw.replace(b"text/plain", b"multipart/report; boundary=q"), to, None)


def _loop(dice, member, members, to, number) -> Sent:
    OutgoingMail.objects.create(
        kind="x", to="x@home.example", message_id=f"<g{number}@home.example>", state="sent"
    )
    return Sent("loop", _written(member, _words(dice, number), number), to, None)


def _mutated(dice, member, members, to, number) -> Sent:
    raw = bytearray(_written(member, _words(dice, number), number))
    for _ in range(dice.randint(1, 12)):
        place = dice.randrange(len(raw))
        what = dice.random()
        if what < 0.4:
            raw[place] = dice.randrange(256)
        elif what < 0.7:
            del raw[place : place + dice.randint(1, 40)]
        else:
            raw[place:place] = dice.choice(
                [b"\r\n", b"\0", b"=?utf-8?B?", b"\xff\xfe", b"--", b"<", b'"', b"(("]
            )
    return Sent("mutated", bytes(raw), to, member.pk)


def _bad_words(dice, member, members, to, number) -> Sent:
    raw = _written(member, _words(dice, number), number)
    line = f"From: {member.display_name}".encode()
    return Sent(
        "broken word", raw.replace(line, b"From: =?utf-8nt-Type: text/plain; charset=utf-8"), to, member.pk
    )


def _nested(dice, member, members, to, number) -> Sent:
    depth = dice.randint(20, 300)
    heads = b"".join(
        f"--b{level}\r\nContent-Type: multipart/mixed; boundary=b{level + 1}\r\n\r\n".encode()
        for level in range(depth)
    )
    body = heads + f"--b{depth}\r\nContent-Type: text/plain\r\n\r\nDeep {number}\r\n".encode()
    head = _head(member, number).replace(b"text/plain; charset=utf-8", b"multipart/mixed; boundary=b0")
    return Sent("nested", head + b"\r\n" + body, to, member.pk)
