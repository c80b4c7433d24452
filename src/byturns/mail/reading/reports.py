"""What a mail server says of a mail that it could not deliver (RFC 3464). Any bytes give an answer."""

from __future__ import annotations

import re
from email.message import Message
from enum import StrEnum

from . import opening

_STATUS = re.compile(r"^\s*([245])\.(\d{1,3})\.(\d{1,3})")
_PASSING = {("2", "2"), ("2", "3"), ("2", "4")}  # mailbox full, too large, list trouble
_MOST = 50


class Failure(StrEnum):
    """How it failed."""

    HARD = "hard"  # there is no such mailbox, or it is closed
    SOFT = "soft"  # full, too slow, not wanted just now


def failure(raw: bytes) -> Failure | None:
    """The failure that a mail reports; None when it reports none: a delay, an absence, a member's words."""
    try:
        message, _whole = opening.opened(raw)
        found = [one for block in _blocks(message) if (one := _of(block)) is not None]
    except Exception:  # whatever a hostile mail finds in the standard library: it is no report then
        return None
    return Failure.HARD if Failure.HARD in found else next(iter(found), None)


def _blocks(message: Message) -> list[Message]:
    """The parts of the report that each speak of one recipient."""
    if message.get_content_type() != "multipart/report":
        return []
    made: list[Message] = []
    for part in message.walk():
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            inner = part.get_payload()
            made += [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []
    return made[:_MOST]


def _of(block: Message) -> Failure | None:
    if str(block.get("action", "")).strip().lower() != "failed":
        return None
    status = _STATUS.match(str(block.get("status", "")))
    if status is None:
        return Failure.SOFT
    kind, subject, detail = status.groups()
    # 5.7 is a matter of rules and taste: the mailbox is there.
    return (
        Failure.HARD if kind == "5" and subject != "7" and (subject, detail) not in _PASSING else Failure.SOFT
    )
