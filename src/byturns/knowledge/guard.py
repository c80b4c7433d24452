"""Looks for what could tell who somebody is, in words that are about to be kept. Pure: nothing leaves here.

It shows what it found and the person decides. It is no proof that nothing is left: rules are simple on
purpose, so that everybody can see why something was shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from byturns.knowledge.guard_words import MONTHS, NOT_NAMES, RELATIONS, ROADS, TITLES


@dataclass(frozen=True, order=True)
class Found:
    """A stretch of the words. `kind`: email, phone, nhs, postcode, address, birth or name."""

    start: int
    end: int
    kind: str
    text: str


_NAME = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ’'-]+(?:[- ][A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ’'-]+)?"
_KIN = "|".join(RELATIONS)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?<![\d+])(?:\+44[\s-]?(?:\(0\)[\s-]?)?|\(?0)\d(?:[\s()-]?\d){7,9}(?![\d])")
_TEN = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
_ADDRESS = re.compile(
    rf"\b(?:\d{{1,4}}[a-z]?,? (?:[A-Z][\w’'-]+ ){{1,3}}|(?:at|on|in) (?:[A-Z][\w’'-]+ ){{1,3}})(?:{ROADS})\b"
)
_DATE = re.compile(
    rf"\b(?:{_DAY} (?:of )?(?:{MONTHS}),? {_YEAR}|(?:{MONTHS}) {_DAY},? {_YEAR}"
    rf"|\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR})\b",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:born|birthday|date of birth|d\.?o\.?b\.?)\b[^.\n]{0,20}?"
    rf"(\b{_DAY} (?:of )?(?:{MONTHS})(?:,? {_YEAR})?\b|\b{_YEAR}\b"
    r"|\b\d{1,2}[./-]\d{1,2}(?:[./-]\d\d(?:\d\d)?)?\b)",
    re.IGNORECASE,
)
_NAMED = (
    re.compile(rf"\b(?:{_KIN}),? (?P<name>{_NAME})"),  # my husband John; my sister, Kate
    re.compile(rf"(?P<name>{_NAME}), (?:my|our|his|her|their) (?:{_KIN})\b"),  # John, my husband
    re.compile(rf"\b(?:called|named|name is|name was|name’s|name's) (?P<name>{_NAME})"),
    re.compile(rf"\b(?:{TITLES})\.? (?P<name>{_NAME})"),  # Mrs Patel
)


def look(words: str, names: Iterable[str] = ()) -> list[Found]:
    """What in `words` could tell who somebody is, in order. `names` are those of the group's members.

    Where two rules meet, the one named first in `_all` stands.
    """
    kept: list[Found] = []
    for found in _all(words, names):
        if not any(found.start < other.end and other.start < found.end for other in kept):
            kept.append(found)
    return sorted(kept)


def _all(words: str, names: Iterable[str]) -> Iterator[Found]:
    yield from (_of(match, "email") for match in _EMAIL.finditer(words))
    yield from (_of(match, "nhs") for match in _TEN.finditer(words) if is_nhs_number(match[0]))
    yield from (_of(match, "phone") for match in _PHONE.finditer(words))
    yield from (_of(match, "postcode") for match in _POSTCODE.finditer(words))
    yield from (_of(match, "address") for match in _ADDRESS.finditer(words))
    yield from (_of(match, "birth", 1) for match in _BORN.finditer(words))
    yield from (_of(match, "birth") for match in _DATE.finditer(words))
    yield from _named(words)
    yield from _members(words, names)


def _of(match: re.Match[str], kind: str, group: int | str = 0) -> Found:
    return Found(match.start(group), match.end(group), kind, match[group])


def _named(words: str) -> Iterator[Found]:
    """A word with a capital beside one that says who it is to the teller."""
    for rule in _NAMED:
        for match in rule.finditer(words):
            first = re.split(r"[ -]", match["name"])[0]
            if first.strip("’'").split("’")[0].split("'")[0].lower() not in NOT_NAMES:
                yield _of(match, "name", "name")


def _members(words: str, names: Iterable[str]) -> Iterator[Found]:
    """A member's name, whole or its first word. One that is a common word too counts inside a sentence."""
    for whole in names:
        for name in dict.fromkeys([whole.strip(), *whole.split()[:1]]):
            if len(name) < 3 or not name[0].isupper():
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", words):
                opens = re.search(r"(?:^|[.!?:\n])[\s“\"']*$", words[: match.start()]) is not None
                if not (opens and name.lower() in NOT_NAMES):
                    yield _of(match, "name")


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number (modulus 11)."""
    found = [int(one) for one in digits if one.isdecimal()]
    if len(found) != 10:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(found, range(10, 1, -1), strict=False)) % 11
    return (0 if check == 11 else check) == found[9]
