"""No crash and nothing lost, whatever is in the file."""

from __future__ import annotations

import cProfile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from byturns.core import plain
from byturns.portability.importing.parsing import (
    chat_heads,
    chat_phrases,
    chat_words,
    report,
    whatsapp,
)
from byturns.portability.importing.parsing.report import NotThisKind, Parsed
from tests.portability.parsing import chats

LONDON = ZoneInfo("Europe/London")
WELL = [
    chats.IPHONE,
    chats.ANDROID,
    *(text.format(a="Sheila: a", b="Pat: hi") for _, text, _ in chats.MANNERS),
]
many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def seen(text: str) -> str:
    """Only what a reader sees, so that a comparison does not hang on marks and spaces."""
    text = text.replace(chat_words.MENTIONED_SOMEONE, "@0")
    return "".join(letter for letter in plain.without_marks(plain.clean(text)) if not letter.isspace())


def nothing_is_lost(parsed: Parsed, text: str) -> None:
    """Each line is counted once, and its words stand where it was counted."""
    assert report.accounting(parsed).adds_up
    lines = plain.lines_of(text)
    for message in parsed.messages:
        head = chat_heads.read(lines[message.raw_from_line - 1])
        assert head
        raw = "\n".join([head.rest, *lines[message.raw_from_line : message.to_line]])
        raw = plain.clean(raw).replace("\u200e", "").rstrip()
        if message.was_edited:
            raw = chat_phrases.EDITED.sub("", raw)
        raw = chat_words._MENTIONED_NUMBER.sub("@0", raw)
        name, colon, after = seen(raw).rpartition(":" + seen(message.words))
        assert (colon, after) == (":" + seen(message.words), "")
        if "@0" in name:
            continue
        if message.sender_number:
            assert message.sender_number.strip("+") in "".join(filter(str.isdigit, name))
        else:
            assert seen(message.said_by) == name.strip("~")
    for line in parsed.skipped:
        assert line.text == lines[line.line - 1]
    for number in parsed.blank_lines:
        assert plain.is_blank(lines[number - 1])


def try_it(data: bytes) -> None:
    try:
        parsed = whatsapp.parse(data, tz=LONDON)
    except NotThisKind:
        return
    nothing_is_lost(parsed, plain.decoded(data))


@many
@given(st.binary(max_size=600))
@example(b"PK\x03\x04")
@example(b"PK\x05\x06" + b"\x00" * 18)
@example(b"\xff\xfe\x00\xd8")
@example(b"\xff\xfe\x00\x00\xff\xff\xff\xff")
def test_any_bytes(data):
    try_it(data)


@many
@given(st.data())
def test_exports_with_damage(data):
    text = bytearray(data.draw(st.sampled_from(WELL)).encode())
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        text[start:end] = data.draw(
            st.binary(max_size=8)
            | st.sampled_from([b"\n", b"\r", b": ", b"\xe2\x80\x8e", b"\x00", b"[", b" - ", b"@447700900123"])
        )
    try_it(bytes(text))


PARTS = [
    "[", "]", "03/04/2026", "31.02.26", "13/04/26", ", ", "19:05", "7:05 pm", " - ", ": ", "Pat", "~",
    "+44 7700 900123", "\n", "\n", "\r\n", "\u200e", "\u202f", "<Media omitted>", " left", "hello", "\x85",
    "\u2028", "<This message was edited>", "null", "@447700900123", "POLL:", "\x0c",
]  # fmt: skip


@many
@given(st.lists(st.sampled_from(PARTS), max_size=60).map("".join))
def test_parts_in_any_order(text):
    try_it(text.encode())


LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters=":")
names = st.text(LETTERS, min_size=1, max_size=20)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=60)


@many
@given(st.lists(st.tuples(names, st.lists(words, min_size=1, max_size=4)), min_size=1, max_size=8))
def test_whatever_people_write_is_kept(said):
    text = "".join(
        f"13/03/2026, 19:{minute:02} - {name}: " + "\n".join(lines) + "\n"
        for minute, (name, lines) in enumerate(said)
    )
    try_it(text.encode())


def calls_for(lines: int) -> int:
    """How many calls it takes to read so many lines: a measure that no busy machine disturbs."""
    text = "".join(
        f"{1 + row // 5000:02}/03/2026, {row // 250 % 20:02}:{row // 5 % 50:02} - Pat {row % 30}: {row}\n"
        for row in range(lines)
    )
    counting = cProfile.Profile()
    parsed = counting.runcall(whatsapp.parse, text.encode(), tz=LONDON)
    assert len(parsed.messages) == lines
    return sum(entry.callcount for entry in counting.getstats())


def test_work_grows_with_the_lines_and_not_faster():
    assert calls_for(5_000) < calls_for(500) * 11


@pytest.mark.uncounted
@pytest.mark.slow
def test_a_hundred_thousand_lines():
    text = "".join(f"13/03/2026, 19:05 - Pat {row % 30}: line {row}\n" for row in range(100_000))
    nothing_is_lost(whatsapp.parse(text.encode(), tz=LONDON), text)
