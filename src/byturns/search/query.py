"""What somebody looks for, understood: words, and “words in quotes” that must stand together. Pure."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from byturns.search import terms

MOST = 4  # parts of which some are enough, when no message has all
LONGEST = 200  # characters that are read; the form says so before

_QUOTED = re.compile(r'["“”„«»]')


@dataclass(frozen=True)
class Query:
    """Parts that must all be found; a part of several terms must be found as they stand, in a row."""

    parts: tuple[tuple[str, ...], ...]
    least: int = 0  # so many of the parts are enough; 0 for all

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def all_terms(self) -> frozenset[str]:
        return frozenset(term for part in self.parts for term in part)

    def for_sqlite(self, mark: str) -> str:
        """The MATCH expression of FTS5. Terms are plain letters and digits, so nothing can break out."""
        ways = [" AND ".join('"' + " ".join(part) + '"' for part in way) for way in self._ways()]
        return f'"{mark}" AND (' + " OR ".join(f"({way})" for way in ways) + ")"

    def for_postgres(self, mark: str) -> str:
        """The same for to_tsquery."""
        ways = [" & ".join("(" + " <-> ".join(part) + ")" for part in way) for way in self._ways()]
        return f"({mark}) & (" + " | ".join(f"({way})" for way in ways) + ")"

    def with_fewer(self) -> list[Query]:
        """The same with fewer parts wanted, the most first. Of many parts the four longest count."""
        longest = sorted(self.parts, key=lambda part: -sum(map(len, part)))[:MOST]
        kept = tuple(part for part in self.parts if part in longest)
        return [Query(kept, least) for least in range(min(len(kept), len(self.parts) - 1), 0, -1)]

    def _ways(self) -> list[tuple[tuple[str, ...], ...]]:
        """Every choice of parts that is enough."""
        return list(itertools.combinations(self.parts, self.least or len(self.parts)))

    def is_in(self, text: str) -> bool:
        """Whether `text` has all parts: what the databases answer, said in Python."""
        have = terms.terms(text)
        found = sum(
            any(have[start : start + len(part)] == list(part) for start in range(len(have)))
            for part in self.parts
        )
        return found >= (self.least or len(self.parts))


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
