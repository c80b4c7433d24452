"""Raw bytes to what matters of a mail. Any bytes give a `Letter` or an `Unreadable`; nothing is ever raised.

Python's own parser falls over some mail, so each header is asked for by itself, and one that cannot be read
is left out and named among the `faults`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from email.message import Message
from typing import TypeVar

from byturns.core import plain

from . import bodies, headers, opening, people, reply
from .bodies import Body, Piece
from .kinds import Mark
from .people import NOBODY, Named

LARGEST = 30 * 1024 * 1024  # bytes; more is not opened
LONGEST_TEXT = 400_000  # characters of text that are looked at
Got = TypeVar("Got")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A mail of which nothing can be made. Whoever asked has the bytes; `why` is for a steward."""

    why: str  # "empty", "too large", "too many parts", "damaged"
    size: int


@dataclass(frozen=True, slots=True)
class Letter:
    """What matters of one mail. Headers are as a reader sees them: decoded, clean, on one line."""

    size: int
    writer: Named = NOBODY  # From; `writer.only` is the one address that it can be from
    reply_to: Named = NOBODY
    sender: Named = NOBODY
    to: Named = NOBODY
    copied: Named = NOBODY
    envelope_from: str = ""  # Return-Path, as it stands; "<>" is a bounce
    delivered_to: tuple[str, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None
    auto_submitted: str = ""
    precedence: str = ""
    lists: tuple[str, ...] = ()  # names of the list headers that are there
    is_automatic: bool = False  # sent by a program or a list, never to be answered
    only_by_list: bool = False  # and nothing but a list's marks says so: perhaps somebody's words
    received: int = 0  # how many servers handed it on
    ambiguous: bool = False  # two programs could read two heads in it: no border's word on it counts
    authentication_results: tuple[str, ...] = ()  # each as it stands, the uppermost first
    content_type: str = "text/plain"
    text: str = ""  # what its writer sees, line by line
    marks: Mapping[int, Mark] = field(default_factory=dict)  # what the web page said of lines of `text`
    pages: tuple[str, ...] = ()  # markup, as it came
    from_web_page: bool = False  # whether `text` was made from markup
    attachments: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    def cut(self) -> reply.Cut:
        """Which lines of the text its writer meant to send."""
        return reply.cut(self.text, self.marks)


def read(raw: bytes, tz: tzinfo = UTC) -> Letter | Unreadable:
    """Read one mail; `tz` is for a date that names no zone."""
    size = len(raw)
    if not raw.strip(b"\0\r\n\t "):
        return Unreadable("empty", size)
    if size > LARGEST:
        return Unreadable("too large", size)
    try:
        enough, whole = opening.enough(raw)
        ambiguous = headers.is_ambiguous(headers.head_of(raw))
        del raw  # a large mail need not lie in memory beside what is made of it
        made = _letter(opening.parsed(enough), size, tz, [] if whole else ["long"])
        return replace(made, ambiguous=ambiguous)
    except opening.TooManyParts:
        return Unreadable("too many parts", size)
    except Exception:  # whatever a hostile mail finds in the standard library; the caller keeps the bytes
        return Unreadable("damaged", size)


def _letter(message: Message, size: int, tz: tzinfo, faults: list[str]) -> Letter:
    def got(name: str, ask: Callable[[], Got], otherwise: Got) -> Got:
        try:
            return ask()
        except Exception:  # each header by itself: one that breaks the parser leaves the others readable
            faults.append(name)
            return otherwise

    heads = headers.Headers(message)
    body = got("body", lambda: bodies.read(message), Body())
    piece = got("text", body.joined, Piece(""))
    text = got("text", lambda: _clean(piece.text), "")
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
        faults.append("long")
    faults += sorted({type(one).__name__ for one in getattr(message, "defects", [])})
    kind = got("content-type", message.get_content_type, "text/plain")
    who = got("from", lambda: people.named(heads.every("from")), Named((), clear=False))
    if not who.clear or not who.mailboxes:
        faults.append("from")
    by_program = got("automatic", lambda: headers.comes_from_a_program(heads, kind), False)
    by_list = got("lists", lambda: headers.comes_by_a_list(heads), False)
    told = got("auto-submitted", lambda: heads.text("auto-submitted", 100).lower(), "")
    return Letter(
        size=size,
        writer=who,
        reply_to=got("reply-to", lambda: people.named(heads.every("reply-to")), NOBODY),
        sender=got("sender", lambda: people.named(heads.every("sender")), NOBODY),
        to=got("to", lambda: people.named(heads.every("to")), NOBODY),
        copied=got("cc", lambda: people.named(heads.every("cc")), NOBODY),
        envelope_from=got("return-path", lambda: heads.text("return-path"), ""),
        delivered_to=got("delivered-to", lambda: _addressed(heads), ()),
        subject=got("subject", lambda: heads.text("subject"), ""),
        message_id=got("message-id", lambda: next(iter(headers.ids(heads.raw("message-id"))), ""), ""),
        in_reply_to=got("in-reply-to", lambda: headers.ids(heads.raw("in-reply-to")), ()),
        references=got("references", lambda: headers.ids(heads.raw("references")), ()),
        sent_at=got("date", lambda: headers.sent_at(heads, b"", tz), None),
        auto_submitted=told,
        precedence=got("precedence", lambda: heads.text("precedence", 100).lower(), ""),
        lists=got("lists", lambda: heads.names_of_lists(), ()),
        is_automatic=by_program or by_list,
        only_by_list=by_list and not by_program,
        received=got("received", lambda: len(heads.every("received")), 0),
        authentication_results=got(
            "authentication-results", lambda: tuple(heads.every("authentication-results")[:50]), ()
        ),
        content_type=kind,
        text=text,
        marks=piece.marks,
        pages=tuple(body.pages[:20]),
        from_web_page=body.from_web_page,
        attachments=tuple(body.attachments[:1000]),
        faults=tuple(dict.fromkeys(faults)),
    )


def _clean(text: str) -> str:
    """Fit for keeping, with as many lines as before: a letter at each end keeps the blank ones there."""
    return plain.clean(f"|\n{text[: LONGEST_TEXT + 1]}\n|")[2:-2]


def _addressed(heads: headers.Headers) -> tuple[str, ...]:
    """Where the last server was told to bring it, if it says so."""
    found = [
        value for name in ("delivered-to", "x-original-to", "envelope-to") for value in heads.every(name)
    ]
    boxes = (headers.mailbox(value).address for value in found[:50])
    return tuple(dict.fromkeys(address for address in boxes if address))
