"""The words inside a mail's parts, and the names of what came with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message

from byturns.core import plain

from . import charsets, headers, pages
from .kinds import Mark

_DEEPEST = 40
_READ_AS_TEXT = {"text/plain", "text/enriched", "text/x-markdown", "text/markdown"}
_SAYS_NOTHING = {
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
    "text/x-amp-html", "application/pgp-encrypted", "message/delivery-status",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of a mail, and what its markup said of lines (from 0)."""

    text: str
    marks: Mapping[int, Mark] = field(default_factory=dict)


@dataclass(slots=True)
class Body:
    """What was found: pieces of text in their order, and names of attachments, which are not kept."""

    pieces: list[Piece] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)  # markup, as it came
    from_web_page: bool = False
    attachments: list[str] = field(default_factory=list)

    @property
    def speaks(self) -> bool:
        return any(piece.text.strip() for piece in self.pieces)

    @property
    def text(self) -> str:
        return self.joined().text

    def joined(self) -> Piece:
        """All pieces as one text, a blank line between them."""
        lines: list[str] = []
        marks: dict[int, Mark] = {}
        for piece in self.pieces:
            if not piece.text.strip():
                continue
            own = plain.lines_of(piece.text)
            if lines:
                lines.append("")
            marks.update(
                {place + len(lines): mark for place, mark in piece.marks.items() if place < len(own)}
            )
            lines += own
            while lines and not lines[-1].strip():
                lines.pop()
        return Piece("\n".join(lines), marks)


def read(message: Message) -> Body:
    """The body of a message, plain words before a web page wherever both are there."""
    found = Body()
    _collect(message, found, 0)
    return found


def _collect(part: Message, found: Body, depth: int) -> None:
    kind = _type_of(part)
    # Only where it holds parts: for text this call already decodes, and falls over odd charsets.
    inner = part.get_payload() if part.is_multipart() else None
    if isinstance(inner, list) and depth < _DEEPEST:
        if kind == "message/rfc822" or kind == "message/partial":
            found.attachments.append(_name_of_mail(inner))
        elif kind == "multipart/alternative":
            _choose([child for child in inner if isinstance(child, Message)], found, depth)
        else:
            for child in inner:
                if isinstance(child, Message):
                    _collect(child, found, depth + 1)
        return
    name = _file_name(part)
    if _is_attached(part, kind, name) or isinstance(inner, list):
        if kind not in _SAYS_NOTHING:
            found.attachments.append(name or plain.one_line(kind, 80))
        return
    text = _text(part)
    if kind == "text/html":
        page = pages.read(text)
        found.pages.append(text[: pages.LARGEST])
        found.pieces.append(Piece(page.text, page.marks))
        found.from_web_page = True
        return
    if _parameter(part, "format").lower() == "flowed":
        text = unflowed(text, joined=_parameter(part, "delsp").lower() == "yes")
    found.pieces.append(Piece(text))


def _choose(choices: list[Message], found: Body, depth: int) -> None:
    """Of several ways to say the same, the first plain one; every attachment is still named."""
    read_ones = []
    for choice in choices:
        one = Body()
        _collect(choice, one, depth + 1)
        read_ones.append(one)
        found.attachments += one.attachments
        found.pages += one.pages
    speaking = [one for one in read_ones if one.speaks]
    if speaking:
        best = next((one for one in speaking if not one.from_web_page), speaking[-1])
        found.pieces += best.pieces
        found.from_web_page = found.from_web_page or best.from_web_page


def _type_of(part: Message) -> str:
    try:
        return part.get_content_type()
    except (ValueError, LookupError, TypeError, AttributeError):
        return "text/plain"


def _parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name, "")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return value[2] if isinstance(value, tuple) else str(value or "")


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename("") or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        name = ""
    name = plain.one_line(headers.decoded(headers.unfolded(str(name))), 200)
    return name.replace("\\", "/").rsplit("/", 1)[-1]


def _is_attached(part: Message, kind: str, name: str) -> bool:
    try:
        attached = part.get_content_disposition() == "attachment"
    except (ValueError, LookupError, TypeError, AttributeError):
        attached = False
    if kind in _READ_AS_TEXT or kind == "text/html":
        # Some programs name the body itself; a file is what says that it is one, or has a file's name.
        return attached or bool(name and not name.endswith((".txt", ".htm", ".html")))
    return not kind.startswith("multipart/")


def _text(part: Message) -> str:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        data = None
    return charsets.text_in(data, _parameter(part, "charset")) if isinstance(data, bytes) else ""


def _name_of_mail(inner: list[Message | str]) -> str:
    first = inner[0] if inner and isinstance(inner[0], Message) else None
    subject = headers.Headers(first).text("subject") if first is not None else ""
    return subject or "message/rfc822"


def unflowed(text: str, joined: bool = False) -> str:
    """Lines that a program broke at a space (format=flowed, RFC 3676) put together again."""
    made: list[str] = []
    waiting: list[str] = []
    waiting_depth = 0

    def put_down() -> None:
        if waiting:
            made.append("> " * waiting_depth + "".join(waiting))
            waiting.clear()

    for line in plain.lines_of(text):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        words = bare.removeprefix(" ")
        if depth != waiting_depth:
            put_down()
        waiting_depth = depth
        if words == "-- ":
            put_down()
            made.append("> " * depth + words)
        elif words.endswith(" "):
            waiting.append(words[:-1] if joined else words)
        else:
            waiting.append(words)
            put_down()
    put_down()
    return "\n".join(made)
