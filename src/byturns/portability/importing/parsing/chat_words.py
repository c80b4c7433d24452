"""What one message of a chat says, apart from what the program says about it."""

from __future__ import annotations

import re

from byturns.core import plain

from . import chat_phrases
from .report import Medium

# WhatsApp writes who was mentioned as a bare telephone number when it has no name; numbers never show.
_MENTIONED_NUMBER = re.compile(r"(?<!\w)@\+?\d{8,15}(?!\w)")
MENTIONED_SOMEONE = "@someone (number not shown)"


class Said:
    """The words of one message and what the program added to them."""

    __slots__ = ("attachments", "medium", "was_deleted", "was_edited", "words")

    def __init__(self) -> None:
        self.words = ""
        self.was_edited = self.was_deleted = False
        self.medium: Medium = ""
        self.attachments: tuple[str, ...] = ()


def said(raw: str) -> Said:
    """The words of a message without what the program added: marks, "edited", numbers of the mentioned."""
    made = Said()
    left_out = _media_left_out(raw)
    words = plain.clean(raw).replace("\u200e", "").strip(" \t\u200f\u00a0\u202f\n")
    if words.endswith(">"):
        shorter = chat_phrases.EDITED.sub("", words)
        made.was_edited = shorter != words
        words = shorter
    if len(words) <= 160:
        folded = plain.casefolded(words).rstrip(".")
        by_admin = chat_phrases.DELETED_BY_ADMIN.fullmatch(folded)
        made.was_deleted = by_admin is not None or folded in chat_phrases.DELETED
    attached = chat_phrases.ATTACHED.search(words) if ">" in words else None
    attached = attached or (chat_phrases.FILE_ATTACHED.match(words) if "(" in words[:160] else None)
    if attached:
        made.attachments = (attached["name"].strip(),)
        made.medium = chat_phrases.medium_of(attached["name"].rsplit(".", 1)[-1])
    else:
        made.medium = left_out
    made.words = _MENTIONED_NUMBER.sub(MENTIONED_SOMEONE, words) if "@" in words else words
    return made


def _media_left_out(raw: str) -> Medium:
    """The kind of thing that stood where the export only says that it left something out."""
    if len(raw) <= 80:
        whole = chat_phrases.MEDIA_LEFT_OUT.get(plain.casefolded(raw).rstrip("."))
        if whole:
            return whole
    # "report.pdf • 3 pages <mark>document omitted": the program's own words follow its mark.
    _before, mark, tail = raw[-80:].rpartition("\u200e")
    return chat_phrases.MEDIA_LEFT_OUT.get(plain.casefolded(tail).rstrip("."), "") if mark else ""
