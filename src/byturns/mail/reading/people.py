"""Whose addresses a header names, so strictly that it can be trusted to say who wrote.

`headers.mailbox` is kind: it makes the best of an old archive. Here a From that two programs could read
in two ways names nobody, since our border may have vouched for the other reading.
Example: From: "<amina@x.org>" <thief@y.org>
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import headers
from .headers import Mailbox

_LONGEST = 4000
_MOST = 50
_LETTER = r"[^\x00-\x20\x7f\s<>()\[\]\\,;:\"@]"
_ADDRESS = re.compile(rf"{_LETTER}{{1,64}}@{_LETTER}{{1,253}}")


@dataclass(frozen=True, slots=True)
class Named:
    """The mailboxes of a header in their order, and whether every program would read them so."""

    mailboxes: tuple[Mailbox, ...]
    clear: bool

    @property
    def only(self) -> str | None:
        """The one address, if there is exactly one and it is clear."""
        return self.mailboxes[0].address if self.clear and len(self.mailboxes) == 1 else None


NOBODY = Named((), clear=True)


def named(values: list[str]) -> Named:
    """The mailboxes of all headers of one name; `values` are unfolded and not yet decoded."""
    if not values:
        return NOBODY
    found: list[Mailbox] = []
    clear = len(values) == 1
    for value in values[:_MOST]:
        clear = clear and len(value) <= _LONGEST
        pieces = _pieces(value[:_LONGEST])
        if pieces is None:
            clear = False
            continue
        for name, angled, bare in pieces[:_MOST]:
            box = _mailbox(name, angled, bare)
            if box is None:
                clear = False
            else:
                found.append(box)
    return Named(tuple(found), clear and bool(found))


def _mailbox(name: str, angled: str | None, bare: str) -> Mailbox | None:
    """`name`: what was quoted or in brackets; `bare`: what stood outside of both and of the angles."""
    if angled is None:
        address = bare.strip()
        return Mailbox(_shown(name), address.lower()) if _is_address(address) else None
    address = angled.strip()
    if not _is_address(address) or "@" in bare:
        return None
    return Mailbox(_shown(f"{name} {bare}"), address.lower())


def _is_address(written: str) -> bool:
    # Some letters of other scripts become plain ones when made small: the sign for kelvin becomes a k.
    mimics = any(not letter.isascii() and letter.lower().isascii() for letter in written)
    return _ADDRESS.fullmatch(written) is not None and not mimics


def _shown(name: str) -> str:
    shown = " ".join(headers.decoded(name).split())[:120].strip("\"', ;")
    # An address in the place of a name is no name, and is not to be shown.
    return "" if "@" in shown else shown


def _pieces(value: str) -> list[tuple[str, str | None, str]] | None:
    """Each mailbox as (quoted words, what stands in angles, bare words); None if it is not well formed."""
    made: list[tuple[str, str | None, str]] = []
    name: list[str] = []
    bare: list[str] = []
    angled: list[str] | None = None
    inside = ""  # '"', '(' or '<' while one is open
    depth = 0
    place = 0

    def put_down() -> None:
        nonlocal name, bare, angled
        if "".join(name).strip() or "".join(bare).strip() or angled is not None:
            made.append(("".join(name), None if angled is None else "".join(angled), "".join(bare)))
        name, bare, angled = [], [], None

    while place < len(value):
        letter = value[place]
        if inside == '"':
            if letter == "\\" and place + 1 < len(value):
                place += 1
                name.append(value[place])
            elif letter == '"':
                inside = ""
            else:
                name.append(letter)
        elif inside == "(":
            if letter == "\\":
                place += 1
            elif letter in "()":
                depth += 1 if letter == "(" else -1
                inside = "(" if depth else ""
            elif not bare or angled is not None or "@" in "".join(bare):
                name.append(letter)
        elif inside == "<":
            assert angled is not None  # noqa: S101 - opened with it
            if letter == ">":
                inside = ""
            elif letter in '<"(':
                return None
            else:
                angled.append(letter)
        elif letter == '"':
            inside = '"'
        elif letter == "(":
            inside, depth = "(", 1
        elif letter == "<":
            if angled is not None:
                return None
            inside, angled = "<", []
        elif letter in ">)" or letter in ":;\\":
            return None
        elif letter == ",":
            put_down()
        else:
            bare.append(letter)
        place += 1
    if inside:
        return None
    put_down()
    return made
