"""No crash and nothing lost, whatever mail holds."""

from __future__ import annotations

import importlib.util
import io
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byturns.core import plain
from byturns.mail.reading import headers, pages
from byturns.portability.importing.parsing import mail_quotes, mbox, report
from byturns.portability.importing.parsing.report import NotThisKind
from tests.portability.parsing.mails import FOOTER, mail

LONDON = ZoneInfo("Europe/London")
many = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PLAIN = mail(f"One.\n\nPat wrote:\n> Who?\n\nJane\n{FOOTER}", id="a", more="References: <z@example.org>\n")
NESTED = mail(
    '--m\nContent-Type: multipart/alternative; boundary="a"\n\n--a\nContent-Type: text/plain\n\nHi\n'
    "--a\nContent-Type: text/html; charset=iso-8859-1\n"
    "Content-Transfer-Encoding: quoted-printable\n\n<p>H=E9</p>\n--a--\n"
    "--m\nContent-Type: application/pdf\n"
    "Content-Disposition: attachment; filename*=utf-8''a%20b.pdf\n\nJVBE\n--m--\n",
    kind='multipart/mixed; boundary="m"',
    who="=?utf-8?q?Si=C3=A2n?= <s@x.cymru>",
)
CODED = mail(
    "Y2Fmw6k=\n",
    more="Content-Transfer-Encoding: base64\n",
    date="2 Mar 2026 10:00",
    subject="=?utf-8?b?Y2Fm?=",
)
WELL = [PLAIN, NESTED, CODED, PLAIN + NESTED + CODED]
DAMAGE = [
    b"\n", b"\n\n", b"\r\n", b"From ", b"\nFrom ", b"--a\n", b"--m", b"=?", b"?=", b"\x00", b"\xff",
    b">", b"<",
    b"charset=idna;", b"charset*=x''%ff;", b"name*0*=u'';", b"multipart/mixed", b"message/rfc822",
    b"text/html",
    b"<![", b"</",
]  # fmt: skip


def try_it(data: bytes) -> None:
    try:
        parsed = mbox.parse(data, tz=LONDON)
    except NotThisKind:
        return
    assert report.accounting(parsed).adds_up
    assert all(message.words.strip() for message in parsed.messages)
    for message in parsed.messages:
        kept = "".join((message.words, message.quoted, message.footer, message.subject, message.said_by))
        assert "\x00" not in kept
        kept.encode()


@many
@given(st.binary(max_size=400))
def test_any_bytes(data):
    try_it(data)
    try_it(b"From a@example.org Mon Mar  2 10:00:00 2026\nFrom: " + data)
    try_it(mail(data))


@many
@given(st.data())
def test_mails_with_damage(data):
    made = bytearray(data.draw(st.sampled_from(WELL)))
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(made)))
        end = data.draw(st.integers(start, min(len(made), start + 12)))
        made[start:end] = data.draw(st.binary(max_size=6) | st.sampled_from(DAMAGE))
    try_it(bytes(made))


LINES = st.sampled_from(
    [
        "", "", "Hello", "> quoted", "> > twice", "On Monday Pat wrote:", "Pat <p@x.org>", "wrote:",
        "-- ", "--", "Jane",
        "-----Original Message-----", "From: Pat", "Sent: Monday", "To: Jane", "_" * 30,
        "carers mailing list",
        "To unsubscribe", "Sent from my iPhone", " indented", ">", "Begin forwarded message:", "-" * 25,
    ]
)  # fmt: skip


@many
@given(st.lists(LINES | st.text(max_size=30), max_size=40))
def test_every_line_of_a_mail_is_in_its_words_its_quote_or_its_foot(lines):
    text = plain.clean("\n".join(lines))
    parts = mail_quotes.split(text)
    kept = "\n".join((parts.words, parts.quoted, parts.footer)).split("\n")
    assert sorted(line.rstrip() for line in kept if line.strip()) == sorted(
        line.rstrip() for line in text.split("\n") if line.strip()
    )


MARKUP = st.sampled_from(
    [
        "<p>", "</p>", "<!", "<![", "]>", "<!--", "-->", "<", ">", "a", " ", "<br>", "<li>", "&amp;",
        "&#0;", "&#xd800;",
        "<blockquote>", "</blockquote>", "<script>", "</script>", "<a href=x>", "</a>", "<pre>", "\n",
        "<svg>",
        "</svg>", "<td>", "<img alt=b>", "<?", "\x00",
    ]
)  # fmt: skip


@many
@given(st.lists(MARKUP, max_size=40).map("".join))
def test_any_web_page(markup):
    pages.text_of(markup)


@many
@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["=?", "?=", "utf-8", "?q?", "?b?", "a", "=C3", " ", "zip", "\udcff"])).map(
        "".join
    )
)
def test_any_header(value):
    headers.decoded(headers.unfolded(value)).encode("utf-8", "replace")
    headers.mailbox(value)
    headers.ids(value)


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30),
            st.text(
                st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"),
                min_size=1,
                max_size=80,
            ),
            st.sampled_from(["quoted-printable", "base64", "8bit"]),
        ),
        min_size=1,
        max_size=5,
    )
)
@many
def test_what_python_writes_is_read_again(mails):
    archive = b""
    expected = []
    for place, (subject, words, encoding) in enumerate(mails):
        one = EmailMessage()
        one["From"] = "Jane Hill <jane@example.org>"
        one["Date"] = datetime(2026, 3, 2, 10, place, tzinfo=UTC)
        one["Message-ID"] = f"<{place}@example.org>"
        one["Subject"] = subject
        one.set_content(f"Begin{place}\n{words}", cte=encoding)
        body = one.as_bytes().replace(b"\nFrom ", b"\n>From ")
        archive += b"From jane@example.org Mon Mar  2 10:00:00 2026\n" + body + b"\n"
        expected.append(plain.clean(f"Begin{place}\n{words}"))
    parsed = mbox.parse(archive, tz=LONDON)
    assert report.accounting(parsed).adds_up
    whole = [
        sorted("".join((one.words, one.quoted, one.footer)).replace("\n", "").replace(" ", ""))
        for one in parsed.messages
    ]
    assert whole == [sorted(words.replace("\n", "").replace(" ", "")) for words in expected]


def python_s_own_mails() -> list[Path]:
    found = importlib.util.find_spec("test.test_email") if importlib.util.find_spec("test") else None
    where = Path(found.origin).parent / "data" if found and found.origin else None
    return sorted(where.glob("msg_*.txt")) if where and where.is_dir() else []


def test_the_odd_mails_of_python_s_own_tests():
    mails = python_s_own_mails()
    if not mails:
        pytest.skip("Python's own tests are not installed on this machine")
    own = b"From someone@example.org Mon Mar  2 10:00:00 2026\n"
    bare = [path.read_bytes() for path in mails]
    archive = b"".join((data if data.startswith(b"From ") else own + data) + b"\n\n" for data in bare)
    parsed = mbox.parse(io.BytesIO(archive), tz=LONDON)
    assert report.accounting(parsed).adds_up
    twice = [line for line in parsed.skipped if line.why.startswith("The same mail")]
    not_mail = [line for line in parsed.skipped if line not in twice]
    assert len(parsed.messages) + len(twice) + len(not_mail) == len(mails)
    assert {line.why for line in not_mail} <= {"There are no words in this mail."}
    by_subject = {message.subject: message for message in parsed.messages}
    clock = by_subject["IMAP file test"]
    assert (clock.words, clock.attachments) == ("Simple email with attachment.", ("clock.bmp",))
    assert (clock.said_by, clock.sender_address) == ("Father Time", "father.time@xcar.wooster.local")
