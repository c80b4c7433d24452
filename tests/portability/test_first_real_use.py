"""Every file of the folder of real input that is meant for bringing in goes through the command.

The numbers (messages, conversations, people, lines not understood) are printed and checked, and every line
of every file is accounted for, up to the conversations that open.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command

from byturns.conversations.models import Conversation, Message
from byturns.groups.scoping import in_group
from byturns.portability.models import Batch, Line, StagedMessage, StagedName
from tests.portability import histories
from tests.world import World


@dataclass
class Told:
    """What the command said of one file, and what then opened."""

    messages: int
    conversations: int
    people: int
    skipped: list[dict[str, object]]
    lines: int


def through(world: World, capsys, kind: str, path: Path) -> Told:
    """The file, from the command line to open conversations; fails when a line or a message is lost."""
    call_command("import", kind, str(path), "--group", world.slug, "--json")
    said = json.loads(capsys.readouterr().out)
    with in_group(world.group):
        batch = Batch.objects.latest("pk")
        numbers = batch.numbers
        assert numbers["adds_up"] is True
        assert numbers["lines"] == sum(
            numbers[part] for part in ("in_messages", "system", "skipped", "blank")
        )
        assert StagedMessage.objects.filter(batch=batch).count() == said["messages"] == numbers["messages"]
        assert StagedName.objects.filter(batch=batch).count() == said["people"]
        kept = Line.objects.filter(batch=batch).exclude(why="").order_by("line").values_list("line", "text")
        assert list(kept) == [(row["line"], row["text"]) for row in said["skipped"]]
        batch.order_sure = True
        batch.save()
        known = numbers["known"]
    histories.open_now(histories.decided(world.celia, batch))
    with in_group(world.group):
        opened = Message.objects.filter(said_by__batch_id=batch.pk)
        assert opened.count() == said["messages"] - known
        assert Conversation.objects.filter(batch_id=batch.pk).count() <= said["conversations"]
    told = Told(said["messages"], said["conversations"], said["people"], said["skipped"], numbers["lines"])
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {kind} {path.name}: {told.lines} lines, {told.messages} messages, "
            f"{told.conversations} conversations, {told.people} people, "
            f"{len(told.skipped)} places not understood" + (f", {known} here already" if known else "")
        )
    return told


def test_every_whatsapp_sample(world: World, data_dir: Path, capsys):
    files = sorted((data_dir / "whatsapp" / "chatminer").glob("*.txt"))
    assert len(files) == 5
    told = {path.name: through(world, capsys, "whatsapp", path) for path in files}
    assert {(one.messages, one.people, len(one.skipped), one.lines) for one in told.values()} == {
        (6, 5, 1, 11)
    }
    assert {row["line"] for one in told.values() for row in one.skipped} == {2}
    # The five are one chat in five manners of writing dates: after the first nothing is new.
    with in_group(world.group):
        assert Message.objects.count() == 6


def as_mail(path: Path, number: int) -> bytes:
    """One file of the folder as a mail in an archive."""
    data = path.read_bytes()
    if path.suffix == ".eml":
        return data
    kind = "text/html" if path.suffix == ".html" else "text/plain"
    head = (
        f"From: Writer {number % 17} <writer{number % 17}@example.org>\n"
        f"Subject: {path.stem}\nMessage-ID: <real-{number}@example.org>\n"
        f"Date: Mon, 0{number % 9 + 1} Jan 2024 10:{number % 60:02}:00 +0000\n"
        f"MIME-Version: 1.0\nContent-Type: {kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return head.encode() + data


def archive(mails: list[bytes]) -> bytes:
    """Mails as one mbox, with lines that begin with "From " marked as archives do."""
    made = []
    for mail in mails:
        body = mail.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
        made.append(b"From someone@example.org Mon Jan  1 10:00:00 2024\n" + body.rstrip(b"\n") + b"\n\n")
    return b"".join(made)


def test_every_mail_as_one_archive(world: World, data_dir: Path, tmp_path: Path, capsys):
    files = [
        path
        for path in sorted((data_dir / "mail").rglob("*"))
        if path.is_file() and path.suffix in {".txt", ".eml", ".html"} and "LICENSE" not in path.name
    ]
    assert len(files) > 100
    path = tmp_path / "every mail.mbox"
    path.write_bytes(archive([as_mail(one, number) for number, one in enumerate(files)]))
    told = through(world, capsys, "mbox", path)
    assert told.messages + len(told.skipped) == len(files)
    # A few samples are empty, or say twice the same; nearly all become messages.
    assert told.messages >= len(files) - 6


def test_the_odd_mails_of_pythons_own_tests(world: World, tmp_path: Path, capsys):
    found = importlib.util.find_spec("test.test_email")
    if found is None or found.origin is None:
        pytest.skip("this Python has no tests of its own (Debian: libpython3-testsuite)")
    files = sorted((Path(found.origin).parent / "data").glob("msg_*.txt"))
    if not files:
        pytest.skip("this Python's own tests have no mails")
    path = tmp_path / "odd.mbox"
    mails = [one.read_bytes() for one in files]
    path.write_bytes(
        archive([mail.split(b"\n", 1)[1] if mail.startswith(b"From ") else mail for mail in mails])
    )
    told = through(world, capsys, "mbox", path)
    assert told.messages + len(told.skipped) == len(files)
    assert told.messages >= len(files) * 0.8
