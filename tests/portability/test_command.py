"""`byturns import`: what it prints, with which code it ends, and that it never publishes."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from byturns.conversations.models import Message
from byturns.core.models import EventRecord
from byturns.groups.scoping import in_group
from byturns.portability.kinds import State
from byturns.portability.models import Batch
from tests.portability import histories
from tests.world import World


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = 0
    try:
        call_command("import", *map(str, arguments))
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_json_holds_exactly_these_keys(world: World, tmp_path, capsys):
    path = histories.written(tmp_path, "astray\n" + histories.CHAT)
    code, out, _ = run(capsys, "whatsapp", path, "--group", "tuesday", "--json")
    assert code == 0
    assert json.loads(out) == {
        "messages": 5,
        "conversations": 2,
        "people": 3,
        "first": "2024-03-03T19:05:00+00:00",
        "last": "2024-03-25T10:01:00+00:00",
        "skipped": [{"line": 1, "text": "astray"}],
    }


def test_it_puts_the_file_before_the_stewards_and_publishes_nothing(
    world: World, tmp_path, capsys, run_jobs, mailoutbox
):
    code, out, _ = run(capsys, "mbox", histories.written(tmp_path, histories.MBOX), "--group", "tuesday")
    assert code == 0
    assert "messages:      3" in out
    assert "It waits for the stewards" in out
    run_jobs()
    assert [mail.to for mail in mailoutbox] == [["celia@example.org"]]
    with in_group(world.group):
        batch = Batch.objects.get()
        assert (batch.state, batch.made_by) == (State.STAGED, None)
        assert Message.objects.count() == 0
    assert EventRecord.objects.filter(kind="portability.FileFromHost", by_id=None).count() == 1


def test_each_line_that_was_not_understood_is_printed(world: World, tmp_path, capsys):
    path = histories.written(tmp_path, "first astray\nsecond astray\n" + histories.CHAT)
    code, out, _ = run(capsys, "whatsapp", path, "--group", "tuesday", "--dry-run")
    assert code == 0
    assert [line for line in out.splitlines() if line.startswith("line ")] == [
        "line 1 was not understood: first astray",
        "line 2 was not understood: second astray",
    ]


def test_a_dry_run_keeps_nothing(world: World, tmp_path, capsys):
    code, out, _ = run(
        capsys, "whatsapp", histories.written(tmp_path, histories.CHAT), "--group", "tuesday", "--dry-run"
    )
    assert (code, out.splitlines()[-1]) == (0, "A dry run: nothing was kept.")
    with in_group(world.group):
        assert not Batch.objects.exists()


def test_run_again_it_says_what_is_here_already(world: World, tmp_path, capsys):
    histories.opened(world.celia)
    _, out, _ = run(capsys, "whatsapp", histories.written(tmp_path, histories.CHAT), "--group", "tuesday")
    assert "here already:  5" in out


def test_a_file_of_another_kind_is_refused_with_1(world: World, tmp_path, capsys):
    code, out, err = run(
        capsys, "whatsapp", histories.written(tmp_path, "no chat\n"), "--group", "tuesday", "--json"
    )
    assert (code, out) == (1, "")
    assert "does not look like a WhatsApp chat" in err
    with in_group(world.group):
        assert not Batch.objects.exists()


def test_an_order_that_cannot_be_is_refused(world: World, tmp_path, capsys):
    path = histories.written(tmp_path, "25/03/2024, 19:05 - Brian: one\n26/03/2024, 19:05 - Brian: two\n")
    code, _, err = run(capsys, "whatsapp", path, "--group", "tuesday", "--order", "mdy")
    assert (code, "month first" in err) == (1, True)


@pytest.mark.parametrize("arguments", [("--group", "no-such-group"), ("--group", "tuesday")])
def test_a_group_or_a_file_that_is_not_there_is_misuse(world: World, tmp_path, capsys, arguments):
    path = histories.written(tmp_path, histories.CHAT)
    if arguments[1] == "tuesday":
        path = tmp_path / "none.txt"
    code, out, err = run(capsys, "whatsapp", path, *arguments)
    assert (code, out, bool(err)) == (2, "", True)


def test_a_kind_that_does_not_exist_is_misuse(world: World, tmp_path, capsys):
    with pytest.raises(CommandError):
        call_command("import", "telegram", "x", "--group", "tuesday")


def test_a_list_of_members_waits_for_the_stewards(world: World, tmp_path, capsys):
    path = histories.written(tmp_path, "Name,Phone\nOlwen,01792 555000\n", "list.csv")
    code, out, _ = run(capsys, "members", path, "--group", "tuesday", "--json")
    assert code == 0
    assert json.loads(out) == {
        "messages": 0,
        "conversations": 0,
        "people": 1,
        "first": None,
        "last": None,
        "skipped": [],
    }
    with in_group(world.group):
        assert Batch.objects.get().state == State.STAGED
