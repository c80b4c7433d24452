"""The second part of `./byturns bench mail-in`: a real server is killed while mail comes in and goes out.

Members write to it by SMTP: answers, beginnings, and mails that nothing proves. What they say goes out as notices to
all the others, and what is not proven is asked about; all of it to a mail server of this process, which outlives the
kills. Half of the kills fall at any moment, half just as a mail is being handed over, where a second copy is
likeliest. Then every mail that was answered "kept" must have become one thing, and everything that was said must
have reached everybody else once: a mail that was handed over in the moment of a kill may come again, with the same
Message-ID.
"""

from __future__ import annotations

import os
import random
import re
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connections
from django.db.models import F
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from byturns.conversations.models import Conversation, Message
from byturns.core import clock
from byturns.core.models import OutgoingMail
from byturns.groups.models import Membership
from byturns.groups.scoping import in_group
from byturns.mail import places
from byturns.mail.models import Inbound

Write = Callable[[Membership, str, int], bytes]
Row = dict[str, Any]
RECALL = timedelta(minutes=2)
_WORDS = re.compile(r"Killed \d+ of [\d.]+")
_UNDONE = [TaskResultStatus.READY, TaskResultStatus.RUNNING]


@dataclass(frozen=True)
class Copy:
    """One mail as it was handed over to somebody's server."""

    message_id: str
    to: str
    turn: int  # of the server's lives, in which it began to be handed over
    words: frozenset[str]


@dataclass
class Sink:
    """Everybody's mail server. It takes all there is."""

    turn: int = 0
    came: threading.Event = field(default_factory=threading.Event)
    _raw: list[tuple[int, str, bytes]] = field(default_factory=list)
    _copies: list[Copy] = field(default_factory=list)

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.turn = self.turn
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self._raw += [(envelope.turn, to, bytes(envelope.content)) for to in envelope.rcpt_tos]
        self.came.set()
        return "250 OK"

    def copies(self) -> list[Copy]:
        """All that has come, read now rather than while the server waits."""
        fresh, self._raw = self._raw, []
        for turn, to, raw in fresh:
            mail = message_from_bytes(raw, policy=policy.default)
            body = mail.get_body(("plain",))
            words = frozenset(_WORDS.findall(body.get_content())) if body is not None else frozenset()
            self._copies.append(Copy(str(mail["Message-ID"]), to, turn, words))
        return self._copies


@contextmanager
def _sink() -> Iterator[tuple[Sink, int]]:
    made, port = Sink(), _free_port()
    listening = Controller(made, hostname="127.0.0.1", port=port)
    listening.start()
    try:
        yield made, port
    finally:
        listening.stop()


@dataclass
class Said:
    """What members wrote and the server answered "kept"."""

    posted: dict[str, int] = field(default_factory=dict)  # the words, and whose they are
    asked: set[str] = field(default_factory=set)  # what nothing proved
    tried: int = 0


def run(
    members: Sequence[Membership], talk: Conversation, kills: int, write: Write, border: str
) -> tuple[list[Row], list[Row], list[str]]:
    """(rows for the table, targets, faults) of so many kills. `write` makes a proven mail of a member's."""
    dice, said = random.Random(11), Said()
    with in_group(members[0].group_id):
        replies = {
            one.pk: places.reply_address(places.make_key(one, talk, f"<k{one.pk}@x>")) for one in members
        }
        own = {one.pk: places.own_address(one) for one in members}
    # What the first part has left to do is not what is measured here.
    DBTaskResult.objects.all().delete()
    OutgoingMail.objects.all().delete()
    Inbound.objects.all().delete()
    connections.close_all()
    eager = 0
    with _sink() as (sink, port):
        for turn in range(1, kills + 1):
            sink.turn = turn
            server, door = _serve(port, border)
            waits_for_one = dice.random() < 0.5
            killer = _Killer(server, sink, dice.uniform(0.3, 1.2), waits_for_one)
            killer.start()
            _write_until_killed(killer, door, dice, members, (replies, own), write, said)
            killer.join()
            eager += killer.was_eager
            sink.copies()
            _two_minutes_pass(members[0].group_id)
        sink.turn = kills + 1
        server, _door = _serve(port, border)
        try:
            _until_done(members[0].group_id)
        finally:
            _kill(server)
        copies = list(sink.copies())
    came, lost, doubled = _came_in(said, members[0].group_id)
    out = _Out.of(copies, {one.person.account.email: one.pk for one in members if one.person.account}, said)
    what = f"{kills} kills"
    rows: list[Row] = [
        {"what": f"{what}, in", "became": "sent by members", "mails": said.tried},
        {"what": f"{what}, in", "became": "kept", "mails": came},
        {"what": f"{what}, in", "became": "kept, then lost", "mails": lost},
        {"what": f"{what}, in", "became": "kept, then twice", "mails": doubled},
        {"what": f"{what}, out", "became": "sent", "mails": out.mails},
        {"what": f"{what}, out", "became": "missing", "mails": out.missing},
        {"what": f"{what}, out", "became": "a second copy", "mails": out.doubled},
        {"what": f"{what}, out", "became": "words for somebody", "mails": out.words},
        {"what": f"{what}, out", "became": "words not told", "mails": out.untold},
        {"what": f"{what}, out", "became": "words in two mails", "mails": out.told_twice},
        {"what": f"{what}, out", "became": "kills while mail went out", "mails": out.turns},
        {"what": f"{what}, out", "became": "kills in a handing over", "mails": eager},
    ]
    targets: list[Row] = [
        {"name": "kept mails lost in kills", "value": lost, "limit": 0},
        {"name": "kept mails doubled in kills", "value": doubled, "limit": 0},
        {"name": "mails out missing after kills", "value": out.missing, "limit": 0},
        {"name": "words that somebody was not told", "value": out.untold, "limit": 0},
        {"name": "words told by two mails", "value": out.told_twice, "limit": 0},
        {"name": "second copies for one kill, at most", "value": out.most, "limit": 1},
        {"name": "second copies without a kill", "value": out.without, "limit": 0},
    ]
    faults = [] if out.turns * 2 >= kills else [f"mail went out in {out.turns} of {kills} lives only"]
    return rows, targets, faults


# --- Mail comes in, and the server dies ---


class _Killer(threading.Thread):
    """Kills the server after so many seconds; an eager one as soon as a mail of its is being handed over."""

    def __init__(self, server: subprocess.Popen[bytes], sink: Sink, seconds: float, eager: bool) -> None:
        super().__init__(daemon=True)
        self.killed = threading.Event()
        self.was_eager = False
        self._server, self._sink, self._seconds, self._eager = server, sink, seconds, eager

    def run(self) -> None:
        if self._eager:
            time.sleep(self._seconds / 2)
            self._sink.came.clear()
            self.was_eager = self._sink.came.wait(self._seconds + 2)
        else:
            time.sleep(self._seconds)
        _kill(self._server)
        self.killed.set()


def _write_until_killed(
    killer: _Killer,
    door: int,
    dice: random.Random,
    members: Sequence[Membership],
    addresses: tuple[dict[int, str], dict[int, str]],
    write: Write,
    said: Said,
) -> None:
    replies, own = addresses
    try:
        with smtplib.SMTP("127.0.0.1", door, timeout=20) as line:
            while not killer.killed.wait(dice.uniform(0.03, 0.15)):
                said.tried += 1
                member, way = dice.choice(members), dice.random()
                words = f"Killed {said.tried} of {dice.random()}"
                raw = write(member, words, said.tried)
                if proven := way >= 0.25:
                    to = own[member.pk] if way < 0.35 else replies[member.pk]
                else:
                    raw, to = raw.split(b"\r\n", 1)[1], replies[member.pk]  # without the border's word
                line.sendmail("somebody@home.example", [to], raw)
                if proven:
                    said.posted[words] = member.pk
                else:
                    said.asked.add(words)
    except (OSError, smtplib.SMTPException):
        killer.killed.wait(30)


def _two_minutes_pass(group_id: int) -> None:
    """In which words can be taken down unsent: a bench need not wait for them."""
    now = clock.now()
    with in_group(group_id):
        Message.objects.filter(sent_at__gt=now - RECALL).update(sent_at=F("sent_at") - RECALL)
    OutgoingMail.objects.filter(state="waiting", not_before__gt=now).update(not_before=now)
    DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__gt=now).update(run_after=now)
    connections.close_all()


def _until_done(group_id: int) -> None:
    end = time.monotonic() + 600
    while time.monotonic() < end:
        _two_minutes_pass(group_id)
        if not Inbound.objects.filter(state="new").exists() and not (
            DBTaskResult.objects.filter(status__in=_UNDONE).exists()
            or OutgoingMail.objects.filter(state="waiting").exists()
        ):
            return
        time.sleep(0.5)


# --- What is there afterwards ---


def _came_in(said: Said, group_id: int) -> tuple[int, int, int]:
    """(kept, lost, doubled): each mail that was answered "kept" is one mail here, settled, and one message."""
    kept: Counter[str] = Counter()
    for raw in Inbound.objects.exclude(state="new").values_list("raw", flat=True).iterator():
        kept.update(set(_WORDS.findall(bytes(raw).decode("utf-8", "replace"))))
    with in_group(group_id):
        here = Counter(Message.objects.filter(words__startswith="Killed ").values_list("words", flat=True))
    lost = sum(1 for words in said.posted if not here[words]) + sum(1 for one in said.asked if not kept[one])
    doubled = sum(count - 1 for count in here.values())
    doubled += sum(1 for one in said.asked if here[one] or kept[one] > 1)
    return len(said.posted) + len(said.asked), lost, doubled


@dataclass(frozen=True)
class _Out:
    mails: int
    missing: int
    doubled: int
    most: int
    without: int
    words: int
    untold: int
    told_twice: int
    turns: int

    @classmethod
    def of(cls, copies: Sequence[Copy], who: dict[str, int], said: Said) -> _Out:
        """What came to everybody's server, against what the house says it has sent and what was said."""
        turns: dict[tuple[str, str], list[int]] = {}
        mails: dict[tuple[str, str], set[str]] = {}
        for copy in copies:
            turns.setdefault((copy.message_id, copy.to), []).append(copy.turn)
            for words in copy.words:
                mails.setdefault((words, copy.to), set()).add(copy.message_id)
        decided = OutgoingMail.objects.exclude(state="dropped").values_list("message_id", "to")
        # A second copy is the doing of the kill at the end of the life in which the first was handed over.
        again = Counter(turn for each in turns.values() for turn in sorted(each)[:-1])
        without = sum(len(each) - len(set(each)) for each in turns.values())
        with_words = [(words, to) for words, by in said.posted.items() for to, pk in who.items() if pk != by]
        return cls(
            mails=len(turns),
            missing=sum(1 for one in decided if one not in turns),
            doubled=sum(len(each) - 1 for each in turns.values()),
            most=max(again.values(), default=0),
            without=without,
            words=len(with_words),
            untold=sum(1 for one in with_words if one not in mails),
            told_twice=sum(len(ids) - 1 for ids in mails.values()),
            turns=len({copy.turn for copy in copies}),
        )


# --- The server ---


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(outside: int, border: str) -> tuple[subprocess.Popen[bytes], int]:
    page, door = _free_port(), _free_port()
    here = {
        **os.environ,
        "PYTHONPATH": f"{settings.ROOT / 'src'}:{settings.ROOT}",
        "BYTURNS_MAIL_IN": f"127.0.0.1:{door}",
        "BYTURNS_MAIL_BORDER": border,
        "BYTURNS_MAIL_DOMAIN": settings.MAIL_DOMAIN,
        "BYTURNS_MAIL_HOST": "127.0.0.1",
        "BYTURNS_MAIL_PORT": str(outside),
        "BYTURNS_MAIL_TLS": "none",
    }
    command = [sys.executable, "-m", "byturns", "serve", "--port", str(page)]
    server = subprocess.Popen(command, env=here, stdout=subprocess.DEVNULL, cwd=settings.ROOT)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", door), timeout=1):
                return server, door
        except OSError:
            time.sleep(0.02)
    _kill(server)
    raise RuntimeError("the server did not start to take mail")


def _kill(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGKILL)
    server.wait(timeout=20)
