"""What the guard shows, and what it lets be. Made-up people and numbers throughout."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byturns.knowledge import guard


def shown(words: str, *names: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in guard.look(words, names)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("write to pat.k@example.org please", [("email", "pat.k@example.org")]),
        ("her number is 943 476 5919", [("nhs", "943 476 5919")]),
        ("ring 01632 960 124 at night", [("phone", "01632 960 124")]),
        ("or +44 7700 900123.", [("phone", "+44 7700 900123")]),
        ("we live near CO1 1AA", [("postcode", "CO1 1AA")]),
        ("at 14 Mill Hill Road we", [("address", "14 Mill Hill Road")]),
        ("we lived in Harbour Street then", [("address", "in Harbour Street")]),
        ("she was born on 14 March 1941", [("birth", "14 March 1941")]),
        ("her birthday, 14/3, was hard", [("birth", "14/3")]),
        ("since 3.4.2019 nothing", [("birth", "3.4.2019")]),
        ("My husband John would not", [("name", "John")]),
        ("Edna, my mother, sang", [("name", "Edna")]),
        ("my sister is called Mary Lou", [("name", "Mary Lou")]),
        ("Mrs Patel came on Monday", [("name", "Patel")]),
        ("I asked Dr. Singh", [("name", "Singh")]),
    ],
)
def test_what_could_tell_who_somebody_is_is_shown(words: str, found: list[tuple[str, str]]):
    assert shown(words) == found


@pytest.mark.parametrize(
    "words",
    [
        "My dad would not wash. He shut the door and I sat down.",
        "my mum, When it was dark, sang to me",  # a capital for another reason
        "B12 2mg in the morning, 3 times in 2 weeks",
        "943 476 5910 is no such number, nor is 123 456",
        "The Alzheimer nurse said at Christmas that 14 days are usual",
        "It cost 1,200 and took 45 minutes",
    ],
)
def test_plain_telling_is_let_be(words: str):
    assert shown(words) == []


def test_members_are_known_by_name_and_a_common_word_only_inside_a_sentence():
    assert shown("Brian said so, and so did Joan.", "Brian", "Joan Smith") == [
        ("name", "Brian"),
        ("name", "Joan"),
    ]
    assert shown("Will it help? I asked Will.", "Will") == [("name", "Will")]
    assert shown("the brianly way", "Brian") == []
    assert shown("Al and al", "Al", "") == []  # too short to know


@pytest.mark.parametrize(
    ("digits", "right"),
    [("9434765919", True), ("943 476 5919", True), ("9434765918", False), ("943476591", False), ("", False)],
)
def test_the_check_digit(digits: str, right: bool):
    assert guard.is_nhs_number(digits) is right


@given(st.text(max_size=400), st.lists(st.text(max_size=12), max_size=3))
def test_any_words_are_looked_at_and_stretches_are_theirs_and_apart(words: str, names: list[str]):
    found = guard.look(words, names)
    assert [words[one.start : one.end] for one in found] == [one.text for one in found]
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


def test_long_words_without_a_break_are_looked_at_in_no_time():
    assert guard.look("a" * 20_000 + " " + "Aa " * 6_000 + "0" * 20_000) == []
