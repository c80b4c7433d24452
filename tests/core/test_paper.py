"""A mail drawn twice: its text and its HTML say the same, and the HTML fetches and tells nothing."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byturns.core import paper, text
from byturns.core.paper import Cut, Go, Head, Quote, Say, Sheet
from tests.drawn import Shown, bare

ORIGIN = "https://group.example"
words = st.text("abcŵé 19<>&\"'*_-.>#:", min_size=1, max_size=40).filter(str.strip)
urls = st.from_regex(r"https://group\.example/[a-z0-9/]{1,12}", fullmatch=True)
blocks = st.one_of(
    st.builds(Say, words),
    st.builds(Head, words, words),
    words.map(text.to_html).map(Quote),
    st.builds(Go, urls, words),
)


def page_of(sheet: Sheet) -> str:
    return paper.as_html(sheet, title="A message", lang="en-gb")


@given(st.lists(blocks, min_size=1, max_size=6), st.lists(st.builds(Say, words), max_size=2))
def test_text_and_html_say_the_same(above, foot):
    sheet = Sheet(tuple(above), tuple(foot))
    shown = Shown(page_of(sheet))
    assert bare("".join(shown.words), shown.links) == bare(paper.as_text(sheet), shown.links)
    assert [one.url for one in above if isinstance(one, Go)] == [
        link for link in shown.links if link.startswith(f"{ORIGIN}/")
    ]
    assert shown.tags <= {
        *("html", "head", "meta", "title", "body", "div", "p", "a", "h2", "h3", "hr", "br"),
        *("em", "strong", "ul", "ol", "li", "blockquote"),
    }


@given(st.text(max_size=60))
def test_what_somebody_wrote_into_a_letter_is_never_a_tag(said: str):
    sheet = paper.of_text(f"The reason:\n\n{said}\n", origin=ORIGIN, there="Open the page")
    shown = Shown(page_of(sheet))
    assert bare(unescape("".join(shown.words)), []) in {
        bare(unescape(f"The reason:{said}"), []),
        bare(unescape(paper.as_text(sheet)), []),
    }
    assert shown.tags <= {"html", "head", "meta", "title", "body", "div", "p", "hr", "br"}


def test_only_our_own_addresses_become_links():
    sheet = paper.of_text(
        "Please look:\nhttps://group.example/g/x/\n\nhttps://elsewhere.example/y\n\nStop it: https://group.example/s/",
        origin=ORIGIN,
        there="Open the page",
    )
    assert sheet.blocks == (
        Say("Please look:"),
        Go("https://group.example/g/x/", there="Open the page"),
        Say("https://elsewhere.example/y"),
        Go("https://group.example/s/", "Stop it:", "Open the page"),
    )
    assert Shown(page_of(sheet)).links == ["https://group.example/g/x/", "https://group.example/s/"]


def test_a_code_is_large_and_the_foot_is_small():
    sheet = paper.of_text("Your code is:\n\n123456\n\n-- \nYou asked for it.", origin=ORIGIN, there="")
    assert sheet.blocks == (Say("Your code is:"), Say("123456", large=True))
    assert sheet.foot == (Say("You asked for it."),)


def test_the_text_of_a_sheet():
    sheet = Sheet(
        (
            Say("For Pat"),
            Head("The nights", "Brian asks"),
            Quote("<p>One</p>\n<p>Two</p>"),
            Cut(),
            Go(f"{ORIGIN}/a/", "Answer here"),
            Go(f"{ORIGIN}/b/", there="Open the page"),
        ),
        (Say("You get this as a member."), Go(f"{ORIGIN}/c/", "Change it")),
    )
    assert paper.as_text(sheet) == (
        "For Pat\n\nThe nights\nBrian asks\n\nOne\n\nTwo\n\n---\n\nAnswer here: https://group.example/a/\n\n"
        "https://group.example/b/\n\n-- \nYou get this as a member.\nChange it: https://group.example/c/\n"
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("One\n\nTwo\nlines", "One\n\nTwo\nlines"),
        ("Before\n\n- milk\n- *tea*\n\nAfter", "Before\n\n- milk\n- tea\n\nAfter"),
        ("- one\n  - two\n- three", "- one\n  - two\n- three"),
        ("> 1. a\n> 2. b", "> 1. a\n> 2. b"),
        ("3. three\n4. four", "3. three\n4. four"),
        ("> said before\n> in two lines\n\nMy answer", "> said before\n> in two lines\n\nMy answer"),
        ("See [the page](https://nhs.example/x)", "See the page (https://nhs.example/x)"),
        ("See nhs.uk/carers today", "See nhs.uk/carers today"),
        ("a < b & **c**", "a < b & c"),
        ("", ""),
    ],
)
def test_members_words_as_plain_text(written: str, read: str):
    assert paper.words_of(text.to_html(written)) == read


@given(st.text(max_size=200))
def test_no_word_of_a_member_is_lost_in_plain_text(said: str):
    made = text.to_html(text.tidy(said))
    shown = Shown(f"<body>{made}")
    assert bare(paper.words_of(made), shown.links) == bare("".join(shown.words), shown.links)
