"""The door for mail: SMTP or LMTP in the serving process, to which the operator's mail server hands over.

A mail is answered "250" only after it was committed. What is not for us is refused while it is being handed
over, so that no mail of ours goes to a forged address (settled point 21).
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.db import close_old_connections, connections

from byturns.mail import intake, places
from byturns.mail.kinds import Way

log = logging.getLogger("byturns.mail")

LARGEST = 26 * 1024 * 1024
MOST_RECIPIENTS = 20
LONGEST_LINE = 256 * 1024  # some programs fold nothing: a mail is not lost for that


class Door:
    """What aiosmtpd asks at each step. `each`: every recipient gets an answer of its own (LMTP)."""

    def __init__(self, came_by: str = "smtp", *, each: bool = False) -> None:
        self._came_by, self._each = came_by, each

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient that leads somewhere. The same answer for a dead key and one that never was."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 Too many recipients at once"
        if await sync_to_async(_leads_nowhere, thread_sensitive=False)(address):
            return "550 There is no such address here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the mail for each recipient; only then say so."""
        raw = envelope.original_content or b""
        hand = {
            "mail_from": (envelope.mail_from or "").strip("<>"),
            "peer": str((session.peer or ("",))[0]),
            "helo": session.host_name or "",
        }
        answers = []
        for address in envelope.rcpt_tos:
            try:
                await sync_to_async(_keep, thread_sensitive=False)(raw, address, self._came_by, hand)
            except Exception:
                log.exception("a mail could not be kept; the sending server will try again")
                answers.append("451 Please try again later")
            else:
                answers.append("250 Kept")
        if self._each:
            return "\r\n".join(answers)
        # With one answer for all, one that was not kept makes the others come twice: they are kept once.
        return max(answers)


@contextlib.contextmanager
def _own_connection() -> Iterator[None]:
    """The loop lends us one of many threads: each would keep a line to the database open, so we hang up."""
    close_old_connections()
    try:
        yield
    finally:
        connections.close_all()


def _leads_nowhere(address: str) -> bool:
    with _own_connection():
        return places.found(address).way == Way.NONE


def _keep(raw: bytes, address: str, came_by: str, hand: dict[str, str]) -> None:
    with _own_connection():
        intake.keep(raw, rcpt_to=address, came_by=came_by, proven=intake.proven_by(came_by), **hand)


class _Smtp(SMTP):
    line_length_limit = LONGEST_LINE


class _Lmtp(LMTP):
    line_length_limit = LONGEST_LINE


class _SmtpController(Controller):
    def factory(self) -> SMTP:
        return _Smtp(self.handler, **self.SMTP_kwargs)


class _LmtpController(Controller):
    def factory(self) -> SMTP:
        return _Lmtp(self.handler, **self.SMTP_kwargs)


def start(host: str, port: int, *, lmtp: bool = False) -> Any:
    """Begin to listen, in a thread of its own. Gives what can be stopped with `.stop()`."""
    door = Door("lmtp", each=True) if lmtp else Door()
    kind = _LmtpController if lmtp else _SmtpController
    controller = kind(
        door, hostname=host, port=port, data_size_limit=LARGEST, ident="ready", enable_SMTPUTF8=True
    )
    controller.start()
    return controller
