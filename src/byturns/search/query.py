"""What somebody looks for, understood: words, and “words in quotes” that must stand together. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from byturns.search import terms

LONGEST = 200  # characters that are read; the form says so before

_QUOTED = re.compile(r'["“”„«»]')


@dataclass(frozen=True)
class Query:
    """Parts that must all be found; a part of several terms must be found as they stand, in a row."""

    parts: tuple[tuple[str, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def all_terms(self) -> frozenset[str]:
        return frozenset(term for part in self.parts for term in part)

    def for_sqlite(self, mark: str) -> str:
        """The MATCH expression of FTS5. Terms are plain letters and digits, so nothing can break out."""
        return " AND ".join(f'"{" ".join(part)}"' for part in ((mark,), *self.parts))

    def for_postgres(self, mark: str) -> str:
        """The same for to_tsquery."""
        return " & ".join(f"({' <-> '.join(part)})" for part in ((mark,), *self.parts))

    def is_in(self, text: str) -> bool:
        """Whether `text` has all parts: what the databases answer, said in Python."""
        have = terms.terms(text)
        return all(
            any(have[start : start + len(part)] == list(part) for start in range(len(have)))
            for part in self.parts
        )


def parse(text: str) -> Query:
    """Understand any string at all. Every second stretch between quotation marks is a phrase; an open
    one goes to the end."""
    parts: list[tuple[str, ...]] = []
    for place, stretch in enumerate(_QUOTED.split(text[:LONGEST])):
        found = tuple(terms.terms(stretch))
        if place % 2 == 1:
            if found:
                parts.append(found)
        else:
            parts.extend((term,) for term in found)
    return Query(tuple(dict.fromkeys(parts)))
