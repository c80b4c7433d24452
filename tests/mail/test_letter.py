"""Raw bytes to a letter: what any mail holds, and that no mail makes it fall."""

# ruff: noqa: E501 - mails as programs write them

from __future__ import annotations

import importlib.util
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from byturns.mail.reading import letter
from byturns.mail.reading.letter import Letter, Unreadable
from byturns.mail.reading.results import taken_apart
from tests.mail.replies import ATTRIBUTIONS, QUOTE, SAID

HEAD = (
    b"Return-Path: <mair@example.com>\r\n"
    b"Authentication-Results: mx.example.net; dkim=pass header.d=example.com;\r\n\tspf=pass\r\n"
    b"Authentication-Results: elsewhere.example; dkim=pass header.d=thief.example\r\n"
    b"Received: from a by b; Tue, 3 Mar 2026 10:13:00 +0000\r\n"
    b"From: =?utf-8?q?Mair_Si=C3=A2n?= <Mair@Example.com>\r\n"
    b"Reply-To: Mair <mair@example.com>\r\n"
    b"To: Tuesday Carers <reply.abc@groups.example>, other@example.org\r\n"
    b"Subject: Re: A message from\r\n your group\r\n"
    b"Message-ID: <one@example.com>\r\n"
    b"In-Reply-To: <zero@groups.example>\r\n"
    b"References: <minus@groups.example> <zero@groups.example>\r\n"
    b"Date: Tue, 3 Mar 2026 10:12:00 +0000\r\n"
)


def read(raw: bytes) -> Letter:
    made = letter.read(raw)
    assert isinstance(made, Letter)
    return made


def test_what_matters_of_a_mail():
    made = read(HEAD + b"\r\n\r\nThank you.\r\n\r\n-- \r\nMair\r\n")
    assert made.writer.only == "mair@example.com"
    assert made.writer.mailboxes[0].name == "Mair Siân"
    assert made.reply_to.only == "mair@example.com"
    assert [box.address for box in made.to.mailboxes] == ["reply.abc@groups.example", "other@example.org"]
    assert made.subject == "Re: A message from your group"
    assert (made.message_id, made.in_reply_to) == ("one@example.com", ("zero@groups.example",))
    assert made.references == ("minus@groups.example", "zero@groups.example")
    assert made.sent_at == datetime(2026, 3, 3, 10, 12, tzinfo=UTC)
    assert made.authentication_results == (
        "mx.example.net; dkim=pass header.d=example.com; spf=pass",
        "elsewhere.example; dkim=pass header.d=thief.example",
    )
    assert (made.is_automatic, made.lists, made.received, made.faults) == (False, (), 1, ())
    assert made.text == "\nThank you.\n\n-- \nMair"
    assert made.cut().words == "Thank you."


@pytest.mark.parametrize(
    "line",
    [
        b'"<amina@example.org>" <thief@example.net>',
        b'"Amina <amina@example.org>" <thief@example.net>',
        b"(amina@example.org) thief@example.net",
        b"=?utf-8?q?amina=40example=2Eorg?= <thief@example.net>",
        b'"a\\" <amina@example.org>" <thief@example.net>',
    ],
)
def test_an_address_in_the_place_of_a_name_is_never_the_writer(line):
    made = read(b"From: " + line + b"\n\nhi")
    assert made.writer.only == "thief@example.net"
    assert "amina" not in made.writer.mailboxes[0].name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("mair@example.org", ""),
        ("<mair@example.org>", ""),
        ("Mair Rees <mair@example.org>", "Mair Rees"),
        ('"Rees, Mair" <Mair@Example.ORG>', "Rees, Mair"),
        ('"Mair \\"M\\" Rees" <mair@example.org>', 'Mair "M" Rees'),
        ("Mair O'Brien <mair@example.org>", "Mair O'Brien"),
        ("mair@example.org (Mair Rees)", "Mair Rees"),
        ("Mair Rees (at home) <mair@example.org>", "Mair Rees"),
        ("=?utf-8?B?TWFpciBSaMO0cw==?= <mair@example.org>", "Mair Rhôs"),
        ("Dr. Mair Rees <mair@example.org>", "Dr. Mair Rees"),
        ("Mair\n Rees <mair@example.org>", "Mair Rees"),
        ("Mair Siân <mair@example.org>", "Mair Siân"),
    ],
)
def test_how_people_s_programs_write_who_they_are(line, name):
    made = read(f"From: {line}\n\nhi".encode())
    assert made.writer.only == "mair@example.org"
    assert made.writer.mailboxes[0].name == name


@pytest.mark.parametrize(
    "lines",
    [
        b"From: amina@example.org <thief@example.net>",
        b"From: <amina@example.org> <thief@example.net>",
        b"From: <amina@example.org>, thief@example.net",
        b"From: amina@example.org\nFrom: thief@example.net",
        b"From: carers: amina@example.org;",
        b'From: "amina@example.org',
        b"From: <amina@example.org",
        b"From: <amina@example.org@example.net>",
        b"From: <@example.net:amina@example.org>",
        b"From: <amina example.org@example.net>",
        b"From: amina@example.org thief@example.net",
        b"From: =?utf-8nt-Type: text/plain; charset=utf-8",
        b"From: undisclosed:;",
        "From: jac\u212a@example.org".encode(),
        b"From:",
        b"To: nobody@example.org",
    ],
)
def test_a_writer_who_can_be_read_in_two_ways_or_none_is_nobody(lines):
    made = read(lines + b"\n\nhi")
    assert made.writer.only is None
    assert made.text == "hi"
    assert "from" in made.faults or len(made.writer.mailboxes) == 2


@pytest.mark.parametrize("raw", [b"", b"\n", b" \r\n\r\n", b"\0" * 100])
def test_nothing_is_said_to_be_nothing(raw):
    assert letter.read(raw) == Unreadable("empty", len(raw))


def test_a_member_may_speak_of_boundaries_as_often_as_she_likes():
    assert read(b"From: a@example.org\n\n" + b"my boundary is mine\n" * 500).text.count("boundary") == 500


def test_too_much_is_not_opened(monkeypatch):
    monkeypatch.setattr(letter, "LARGEST", 100)
    assert letter.read(b"From: a@b.example\n\n" + b"x" * 200) == Unreadable("too large", 219)


@pytest.mark.parametrize(
    ("more", "automatic"),
    [
        (b"Auto-Submitted: auto-replied", True),
        (b"Auto-Submitted: no", False),
        (b"X-Autoreply: yes", True),
        (b"Return-Path: <>", True),
        (b"Content-Type: multipart/report; boundary=x", True),
        (b"X-Mailer: Mail", False),
        (b"Precedence: bulk", True),
        (b"Precedence: list", True),
        (b"Precedence: first-class", False),
        (b"List-Id: <carers.example.org>", True),
        (b"List-Unsubscribe: <mailto:x@example.org>", False),
        (b"X-Loop: us", True),
        (b"Subject: Automatic reply: tea", True),
        (b"Subject: Re: Automatic reply: tea", False),
        (b"Content-Type: message/delivery-status", True),
        (b"From: MAILER-DAEMON@example.org", False),  # a second From: nobody's, but no bounce
    ],
)
def test_whether_a_machine_wrote_it(more, automatic):
    assert read(b"From: a@example.org\n" + more + b"\n\nI am away.").is_automatic is automatic


@pytest.mark.parametrize(
    ("more", "only_by_list"),
    [
        (b"Precedence: bulk", True),
        (b"List-Id: <carers.example.org>", True),
        (b"X-BeenThere: x@example.org", True),
        (b"List-Id: <carers.example.org>\nAuto-Submitted: auto-replied", False),
        (b"Precedence: bulk\nSubject: Out of office: tea", False),
        (b"Precedence: auto_reply", False),
        (b"X-Loop: us", False),
        (b"Precedence: first-class", False),
    ],
)
def test_whether_only_a_lists_marks_say_that_a_machine_wrote_it(more, only_by_list):
    assert read(b"From: a@example.org\n" + more + b"\n\nTea helps.").only_by_list is only_by_list


@pytest.mark.parametrize(
    ("head", "ambiguous"),
    [
        (b"From: a@example.org\r\nSubject: one\r\n\ttwo", False),
        (b"From: a@example.org\nX-Empty:\nSubject: caf\xc3\xa9", False),
        (b"From : thief@evil.example\r\nFrom: a@example.org", True),
        (b"From: a@example.org\r\nFrom\t: thief@evil.example", True),
        (b"From\xc2\xa0: thief@evil.example\nFrom: a@example.org", True),
        (b"From thief@evil.example\nFrom: a@example.org", True),
        (b"what is this\nFrom: a@example.org", True),
        (b": nothing\nFrom: a@example.org", True),
        (b" folded\nFrom: a@example.org", True),
        (b"From: a@example.org\n \t\nX: y", True),
        (b"From: a@example.org\rFrom: thief@evil.example", True),
        (b"From: a@example.org\0", True),
    ],
)
def test_a_head_that_two_programs_could_read_in_two_ways(head, ambiguous):
    assert read(head + b"\n\nhi: and so\non").ambiguous is ambiguous
    assert read(head).ambiguous is ambiguous


def test_a_verdict_that_was_cut_short_is_never_sound():
    said = "mx.x; dmarc=pass (" + "x" * 20_000 + ") header.from=example.org.evil.example"
    cut = said[: 19_950 - len("mx.x; dmarc=pass (")]
    for value in (said, cut + ") header.from=example.org" + ".evil.example" * 10):
        [one] = read(
            f"Authentication-Results: {value}\nFrom: a@example.org\n\nhi".encode()
        ).authentication_results
        assert not taken_apart(one).sound


def test_what_a_mailing_list_adds():
    made = read(b"From: a@example.org\nList-Id: <x.example>\nPrecedence: Bulk\nX-BeenThere: y\n\nhi")
    assert (made.lists, made.precedence) == (("list-id", "x-beenthere"), "bulk")


def test_attachments_are_named_and_not_kept():
    made = read(
        b'From: a@example.org\nContent-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain\n\n'
        b'Here it is.\n--m\nContent-Type: application/pdf; name="letter.pdf"\nContent-Disposition: attachment\n'
        b"Content-Transfer-Encoding: base64\n\nJVBE\n--m--\n"
    )
    assert (made.text, made.attachments) == ("Here it is.", ("letter.pdf",))


def test_lines_that_a_program_broke_are_put_together():
    made = read(
        b"From: a@example.org\nContent-Type: text/plain; format=flowed\n\n"
        b"Thank you all for the kind \nwords.\n\nOn 03/03/2026 10:12, Jane wrote:\n> Did anybody \n> try it?\n"
    )
    assert made.cut().words == "Thank you all for the kind words."


def test_soft_breaks_of_quoted_printable_are_no_breaks():
    made = read(
        b"From: a@example.org\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"Yes.\n\nOn 3 Mar 2026, at 10:12, Jane Hill <jane@example.org> wr=\note:\n\n> Hi\n"
    )
    assert made.cut().words == "Yes."


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-14", "windows-1252", "nonsense", "idna", "utf-16"])
def test_words_in_any_charset(charset):
    made = read(
        b"From: a@example.org\nContent-Type: text/plain; charset=" + charset.encode() + b"\n\nhello all"
    )
    assert isinstance(made.text, str)
    made.text.encode()


def test_the_crash_in_python_s_own_parser():
    """Reading this From raises AttributeError with the newer policy of Python 3.11 to 3.13."""
    made = read(b"From: =?utf-8nt-Type: text/plain; charset=utf-8\nSubject: hi\n\nwords\n")
    assert (made.subject, made.text, made.writer.only) == ("hi", "words", None)


def mixed(parts: int, boundary: bytes = b"m") -> bytes:
    part = b"--" + boundary + b"\nContent-Type: text/plain\n\nword\n"
    return b"From: a@example.org\nContent-Type: multipart/mixed; boundary=m\n\n" + part * parts + b"--m--\n"


def nested(depth: int) -> bytes:
    raw = b"From: a@example.org\n"
    for place in range(depth):
        raw += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (place, place)
    return raw + b"\nwords\n"


def test_what_is_left_out_of_a_very_long_mail_is_told():
    assert read(mixed(50)).faults == ()
    assert "long" in read(mixed(20_000)).faults
    assert "long" in read(nested(399) + b"a\n" * 200_000).faults
    assert "long" in read(b"From: a@example.org\n\n" + b"word " * 100_000).faults


@pytest.mark.parametrize(
    "raw",
    [
        mixed(10_000),
        nested(100),
        nested(399),
        nested(5_000),
        nested(399) + b"a\n" * 2_000_000,
        b"From: a@example.org\n\n" + (b"On 3 " + b"wrote " * 80 + b":\n") * 800,
        nested(2_000).replace(b"boundary", b"BOUNDARY "),
        b"From: a@example.org\nContent-Type: message/rfc822\n\n" * 2_000,
        b"X: y\n" * 200_000 + b"\nhi",
        b"From: " + b"a, " * 200_000 + b"\n\nhi",
        b"From: " + b"(" * 200_000 + b"\n\nhi",
        b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nhi",
        b"References: " + b"<a@b.example> " * 100_000 + b"\n\nhi",
        b"Content-Type: text/html\n\n" + b"<div>" * 100_000,
        b"Content-Type: text/html\n\n" + b"<blockquote>" * 50_000 + b"a",
        b"Content-Type: text/html\n\n" + b'<div class="gmail_quote"><span>' * 20_000,
        b"Content-Type: text/html\n\n" + b"<" * 400_000,
        b"Content-Type: text/plain; " + b"name*0=a; " * 20_000 + b"\n\nhi",
    ],
    ids=range(18),
)
def test_mail_made_to_take_long_or_deep_comes_to_an_end(raw):
    made = letter.read(raw)
    if isinstance(made, Letter):
        made.cut()
    assert isinstance(made, Letter | Unreadable)


def test_a_large_mail_takes_no_multiple_of_its_size():
    photo = b"/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0a\n" * 330_000
    raw = (
        b'From: a@example.org\nContent-Type: multipart/mixed; boundary="m"\n\n--m\n\nLook at this.\n--m\n'
        b'Content-Type: image/jpeg; name="us.jpg"\nContent-Transfer-Encoding: base64\n\n' + photo + b"--m--\n"
    )
    tracemalloc.start()
    made = read(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (made.text, made.attachments, made.size) == ("Look at this.", ("us.jpg",), len(raw))
    assert peak < 60 * 1024 * 1024


def python_s_own_mails() -> list[Path]:
    found = importlib.util.find_spec("test.test_email") if importlib.util.find_spec("test") else None
    where = Path(found.origin).parent / "data" if found and found.origin else None
    return sorted(where.glob("msg_*.txt")) if where and where.is_dir() else []


@pytest.mark.parametrize("path", python_s_own_mails(), ids=lambda path: path.stem)
def test_the_odd_mails_of_python_s_own_tests(path):
    made = read(path.read_bytes())
    cut = made.cut()
    assert cut.whole == made.text
    assert len(cut.kinds) == len(cut.lines)


def page(body: str) -> bytes:
    return b"From: a@example.org\nContent-Type: text/html; charset=utf-8\n\n" + body.encode()


SAID_PAGE = SAID.replace("\n", "<br>")
QUOTE_PAGE = QUOTE.replace("\n", "<br>")
HEAD_PAGE = ATTRIBUTIONS["Gmail, English"].replace("<", "&lt;").replace(">", "&gt;")
UNKNOWN = "Bheul Jane Hill, an tritheamh"  # a head in words that no list has
PAGES = {
    "Gmail": f'<div dir="ltr">{SAID_PAGE}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{UNKNOWN}<br></div>'
    f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid">{QUOTE_PAGE}</blockquote></div>',
    "Gmail, older": f'{SAID_PAGE}<br><div class="gmail_quote">{UNKNOWN}:<br><blockquote>{QUOTE_PAGE}</blockquote></div>',
    "Gmail, passed through Outlook": f'{SAID_PAGE}<div class="x_gmail_quote">{UNKNOWN}<blockquote class="x_gmail_quote">{QUOTE_PAGE}</blockquote></div>',
    "Gmail, forwarded": f'{SAID_PAGE}<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>'
    f"From: Jane<br>Date: today</div>{QUOTE_PAGE}</div>",
    "Gmail, signature": f'{SAID_PAGE}<br><div class="gmail_signature">Mair Rees<br>01234 567890</div>',
    "Outlook on the web": f'<div>{SAID_PAGE}</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr"><b>Frå:</b> Jane<br>'
    f"<b>Dag:</b> 3<br></div><div>{QUOTE_PAGE}</div>",
    "Outlook, new": f'<div>{SAID_PAGE}</div><div id="mail-editor-reference-message-container"><div>{UNKNOWN}</div>{QUOTE_PAGE}</div>',
    "Outlook for Windows": f"<div class=WordSection1><p class=MsoNormal>{SAID_PAGE}</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;"
    f"padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Ón:</b> Jane Hill &lt;jane@example.org&gt;<br><b>Seolta:</b> 3 Márta 2026<br>"
    f"<b>Chuig:</b> Mair</p></div><p>{QUOTE_PAGE}</p></div>",
    "Outlook on a phone": f'<div>{SAID_PAGE}</div><div id="ms-outlook-mobile-signature">Sent from Outlook for iOS</div>'
    f'<hr><div id="divRplyFwdMsg"><b>From:</b> Jane<br></div>{QUOTE_PAGE}',
    "Hotmail": f'{SAID_PAGE}<hr id="stopSpelling">Date: today<br>From: Jane<br>{QUOTE_PAGE}',
    "Yahoo": f'<div>{SAID_PAGE}</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>{UNKNOWN}</div><div>{QUOTE_PAGE}</div></div>',
    "Apple": f'{SAID_PAGE}<br><div>{HEAD_PAGE}</div><blockquote type="cite">{QUOTE_PAGE}</blockquote>',
    "iPhone": f'{SAID_PAGE}<br><br><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">{HEAD_PAGE}<br><br>'
    f"</blockquote></div><blockquote type=\"cite\">{QUOTE_PAGE}</blockquote>",
    "Thunderbird": f'<p>{SAID_PAGE}</p><div class="moz-cite-prefix">{UNKNOWN}</div><blockquote type="cite">{QUOTE_PAGE}</blockquote>',
    "Proton": f'{SAID_PAGE}<br><div class="protonmail_signature_block"><div>Sent with Proton Mail secure email.</div></div>'
    f'<div class="protonmail_quote">{UNKNOWN}<br><blockquote class="protonmail_quote" type="cite">{QUOTE_PAGE}</blockquote></div>',
    "Zimbra": f'{SAID_PAGE}<hr id="zwchr"><b>From: </b>Jane<br><b>To: </b>Mair<br>{QUOTE_PAGE}',
    "AOL": f'{SAID_PAGE}<br>-----Original Message-----<br>From: Jane &lt;jane@example.org&gt;<br>Sent: Tue, 3 Mar 2026<br><div id="AOLMsgPart_1">{QUOTE_PAGE}</div>',
}  # fmt: skip


@pytest.mark.parametrize("body", PAGES.values(), ids=list(PAGES))
def test_a_web_page_shows_what_was_typed(body):
    made = read(page(body))
    assert made.from_web_page
    assert made.cut().own.split() == SAID.split()
    if QUOTE_PAGE in body:
        assert set(QUOTE.split()) <= set(made.cut().whole.replace(">", "").split())


def test_an_answer_inside_gmail_s_quote_is_hers():
    made = read(
        page(
            f'<div class="gmail_quote"><div class="gmail_attr">{UNKNOWN}</div><blockquote class="gmail_quote">Tea?</blockquote>'
            '<div>Yes please.</div><blockquote class="gmail_quote">Milk?</blockquote><div>No.</div></div>'
        )
    )
    assert made.cut().own == "Yes please.\n\nNo."
    assert made.cut().words == "> Tea?\n\nYes please.\n\n> Milk?\n\nNo."


def test_words_that_a_program_only_indented_are_hers():
    made = read(
        page(
            'Look:<blockquote style="margin: 0 0 0 40px; border: none; padding: 0px;">two a day</blockquote>'
        )
    )
    assert made.cut().words == "Look:\ntwo a day"


def test_plain_words_are_taken_before_a_web_page():
    made = read(
        b'From: a@example.org\nContent-Type: multipart/alternative; boundary="m"\n\n--m\nContent-Type: text/plain\n\n'
        b"Plain.\n--m\nContent-Type: text/html\n\n<p>Page.</p>\n--m--\n"
    )
    assert (made.text, made.from_web_page, made.pages) == ("Plain.", False, ("<p>Page.</p>",))
