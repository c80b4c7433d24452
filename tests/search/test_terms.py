"""Words as they are compared: pure, safe for any string."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byturns.search import snippets, terms
from byturns.search.query import Query, parse

SAME = [
    ("caring", "care"),
    ("cares", "cared"),
    ("nights", "night"),
    ("stopped", "stopping"),
    ("hoping", "hope"),
    ("managing", "manage"),
    ("worries", "worry"),
    ("worried", "worry"),
    ("Café", "cafe"),
    ("MUM’S", "mum's"),
    ("mum’s", "mum"),
    ("don’t", "dont"),
    ("Straße", "strasse"),
    ("Ŵyn", "wyn"),
    ("wheelchairs", "wheelchair"),
]
OTHER = [("car", "care"), ("hop", "hope"), ("news", "knew"), ("bed", "be"), ("sing", "s"), ("need", "ne")]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_counts_as_the_same(one: str, two: str):
    assert terms.terms(one) == terms.terms(two) != []


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_counts_as_different(one: str, two: str):
    assert terms.terms(one) != terms.terms(two)


def test_words_of_other_scripts_keep_their_vowel_signs():
    assert len(terms.terms("हिन्दी में")) == 2
    assert terms.terms("ПРИВЕТ") == terms.terms("привет")


@given(st.text())
def test_a_term_is_always_one_plain_token(text: str):
    for term in terms.terms(text):
        assert re.fullmatch(r"w[0-9a-z]+|x[0-9a-f]+", term)


PAIRS = st.lists(st.sampled_from([one for pair in SAME for one in pair]))
WRITTEN = st.one_of(st.text(), PAIRS.map(" ".join))


@given(WRITTEN, st.data())
def test_what_was_looked_for_is_found_wherever_it_counts_as_that(text: str, data: st.DataObject):
    there = terms.terms(text)
    wanted = data.draw(st.frozensets(st.sampled_from(there))) if there else frozenset({"wtea"})
    found = [text[start:end] for start, end in terms.places(text, wanted)]
    assert [terms.term_of(word) for word in found] == [term for term in there if term in wanted]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_a_stem_is_never_empty(word: str):
    assert terms.stem(word)


@given(st.text())
def test_any_string_is_understood(text: str):
    query = parse(text)
    for part in query.parts:
        assert part
    assert len(set(query.parts)) == len(query.parts)


def test_words_and_phrases():
    assert parse("night care").parts == (("wnight",), ("wcare",))
    assert parse("“night care” tea").parts == (("wnight", "wcare"), ("wtea",))
    assert parse('tea "night care').parts == (("wtea",), ("wnight", "wcare"))
    assert parse('"" ** \' OR NEAR(').parts == (("wor",), ("wnear",))
    assert parse("…").parts == ()
    assert not parse("")


@given(st.lists(st.sampled_from(["tea", "night", "care", "bed"]), max_size=8), st.text(max_size=20))
def test_a_text_holds_each_of_its_own_phrases(said: list[str], other: str):
    text = " ".join(said)
    assert Query((tuple(terms.terms(text)),)).is_in(f"{other} {text}") if said else True


@given(st.text(max_size=600), st.text(max_size=20))
def test_a_snippet_is_a_stretch_of_the_text(text: str, looked_for: str):
    pieces = snippets.around(text, parse(looked_for))
    shown = "".join(piece.text for piece in pieces if piece.text not in {"… ", " …"})
    assert shown in text
    assert len(shown) <= snippets.LENGTH


def test_a_snippet_marks_what_was_found():
    text = f"{'before ' * 30}We were caring at night{' after' * 60}"
    pieces = snippets.around(text, parse("care night"))
    assert [piece.text for piece in pieces if piece.found] == ["caring", "night"]
    assert pieces[0].text == "… "
    assert pieces[-1].text == " …"
