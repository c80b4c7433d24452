"""Words as they are compared: pure functions, the same for what was said and for what is looked for.

Analysis happens here and not in the database, so that SQLite and PostgreSQL find exactly the same:
capitals and accents do not matter, nor do the usual English endings ("caring", "cares" and "care").
"""

from __future__ import annotations

import itertools
import re
import unicodedata

LONGEST = 60  # letters of a word that count


def _marks() -> str:
    """All combining marks, as ranges for a regular expression: vowel signs belong to their word."""
    found = [code for code in range(0x0300, 0x10000) if unicodedata.category(chr(code))[0] == "M"]
    ranges: list[list[int]] = []
    for code in found:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges)


_LETTER = r"[^\W_]"
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|[{_marks()}]|['’](?={_LETTER}))*")


def places(text: str, wanted: frozenset[str]) -> list[tuple[int, int]]:
    """Where the words of `text` that count as one of `wanted` begin and end.

    A plain word is only looked at closely when it begins with the right letter, which no ending changes.
    """
    letters = {term[1:2] for term in wanted}
    found, known = [], dict[str, bool]()
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii() and word[0].lower() not in letters:
            continue
        is_wanted = known.get(word)
        if is_wanted is None:
            is_wanted = known[word] = term_of(word) in wanted
        if is_wanted:
            found.append(match.span())
    return found


def terms(text: str, known: dict[str, str] | None = None) -> list[str]:
    """The terms of `text` in order: small letters and digits only, so safe in any query language.

    `known` remembers words between texts of one run: most words come again and again.
    """
    known = {} if known is None else known
    found = []
    for word in _WORD.findall(text):
        term = known.get(word)
        if term is None:
            term = known[word] = term_of(word)
        if term:
            found.append(term)
    return found


def term_of(word: str) -> str:
    """The term that a word counts as; "" when nothing of it is left.

    English words begin with "w", others are spelt in hexadecimal after "x": a term is one plain token
    to every database, and no word of a member can pass for one of our own marks.
    """
    if word.isascii():
        folded = word.lower()
    else:
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
        folded = "".join(sign for sign in folded if unicodedata.category(sign)[0] != "M").replace("’", "'")
    folded = folded.removesuffix("'s").replace("'", "")[:LONGEST]
    if not folded:
        return ""
    if folded.isascii() and folded.isalnum():
        return "w" + stem(folded)
    return "x" + folded.encode("utf-8", "surrogatepass").hex()


# --- English endings, after M. F. Porter's rules of 1980: those for plurals, "-ed", "-ing" and a last "e" ---


def stem(word: str) -> str:
    """An English word without its usual endings. Short words, and those with digits, stay as they are."""
    if len(word) < 3 or not word.isalpha():
        return word
    word = _plural(word)
    word = _past_and_present(word)
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    return _last_e(word)


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _past_and_present(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        if word.endswith(ending) and _has_vowel(word[: -len(ending)]):
            return _mended(word[: -len(ending)])
    return word


def _mended(root: str) -> str:
    """What was cut too deep gets its "e" back ("caring": "care"), what was doubled is single ("stopped")."""
    if root.endswith(("at", "bl", "iz")):
        return root + "e"
    if (
        len(root) > 1
        and root[-1] == root[-2]
        and not _is_vowel(root, len(root) - 1)
        and root[-1] not in "lsz"
    ):
        return root[:-1]
    if _measure(root) == 1 and _short(root):
        return root + "e"
    return root


def _last_e(word: str) -> str:
    if word.endswith("e"):
        root = word[:-1]
        size = _measure(root)
        if size > 1 or (size == 1 and not _short(root)):
            return root
    if word.endswith("ll") and _measure(word[:-1]) > 1:
        return word[:-1]
    return word


def _is_vowel(word: str, place: int) -> bool:
    if word[place] in "aeiou":
        return True
    return word[place] == "y" and place > 0 and not _is_vowel(word, place - 1)


def _has_vowel(word: str) -> bool:
    return any(_is_vowel(word, place) for place in range(len(word)))


def _measure(word: str) -> int:
    """How often vowels are followed by consonants in it."""
    kinds = [_is_vowel(word, place) for place in range(len(word))]
    return sum(1 for before, after in itertools.pairwise(kinds) if before and not after)


def _short(word: str) -> bool:
    """Whether it ends like "hop": consonant, vowel, consonant, the last not w, x or y."""
    if len(word) < 3 or word[-1] in "wxy":
        return False
    last = len(word) - 1
    return not _is_vowel(word, last) and _is_vowel(word, last - 1) and not _is_vowel(word, last - 2)
