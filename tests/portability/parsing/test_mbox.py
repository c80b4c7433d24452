from __future__ import annotations

import base64
import io
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from byturns.portability.importing.parsing import mbox, report
from byturns.portability.importing.parsing.report import NotThisKind, Parsed, ParsedMessage
from tests.portability.parsing.mails import FOOTER, mail

LONDON = ZoneInfo("Europe/London")


def read(data: bytes) -> Parsed:
    parsed = mbox.parse(data, tz=LONDON)
    assert report.accounting(parsed).adds_up
    return parsed


def only(data: bytes) -> ParsedMessage:
    parsed = read(data)
    assert len(parsed.messages) == 1
    return parsed.messages[0]


def test_a_mail_as_it_should_be():
    message = only(
        mail("Is anyone at the café on Tuesday?\n\nJane", id="a", more="References: <z@x> <y@x>\n")
    )
    assert (message.said_by, message.sender_address) == ("Jane Hill", "jane@example.org")
    assert message.sent_at == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    assert message.words == "Is anyone at the café on Tuesday?\n\nJane"
    assert (message.subject, message.message_id, message.references) == (
        "Tuesday",
        "a@example.org",
        ("z@x", "y@x"),
    )
    assert (message.raw_from_line, message.to_line) == (1, 13)
    assert message.original is None


def test_the_file_may_be_a_path_bytes_or_a_stream(tmp_path: Path):
    data = mail(id="a") + mail("More.", id="b")
    (tmp_path / "list.mbox").write_bytes(data)
    for source in (data, tmp_path / "list.mbox", io.BytesIO(data)):
        assert [message.words for message in mbox.parse(source, tz=LONDON).messages] == [
            "Hello all.",
            "More.",
        ]


def test_the_bytes_are_kept_when_asked_for():
    parsed = mbox.parse(mail("Hi"), tz=LONDON, keep_original=True)
    assert parsed.messages[0].original is not None
    assert parsed.messages[0].original.startswith(b"From: Jane Hill <jane@example.org>\n")


class TestWhereOneMailEndsAndTheNextBegins:
    def test_from_inside_a_mail_stays_in_it(self):
        words = "Well.\n\nFrom what I hear it is open.\nNote: cake\n\n>From the start.\n>>From, quoted"
        assert only(mail(words)).words == (
            "Well.\n\nFrom what I hear it is open.\nNote: cake\n\nFrom the start."
        )

    @pytest.mark.parametrize(
        "separator",
        [
            "From jane@example.org Mon Mar  2 10:00:00 2026",
            "From jane at example.org  Mon Mar  2 10:00:00 2026",
            "From MAILER-DAEMON Mon Mar  2 10:00:00 +0000 2026",
            "From - Mon, 02 Mar 2026 10:00:00",
            "From jane@example.org",
            "From ",
        ],
    )
    def test_any_program_s_separator(self, separator):
        parsed = read(mail("One", separator=separator) + mail("Two", separator=separator))
        assert [message.words for message in parsed.messages] == ["One", "Two"]

    def test_a_missing_blank_line_between_two(self):
        parsed = read(mail("One").rstrip(b"\n") + b"\n" + mail("Two"))
        assert [message.words for message in parsed.messages] == ["One", "Two"]

    def test_windows_line_ends(self):
        parsed = read((mail("One\nmore") + mail("Two")).replace(b"\n", b"\r\n"))
        assert [message.words for message in parsed.messages] == ["One\nmore", "Two"]

    def test_lines_before_the_first_mail_are_listed(self):
        parsed = read(b"Archive of our list\n\n" + mail("One"))
        assert [(line.line, line.text) for line in parsed.skipped] == [(1, "Archive of our list")]
        assert parsed.blank_lines == [2]

    def test_a_single_mail_without_a_separator(self):
        assert only(mail("One").split(b"\n", 1)[1]).words == "One"


class TestWho:
    @pytest.mark.parametrize(
        ("written", "name", "address"),
        [
            ('"Hill, Jane" <Jane@Example.ORG>', "Hill, Jane", "jane@example.org"),
            ("jane@example.org (Jane Hill)", "Jane Hill", "jane@example.org"),
            ("jane at example.org (Jane Hill)", "Jane Hill", "jane@example.org"),
            ("jane@example.org", "", "jane@example.org"),
            ('"jane@example.org" <jane@example.org>', "", "jane@example.org"),
            ("=?utf-8?q?Si=C3=A2n_Dd=C5=B5r?= <s@x.cymru>", "Siân Ddŵr", "s@x.cymru"),
            ("=?utf-8?b?U2nDog==?= =?utf-8?q?n?= <s@x.cymru>", "Siân", "s@x.cymru"),
            ("=?utf-8?q?S=C3?= =?utf-8?q?=A2n?= <s@x.cymru>", "Sân", "s@x.cymru"),
            ("=?x-never?q?Jane?= <s@x.cymru>", "Jane", "s@x.cymru"),
            ("=?utf-8?b?!!!?= <s@x.cymru>", "", "s@x.cymru"),
            ("=?utf-8?q?broken <s@x.cymru>", "=?utf-8?q?broken", "s@x.cymru"),
            ("Siân <s@x.cymru>", "Siân", "s@x.cymru"),
            ("Jane Hill", "Jane Hill", None),
        ],
    )
    def test_names_and_addresses(self, written, name, address):
        message = only(mail(who=written, separator="From "))
        assert (message.said_by, message.sender_address) == (name, address)

    def test_a_name_in_an_older_charset_without_saying_so(self):
        message = only(mail(who="SI?N <s@x.cymru>").replace(b"SI?N", "Siân".encode("latin-1")))
        assert message.said_by == "Siân"

    def test_a_list_that_writes_in_its_own_name(self):
        message = only(
            mail(
                who="'Jane Hill' via Carers <carers@lists.example>",
                more="List-Id: <carers.lists.example>\nReply-To: carers@lists.example\n"
                "X-Original-From: Jane Hill <jane@example.org>\n",
            )
        )
        assert (message.said_by, message.sender_address) == ("Jane Hill", "jane@example.org")

    def test_a_name_is_known_from_another_mail_of_the_same_address(self):
        parsed = read(mail(who="jane@example.org", id="a") + mail("And more.", id="b"))
        assert [message.said_by for message in parsed.messages] == ["Jane Hill", "Jane Hill"]

    def test_two_people_with_one_name_stay_two(self):
        parsed = read(mail(id="a") + mail("Two", who="Jane Hill <other@example.org>", id="b"))
        assert [(person.name, person.addresses) for person in parsed.people] == [
            ("Jane Hill", ("jane@example.org",)),
            ("Jane Hill", ("other@example.org",)),
        ]

    def test_no_from_at_all(self):
        message = only(mail(who=""))
        assert (message.said_by, message.sender_address) == ("", "jane@example.org")


class TestWhen:
    @pytest.mark.parametrize(
        ("written", "moment"),
        [
            ("Mon, 02 Mar 2026 10:00:00 -0500", "15:00"),
            ("Mon, 02 Mar 2026 10:00 GMT", "10:00"),
            ("2 Mar 2026 10:00:00", "10:00"),
            ("Mon, 2 Mar 26 10:00:00 +0100 (CET)", "09:00"),
        ],
    )
    def test_dates_in_many_ways(self, written, moment):
        assert (
            only(mail(date=written)).sent_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
            == f"2026-03-02 {moment}"
        )

    def test_a_date_without_a_zone_is_the_group_s_own_time(self):
        assert only(mail(date="1 Jul 2026 10:00:00")).sent_at.astimezone(UTC).hour == 9

    @pytest.mark.parametrize(
        "written", ["", "yesterday", "Mon, 31 Feb 2026 10:00:00 +0000", "1 Jan 3001 00:00 +0000"]
    )
    def test_a_date_that_cannot_be_is_taken_from_elsewhere(self, written):
        received = "Received: from a by b; Tue, 03 Mar 2026 11:00:00 +0000\n"
        assert only(mail(date=written, more=received)).sent_at == datetime(2026, 3, 3, 11, 0, tzinfo=UTC)
        assert only(mail(date=written)).sent_at == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
        assert only(mail(date=written, separator="From jane@example.org")).sent_at is None


class TestTheWords:
    @pytest.mark.parametrize(
        ("charset", "data"),
        [
            ("iso-8859-1", "café".encode("latin-1")),
            ("iso-8859-1", "it’s a café".encode("cp1252")),
            ("us-ascii", "café".encode()),
            ("x-unknown", "café".encode()),
            ("x-unknown", "café".encode("cp1252")),
            ("idna", "café".encode()),
            ("zip", "café".encode()),
            ("utf-16", "café".encode("utf-16")),
            ("iso-2022-jp", "カフェ café".encode("iso-2022-jp", "ignore")),
            ("", "café".encode("cp1252")),
        ],
    )
    def test_any_charset_and_wrong_ones(self, charset, data):
        kind = f"text/plain; charset={charset}" if charset else "text/plain"
        more = "Content-Transfer-Encoding: base64\n"
        words = only(mail(base64.encodebytes(data), kind=kind, more=more)).words
        assert words in ("café", "it’s a café", "カフェ caf")
        if b"\x00" not in data:
            assert only(mail(data, kind=kind)).words == words

    @pytest.mark.parametrize(
        ("encoding", "written"),
        [
            ("quoted-printable", "caf=C3=A9 =\nand tea"),
            ("quoted-printable", "caf=C3=A9 and tea="),
            ("base64", "Y2Fmw6kgYW5kIHRlYQ=="),
            ("base64", "Y2Fm\nw6kgYW5k!!IHRlYQ"),
            ("x-odd", "café and tea"),
        ],
    )
    def test_encodings_whole_and_broken(self, encoding, written):
        message = only(mail(written, more=f"Content-Transfer-Encoding: {encoding}\n"))
        assert message.words == "café and tea"

    def test_nul_bytes_and_other_controls_go(self):
        assert only(mail(b"One\x00 two\x07 \xf0\x9f\x8d\xb0")).words == "One two 🍰"

    def test_plain_words_before_a_web_page_and_attachments_by_name(self):
        kind = 'multipart/mixed; boundary="m"'
        body = (
            '--m\nContent-Type: multipart/alternative; boundary="a"\n\n'
            "--a\nContent-Type: text/html\n\n<p>Hello <b>there</b></p>\n"
            "--a\nContent-Type: text/plain\n\nHello there\n--a--\n"
            '--m\nContent-Type: application/pdf; name="x"\n'
            "Content-Disposition: attachment; filename*=utf-8''..%2F..%2Frh%C3%A9str.pdf\n\nJVBERi0=\n--m--\n"
        )
        message = only(mail(body, kind=kind))
        assert message.words == "Hello there"
        assert message.attachments == ("rhéstr.pdf",)
        assert message.missing_media

    def test_a_web_page_alone(self):
        body = (
            "<html><head><style>p {color: red}</style><title>x</title></head><body><p>Dear&nbsp;all,</p>"
            "<p>See <a href='https://example.org/a'>the page</a>.<br>Bye</p><ul><li>one<li>two</ul>"
            "<script>alert(1)</script><div>On Monday Pat wrote:</div><blockquote>old <i>words</i>"
        )
        message = only(mail(body, kind="text/html"))
        assert message.words == "Dear all,\n\nSee the page (https://example.org/a).\nBye\n\n- one\n- two"
        assert message.quoted == "On Monday Pat wrote:\n> old words"

    @pytest.mark.parametrize(
        "body", ["<![if x]>Hello<![endif]>", "Hello<!x[", "<p>Hello</", "<!--a-->Hello<?php ?>"]
    )
    def test_a_broken_web_page_still_speaks(self, body):
        assert only(mail(body, kind="text/html")).words.startswith("Hello")

    def test_lines_broken_for_flowing_are_joined(self):
        words = "This is one \nlong line.\n> quoted \n> twice\n-- \nJane"
        message = only(mail(words, kind="text/plain; format=flowed"))
        assert (message.words, message.quoted, message.footer) == (
            "This is one long line.",
            "> quoted twice",
            "-- \nJane",
        )

    def test_a_mail_that_says_all_in_its_subject(self):
        assert only(mail("", subject="No meeting tonight")).words == "No meeting tonight"

    def test_a_mail_without_any_word_is_listed(self):
        parsed = read(mail("One") + mail("", subject=""))
        assert [(line.line, line.last_line, line.why) for line in parsed.skipped] == [
            (10, 17, "There are no words in this mail.")
        ]

    def test_a_part_without_its_boundary_is_read_as_it_stands(self):
        assert "One word" in only(mail("--b\n\nOne word\n", kind="multipart/mixed")).words

    def test_parts_nested_without_end_hurt_only_themselves(self):
        nest = "".join(
            f'--b{depth}\nContent-Type: multipart/mixed; boundary="b{depth + 1}"\n\n' for depth in range(3000)
        )
        parsed = read(
            mail("One") + mail(nest, subject="", kind='multipart/mixed; boundary="b0"') + mail("Two")
        )
        assert [message.words for message in parsed.messages if message.words in ("One", "Two")] == [
            "One",
            "Two",
        ]


class TestQuotesAndFeet:
    def test_a_reply_above_its_quote(self):
        message = only(
            mail(
                "I can come.\n\n-- \nJane\nOn Mon, 2 Mar 2026 at 09:00, Pat <p@x.org>\n"
                f"wrote:\n> Who can?\n> Pat\n{FOOTER}"
            )
        )
        assert message.words == "I can come."
        assert message.quoted == "On Mon, 2 Mar 2026 at 09:00, Pat <p@x.org>\nwrote:\n> Who can?\n> Pat"
        assert message.footer == f"-- \nJane\n{FOOTER}"

    def test_an_answer_piece_by_piece_keeps_the_pieces(self):
        message = only(mail("Pat wrote:\n> Who can?\nI can.\n> When?\n\nTuesday.\n> Bye\n> Pat"))
        assert message.words == "Pat wrote:\n> Who can?\n\nI can.\n\n> When?\n\nTuesday."
        assert message.quoted == "> Bye\n> Pat"

    @pytest.mark.parametrize(
        "quote",
        [
            "-----Original Message-----\nFrom: Pat\nWho can?",
            "From: Pat <p@x.org>\nSent: 02 March 2026 09:00\nTo: carers\nSubject: Tuesday\n\nWho can?",
            "Ar Llun, 2 Maw 2026 ysgrifennodd Pat:\n> Pwy?",
            "Am 02.03.26 schrieb Pat:\n> Wer?",
            "> Who can?",
        ],
    )
    def test_other_ways_to_repeat(self, quote):
        message = only(mail(f"I can.\n\n{quote}"))
        assert (message.words, message.quoted) == ("I can.", quote)

    def test_a_mail_that_only_passes_on_keeps_its_words(self):
        words = "-----Original Message-----\nFrom: Pat\n\nWho can?"
        assert (only(mail(words)).words, only(mail(words)).quoted) == (words, "")

    def test_what_the_telephone_says_of_itself(self):
        message = only(mail("I can.\n\nSent from my iPhone\n\n> Who?"))
        assert (message.words, message.footer) == ("I can.", "Sent from my iPhone")

    def test_a_line_of_dashes_in_the_words_is_no_foot(self):
        words = "First.\n--------------------------\nSecond, not about lists."
        assert only(mail(words)).words == words


@pytest.mark.parametrize(
    "more",
    ["Auto-Submitted: auto-replied\n", "X-Autoreply: yes\n", "Return-Path: <>\n"],
)
def test_what_a_machine_wrote_is_marked(more):
    assert only(mail(more=more)).automatic
    assert not only(mail(more="Auto-Submitted: no\n")).automatic


def test_the_same_mail_twice_is_listed():
    parsed = read(mail(id="a") + mail(id="a") + mail("Other words", id="a"))
    assert [message.words for message in parsed.messages] == ["Hello all.", "Other words"]
    assert [(line.line, line.why) for line in parsed.skipped] == [
        (11, "The same mail is in the file already, at line 1.")
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"%PDF-1.7",
        b"Dear all",
        b"\x1f\x8b\x08",
        b"PK\x03\x04",
        b"\x00" * 3_000_000,
    ],
    ids=["empty", "png", "pdf", "letter", "gzip", "zip", "nul"],
)
def test_what_is_no_archive_is_refused_with_a_sentence(data):
    with pytest.raises(NotThisKind) as refused:
        mbox.parse(data, tz=LONDON)
    assert str(refused.value)[0].isupper()
    assert str(refused.value).endswith(".")


def test_a_mail_larger_than_is_good_for_us(monkeypatch):
    monkeypatch.setattr("byturns.portability.importing.parsing.mail_splitting.LARGEST", 10_000)
    message = only(mail("Hello.\n" + "x" * 70 + "\n" * 20_000))
    assert message.cut_short
    assert message.words.startswith("Hello.\nxxx")
