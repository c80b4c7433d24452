"""The door for mail: a mailbox of the operator's, looked into once a minute.

A mail is kept first and moved afterwards. After a crash between the two it is kept once more, which changes
nothing. What is for no address of ours stays where it is, and is not looked at again until the next start.
"""

from __future__ import annotations

import imaplib
import logging
import re
import ssl
import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connections

from byturns.core import clock
from byturns.mail import intake
from byturns.mail.keeping import KEPT_FOR
from byturns.mail.recipients import recipients

log = logging.getLogger("byturns.mail")

EVERY = 60  # seconds
PATIENCE = 30  # seconds that a server may take to answer
LARGEST = 26 * 1024 * 1024
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Unreachable(Exception):
    """The mailbox cannot be read; says why in plain words."""


class Mailbox:
    """One mailbox, opened anew at each look: nothing is held open in between."""

    def __init__(self) -> None:
        self._not_ours: set[tuple[bytes, bytes]] = set()  # (numbering of the server, number)

    def look(self) -> int:
        """Take in all that has come; gives how many mails. Raises Unreachable."""
        try:
            line = _opened()
        except (imaplib.IMAP4.error, OSError) as fault:
            raise Unreachable(_why(fault)) from fault
        try:
            return self._take_in(line)
        except (imaplib.IMAP4.error, OSError) as fault:
            raise Unreachable(_why(fault)) from fault
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                line.logout()

    def reach(self) -> None:
        """Only see whether the mailbox can be read. Raises Unreachable."""
        try:
            line = _opened()
            try:
                _select(line, settings.IMAP_FOLDER)
            finally:
                line.logout()
        except (imaplib.IMAP4.error, OSError) as fault:
            raise Unreachable(_why(fault)) from fault

    def _take_in(self, line: imaplib.IMAP4) -> int:
        _select(line, settings.IMAP_FOLDER)
        numbering = _numbering(line)
        taken = 0
        for number in _numbers(line, "UNDELETED"):
            if (numbering, number) in self._not_ours:
                continue
            raw = _fetch(line, number)
            ours = recipients(raw) if raw is not None else []
            if raw is None or not ours:
                self._not_ours.add((numbering, number))
                continue
            for address in ours:
                intake.keep(raw, rcpt_to=address, came_by="imap")
            _move(line, number)
            taken += 1
        _forget_old(line)
        return taken


def _opened() -> imaplib.IMAP4:
    """A line to the server, signed in."""
    host, port = settings.IMAP_HOST, settings.IMAP_PORT
    context = ssl.create_default_context()
    line: imaplib.IMAP4
    if settings.IMAP_TLS == "tls":
        line = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=PATIENCE)
    else:
        line = imaplib.IMAP4(host, port, timeout=PATIENCE)
    try:
        if settings.IMAP_TLS == "starttls":
            line.starttls(context)
        line.login(settings.IMAP_USER, settings.IMAP_PASSWORD)
        # What it can do for who is signed in is more than it said before.
        line.capabilities = tuple(line.capability()[1][0].decode("ascii", "replace").upper().split())
    except BaseException:
        line.shutdown()
        raise
    return line


def _why(fault: Exception) -> str:
    """The fault in words that tell what to do. A server's own words may hold anything, so none of them."""
    if isinstance(fault, ssl.SSLError):
        return "no private connection could be made (BYTURNS_IMAP_TLS, BYTURNS_IMAP_PORT)"
    if isinstance(fault, ConnectionRefusedError):
        return "nobody listens there (BYTURNS_IMAP_HOST, BYTURNS_IMAP_PORT)"
    if isinstance(fault, TimeoutError):
        return f"no answer in {PATIENCE} seconds: a firewall may block this port"
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror
    if isinstance(fault, _Folder):
        return str(fault)
    if "AUTH" in str(fault).upper() or "LOGIN" in str(fault).upper():
        return "the name or password was not accepted (BYTURNS_IMAP_USER, BYTURNS_IMAP_PASSWORD)"
    return "the server did not do what was asked"


class _Folder(imaplib.IMAP4.error):
    """A folder that cannot be opened or made."""


def _select(line: imaplib.IMAP4, folder: str) -> None:
    if line.select(_quoted(folder))[0] != "OK":
        raise _Folder(f"there is no folder {folder} (BYTURNS_IMAP_FOLDER)")


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _numbering(line: imaplib.IMAP4) -> bytes:
    found = line.response("UIDVALIDITY")[1]
    return next((one for one in found if one), b"")


def _numbers(line: imaplib.IMAP4, *which: str) -> list[bytes]:
    """The lasting numbers of the mails that are `which`."""
    kind, found = line.uid("SEARCH", *which)
    if kind != "OK":
        raise imaplib.IMAP4.error("search")
    return found[0].split() if found and found[0] else []


def _fetch(line: imaplib.IMAP4, number: bytes) -> bytes | None:
    """The mail as it stands there, left unread; None for one that has gone or is too large to take."""
    asked = number.decode("ascii")
    size = _SIZE.search(b" ".join(_plain(line.uid("FETCH", asked, "(RFC822.SIZE)")[1])))
    if size is None:
        return None
    if int(size[1]) > LARGEST:
        log.warning(
            "a mail of %s bytes is too large to be taken in; it stays in the mailbox", size[1].decode()
        )
        return None
    for one in line.uid("FETCH", asked, "(BODY.PEEK[])")[1]:
        if isinstance(one, tuple):
            return bytes(one[1])
    return None


def _plain(answer: list[Any]) -> list[bytes]:
    return [b" ".join(one) if isinstance(one, tuple) else one for one in answer if one]


def _move(line: imaplib.IMAP4, number: bytes) -> None:
    """Put one that was kept into the folder for those, which is made when it is not there."""
    asked, folder = number.decode("ascii"), _quoted(settings.IMAP_DONE)
    can_move = "MOVE" in line.capabilities
    for again in (True, False):
        if can_move:
            kind, _said = line.uid("MOVE", asked, folder)
        else:
            kind, _said = line.uid("COPY", asked, folder)
        if kind == "OK":
            break
        if not again:
            raise _Folder(f"there is no folder {settings.IMAP_DONE} and none can be made (BYTURNS_IMAP_DONE)")
        line.create(folder)
    if not can_move:
        line.uid("STORE", asked, "+FLAGS.SILENT", "(\\Deleted)")
        _expunge(line, asked)


def _expunge(line: imaplib.IMAP4, asked: str) -> None:
    """Drop these; only these, where the server can: others in the mailbox may be marked by somebody else."""
    if "UIDPLUS" in line.capabilities:
        line.uid("EXPUNGE", asked)


def _forget_old(line: imaplib.IMAP4) -> None:
    """What was taken in goes from the mailbox too after 30 days (settled point 20)."""
    if line.select(_quoted(settings.IMAP_DONE))[0] != "OK":
        return
    since = (clock.now() - KEPT_FOR - timedelta(days=1)).strftime("%d-%b-%Y")
    old = _numbers(line, "BEFORE", since)
    if old:
        asked = b",".join(old[:500]).decode("ascii")
        line.uid("STORE", asked, "+FLAGS.SILENT", "(\\Deleted)")
        _expunge(line, asked)


class Polling(threading.Thread):
    """Looks into the mailbox while the process runs."""

    def __init__(self) -> None:
        super().__init__(name="byturns-mailbox", daemon=True)
        self._ends = threading.Event()
        self._mailbox = Mailbox()

    def run(self) -> None:
        while not self._ends.is_set():
            close_old_connections()
            try:
                self._mailbox.look()
            except Unreachable as fault:
                log.error("the mailbox: %s", fault)
            except Exception:
                log.exception("the mailbox: stumbled; going on in a minute")
            connections.close_all()
            self._ends.wait(EVERY)

    def stop(self) -> None:
        self._ends.set()
