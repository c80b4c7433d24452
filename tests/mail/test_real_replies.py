"""The measurement itself, and what it finds in real replies."""

from __future__ import annotations

import gzip
import itertools
import json
import textwrap
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bench import mail_replies, report
from byturns.core import plain
from byturns.mail.reading import letter, reply
from tests.mail.replies import ATTRIBUTIONS, BLOCKS

HEAD = "On Tue, 3 Mar 2026 at 10:12, Jane Hill <jane@example.org> wrote:"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "one.txt").write_text(f"Yes.\n\n{HEAD}\n> Tea?\n")
    (tmp_path / "two.eml").write_text(f"From: a@example.org\n\nNo.\nNot today.\n\n{HEAD}\n> Tea?\n")
    (tmp_path / "three.html").write_text("<p>Perhaps.</p><blockquote type=cite>Tea?</blockquote>")
    return tmp_path


def values(result: dict) -> dict[str, float]:
    return {target["name"].partition(",")[0]: target["value"] for target in result["targets"]}


def test_a_table_says_which_lines_are_right(folder):
    table = folder / "right.tsv"
    table.write_text("# words\nsome/one.txt\t1\ntwo.eml\t1-2\nthree.html\t\n")
    result = mail_replies.run(data=folder, expected=table)
    assert result["samples"] == 3
    assert values(result)["exact but for white space"] == 66.7
    assert values(result)["mails that lose words of their writer"] == 0
    assert [miss["what"] for miss in result["misses"]] == ["three.html"]
    assert "+Perhaps." in result["misses"][0]["difference"]


def test_files_beside_the_mails_say_it_too(folder):
    (folder / "some" / "one.expected").write_text("  Yes.\n")
    (folder / "two.eml.expected").write_text("No. Not today.\n")
    result = mail_replies.run(data=folder)
    assert (result["samples"], result["misses"]) == (2, [])


def test_a_table_in_a_folder_above_or_below_is_understood(folder):
    right = folder / "right"
    right.mkdir()
    (right / "a.tsv").write_text("mail/some/one.txt\t1\none.txt\t1\nnowhere.txt\t1\n")
    result = mail_replies.run(data=folder, expected=right)
    assert (result["samples"], result["misses"]) == (1, [])
    assert result["faults"] == ["1 rows name mails that are not there: nowhere.txt"]


def test_words_that_are_nowhere_in_the_mail_are_a_loss(folder):
    (folder / "two.expected").write_text("No. Not today, Jane.")
    result = mail_replies.run(data=folder)
    assert values(result)["mails that lose words of their writer"] == 1
    assert result["misses"][0]["lost"] == ["today,", "Jane."]


def test_an_answer_between_the_lines_is_right_with_or_without_them(folder):
    (folder / "four.txt").write_text(f"{HEAD}\n> Tea?\n\nYes.\n\n> Milk?\n\nNo.\n")
    for right in ("4,8", "2-8"):
        (folder / "t.tsv").write_text(f"four.txt\t{right}\n")
        assert mail_replies.run(data=folder, expected=folder / "t.tsv")["misses"] == []


@pytest.mark.parametrize("rows", ["some/one.txt\t3-1\n", "some/one.txt\tall\n"])
def test_a_table_that_makes_no_sense_makes_the_run_invalid(folder, rows):
    (folder / "t.tsv").write_text(rows)
    assert mail_replies.run(data=folder, expected=folder / "t.tsv")["valid"] is False


def test_without_mails_the_run_is_invalid(tmp_path):
    assert mail_replies.run(data=tmp_path / "no")["valid"] is False
    assert mail_replies.run(data=tmp_path)["valid"] is False


def test_the_command_tells_every_miss_and_ends_with_one_line_for_a_program(folder, capsys):
    (folder / "t.tsv").write_text("three.html\t\n")
    call_command("bench", "mail-replies", data=folder, expected=folder / "t.tsv")
    told = capsys.readouterr().out.splitlines()
    assert "miss: three.html" in told
    assert json.loads(told[-1])["name"] == "mail-replies"


def test_a_bench_refuses_an_option_that_it_does_not_know(folder):
    with pytest.raises(CommandError, match="bench import knows no --data"):
        call_command("bench", "import", data=folder)


def test_real_replies_come_out_as_a_careful_reader_would_cut_them(data_dir):
    result = report.complete("mail-replies", mail_replies.run(data=data_dir / "mail"))
    assert result["samples"] == 135
    assert result["faults"] == []
    assert [target["name"] for target in result["targets"][:2] if not target["met"]] == []


def test_no_line_of_a_real_reply_is_lost(data_dir):
    for path in sorted((data_dir / "mail").rglob("*.*")):
        raw = path.read_bytes()
        text = plain.decoded(raw)
        assert reply.cut(text).whole == text
        made = letter.read(raw)
        assert isinstance(made, letter.Letter)
        assert made.cut().whole == made.text


def troubles(data_dir: Path) -> list[str]:
    with gzip.open(data_dir / "search" / "counsel" / "corpus.jsonl.gz", "rt", encoding="utf-8") as rows:
        return [
            "\n".join(plain.lines_of(json.loads(row)["text"])) for row in itertools.islice(rows, 0, None, 4)
        ]


def test_what_people_write_of_their_troubles_is_never_taken_for_a_program_s(data_dir):
    heads = itertools.cycle([f"{head}\n> Jane's words" for head in ATTRIBUTIONS.values()])
    blocks = itertools.cycle([f"{block}\n\nJane's words" for block in BLOCKS.values()])
    wrong = []
    for text in troubles(data_dir):
        for said in (text, "\n".join(textwrap.fill(line, 72) for line in text.split("\n"))):
            for mail in (said, f"{said}\n\n{next(heads)}", f"{said}\n\n{next(blocks)}"):
                if reply.cut(mail).own.split() != said.split():
                    wrong.append(mail)
    assert wrong == []
