"""No mail makes it fall, and no line is lost. BYTURNS_FUZZ=100000 tries so many of each: docs/contributing/testing.md."""

# ruff: noqa: E501 - tables

from __future__ import annotations

import os
import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from byturns.mail.reading import letter, people, ranges, reply
from byturns.mail.reading.kinds import Mark
from byturns.mail.reading.letter import Letter, Unreadable
from byturns.mail.reading.reply import Kind
from tests.mail.replies import ATTRIBUTIONS, BLOCKS, DEVICES, OWN_WORDS, QUOTE, SAID
from tests.mail.test_letter import HEAD, PAGES, mixed, nested, page

many = settings(
    max_examples=int(os.environ.get("BYTURNS_FUZZ", "150")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

WELL = [
    HEAD + f"\r\n{SAID}\r\n\r\n{ATTRIBUTIONS['Gmail, English']}\r\n> {QUOTE}".encode(),
    mixed(3),
    nested(4),
    *(page(body) for body in PAGES.values()),
]
DAMAGE = [
    b"\n", b"\r\n\r\n", b"From: ", b"--m\n", b"--m--", b"=?", b"?=", b"\x00", b"\xff", b">", b"<", b'"', b"(", b",",
    b"charset=idna;", b"charset=utf-7;", b"charset*=x''%ff;", b"name*0*=u'';", b"multipart/mixed", b"message/rfc822",
    b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: x-uuencode\n", b"text/html", b"<![", b"</",
    b"boundary=", b"boundary=\"\"", b"Date: ", b"=?utf-8nt-Type: text/plain; charset=utf-8", b"format=flowed",
]  # fmt: skip
LINES = st.sampled_from(
    [
        "", "", "Hello", "> quoted", ">> twice", ">", " > odd", "wrote:", "Jane Hill <jane@example.org>", "-- ", "--", "—",
        "_" * 30, "=" * 5, "carers mailing list", "To unsubscribe", "Sent: Monday 2026", "To: Jane", "Subject: x", "P.S.",
        "~ ~ ~ Please write above this line ~ ~ ~", "> ~ ~ ~ Please write above ~ ~ ~", "a" * 80, "road please",
        *ATTRIBUTIONS.values(), *BLOCKS.values(), *DEVICES, *OWN_WORDS,
    ]
)  # fmt: skip


def try_it(raw: bytes) -> None:
    made = letter.read(raw)
    if isinstance(made, Unreadable):
        assert made.size == len(raw)
        return
    assert isinstance(made, Letter)
    shown = (made.text, made.subject, made.message_id, *made.attachments, *made.authentication_results)
    for one in shown:
        assert "\x00" not in one
        one.encode()
    assert "\n" not in made.subject
    check(made.text, made.cut())


def check(text: str, cut: reply.Cut) -> None:
    """Every line has one kind, in its place; what is shown is made of these lines; all can be put back."""
    assert cut.lines == tuple(text.split("\n"))
    assert len(cut.kinds) == len(cut.lines)
    found = [place for kind in Kind for place in ranges.read(cut.ranges(kind))]
    assert sorted(found) == list(range(1, len(cut.lines) + 1))
    seen = {line.rstrip() for line in cut.lines}
    assert all(line in seen for line in cut.words.split("\n") if line)
    everything = cut.with_lines(range(1, len(cut.lines) + 1))
    assert [line.rstrip() for line in everything.split("\n") if line.strip()] == [
        line.rstrip() for line in cut.lines if line.strip()
    ]
    assert cut.own in ("", cut.words) or len(cut.own) < len(cut.words)


@many
@given(st.binary(max_size=600))
@example(b"From: =?utf-8nt-Type: text/plain; charset=utf-8")
def test_any_bytes(raw):
    try_it(raw)
    try_it(HEAD + raw)
    try_it(HEAD + b"\r\n" + raw)


@many
@given(st.data())
def test_mail_with_damage(data):
    made = bytearray(data.draw(st.sampled_from(WELL)))
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(made)))
        end = data.draw(st.integers(start, min(len(made), start + 12)))
        made[start:end] = data.draw(st.binary(max_size=6) | st.sampled_from(DAMAGE))
    try_it(bytes(made))


@many
@given(
    st.lists(LINES | st.text(max_size=40), max_size=40).map("\n".join),
    st.dictionaries(st.integers(0, 40), st.sampled_from(Mark)),
)
def test_any_text_keeps_every_line(text, told):
    check(text, reply.cut(text, told))


@many
@given(st.text())
def test_a_text_without_any_mark_of_a_program_is_kept_whole(text):
    plain = re.sub(r"[>:：~_=*#—–-]|[^\W\d_]*(?:phone|mail|pad)\w*", " ", text, flags=re.IGNORECASE)
    assert reply.cut(plain).kinds == tuple(Kind.OWN for _ in plain.split("\n"))


WORDS = st.lists(st.text("abcdefgh ŵŷéü,.!?'", min_size=1, max_size=60), min_size=1, max_size=6).map(
    "\n".join
)


@many
@given(WORDS, st.sampled_from([*ATTRIBUTIONS.values()]), WORDS)
def test_whatever_is_written_above_a_known_head_comes_through(words, head, before):
    said = f"{words}\n\n{head}\n" + "\n".join(f"> {line}" for line in before.split("\n"))
    assert reply.cut(said).own.split() == words.split()


ANY_FROM = st.text(max_size=80) | st.lists(
    st.sampled_from(
        ['"', "<", ">", "(", ")", ",", "\\", " ", "@", ":", ";", "a@b.example", "x", "=?utf-8?q?a=40b?="]
    )
).map("".join)


@many
@given(ANY_FROM)
def test_any_from_names_one_address_that_stands_in_it_or_none(value):
    found = people.named([value])
    only = found.only
    assert only is None or (
        only in value.lower() and only.count("@") == 1 and not re.search(r"[\s<>\"(),]", only)
    )


@many
@given(st.text(min_size=0, max_size=40))
def test_a_quoted_name_never_changes_the_address(name):
    written = name.replace("\\", "").replace('"', "").replace("\r", "").replace("\n", "")
    assert people.named([f'"{written}" <jane@example.org>']).only == "jane@example.org"
    assert (
        people.named([f"jane@example.org ({written.replace('(', '').replace(')', '')})"]).only
        == "jane@example.org"
    )


@given(st.sets(st.integers(1, 60)))
def test_ranges_are_read_as_they_are_told(places):
    assert ranges.read(ranges.told(places)) == sorted(places)
