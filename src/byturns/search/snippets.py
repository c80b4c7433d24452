"""A few words around what was found, with the found words marked. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from byturns.search import terms
from byturns.search.query import Query

BEFORE = 60
LENGTH = 220


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `found` is whether it is a word that was looked for."""

    text: str
    found: bool


def around(text: str, query: Query) -> list[Piece]:
    """The stretch of `text` around the first word found, in pieces, with … where it was cut."""
    wanted = query.all_terms
    hits = terms.places(text, wanted)
    start, end = _window(text, hits[0][0] if hits else 0)
    pieces: list[Piece] = []
    here = start
    for begin, stop in hits:
        if begin < here or stop > end:
            continue
        pieces += [Piece(text[here:begin], False), Piece(text[begin:stop], True)]
        here = stop
    pieces.append(Piece(text[here:end], False))
    pieces = [Piece(" ".join(piece.text.split(" ")), piece.found) for piece in pieces if piece.text]
    if start > 0:
        pieces.insert(0, Piece("… ", False))
    if end < len(text):
        pieces.append(Piece(" …", False))
    return pieces


def _window(text: str, first: int) -> tuple[int, int]:
    """Where to cut: at spaces, if there are any near."""
    start = max(first - BEFORE, 0)
    if start > 0:
        space = text.find(" ", start, first)
        start = space + 1 if space != -1 else start
    end = min(start + LENGTH, len(text))
    if end < len(text):
        space = text.rfind(" ", first, end)
        end = space if space > first else end
    return start, end
