from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from byturns.core import text

REL = 'rel="noopener noreferrer nofollow"'
ALLOWED = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote"}


@pytest.mark.parametrize(
    "words",
    ["", " \n\t", "\u200b", "\u2060\u00ad", "\u200d\u200c", "\u3164", "\u115f\u1160", "\u2800", "\U000e0041",
     "\ufe0f", "\u0301", "\u2028\u00a0", "\uffa0"],
)  # fmt: skip
def test_what_nobody_sees_is_no_words(words):
    assert text.can_be_seen(words) is False
    assert text.can_be_seen(f"{words}x{words}") is True


@pytest.mark.parametrize("words", ["ok", "?", "\U0001f917", "\u2764\ufe0f", "—", "\u0ba8\u0bbf"])
def test_one_sign_is_enough(words):
    assert text.can_be_seen(words) is True


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("Two lines\nof it", "<p>Two lines<br>\nof it</p>"),
        ("She *never* says **no**", "<p>She <em>never</em> says <strong>no</strong></p>"),
        ("- tea\n- biscuits", "<ul>\n<li>tea</li>\n<li>biscuits</li>\n</ul>"),
        ("> she said so", "<blockquote>\n<p>she said so</p>\n</blockquote>"),
        ("# not a heading", "<p># not a heading</p>"),
        ("![picture](x.png)", None),
        ("`code` and | tables |", "<p>`code` and | tables |</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        (
            "see carers.org for it",
            f'<p>see <a href="https://carers.org" {REL}>carers.org</a> for it</p>',
        ),
        (
            "http://old.example/x stays",
            f'<p><a href="http://old.example/x" {REL}>http://old.example/x</a> stays</p>',
        ),
    ],
)
def test_what_members_type_becomes_this(words: str, made: str | None):
    html = text.to_html(words)
    if made is None:
        assert "<img" not in html
    else:
        assert html == made


class Live(HTMLParser):
    """Collects what would live in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]


SPIKY = st.lists(
    st.sampled_from(
        [
            "<",
            ">",
            '"',
            "'",
            "&",
            "script",
            "img src=x onerror=",
            "javascript:",
            "](",
            "[",
            "(",
            ")",
            "*",
            "_",
            ">",
            "- ",
            "\n",
            "http://",
            "data:text/html,",
            "&#106;",
            "\x00",
            "\u202e",
            "www.",
            ".com",
            "a",
            " ",
            "`",
            "\\",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=400)
@given(st.one_of(SPIKY, st.text(max_size=200)))
def test_nothing_lives_in_the_html_but_what_is_allowed(words: str):
    live = Live()
    live.feed(text.to_html(text.tidy(words)))
    assert live.tags <= ALLOWED
    assert live.attributes <= {"href", "rel", "start"}
    assert all(re.match(r"(https?|mailto|tel):", link) for link in live.links)


@settings(max_examples=600)
@given(
    st.one_of(
        SPIKY,
        st.text(max_size=120),
        st.text(alphabet="ab1.):-+ \n\t'\"é,!?#;=~|", max_size=60),
    )
)
@example("img src=x onerror=.com")
def test_the_short_way_for_plain_words_gives_what_the_long_way_gives(words: str):
    tidied = text.tidy(words)
    assert text.to_html(tidied) == text._render(tidied)


def test_marks_that_nobody_sees_are_taken_out_and_letters_are_composed():
    assert text.tidy("a\x00b\u202ec\r\nd\u0302\n\n") == "abc\nd̂"
    assert text.tidy("w\u0302") == "ŵ"


@given(st.text(max_size=300))
def test_tidying_twice_changes_nothing_more(words: str):
    once = text.tidy(words)
    assert text.tidy(once) == once


def test_right_to_left_words_stay_as_they_are():
    assert text.tidy("شكرا لكم") == "شكرا لكم"


def test_plain_words_come_back_from_the_html():
    assert text.to_plain(text.to_html("One & *two*\n\n- three")) == "One & two\nthree"


def test_first_words_are_cut_at_a_word():
    assert text.first_words("\n  Dad has always been private. Since spring he") == (
        "Dad has always been private. Since spring he"
    )
    assert text.first_words("one two three four", 12) == "one two…"
    assert text.first_words("") == ""
