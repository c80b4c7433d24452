"""Comparing words: what changed between two versions, and whether one holds a run of the other. Pure."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

RUN = 5  # so many words in a row are a quotation


@dataclass(frozen=True)
class Piece:
    """A stretch of text. `kind`: same, new or gone."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Word by word, what stayed, what came and what went, in reading order."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    pieces = []
    for what, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
            continue
        if i < j:
            pieces.append(Piece("gone", "".join(old[i:j])))
        if k < m:
            pieces.append(Piece("new", "".join(new[k:m])))
    return pieces


def quotes(line: str, told: str) -> bool:
    """Whether `line` holds so many words in a row of `told` that it quotes them, or all of a shorter text."""
    said, source = _words(line), _words(told)
    run = min(RUN, len(source))
    if run == 0:
        return False
    known = {tuple(source[at : at + run]) for at in range(len(source) - run + 1)}
    return any(tuple(said[at : at + run]) in known for at in range(len(said) - run + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
