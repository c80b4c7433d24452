"""Mail servers that stay for all the tests of a run, since each takes seconds to start."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import Envelope

from tests.mailservers import dovecot, postfix
from tests.mailservers.dovecot import Dovecot
from tests.mailservers.postfix import Postfix
from tests.running import free_port

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "setup-mail.md").read_text(encoding="utf-8")

# A provider of somebody's, in the same Postfix: what goes to her lies in the Dovecot.
_HOME = """
virtual_mailbox_domains = home.example
virtual_mailbox_base = {folder}
virtual_mailbox_maps = inline:{{ {{ amina@home.example = mail/ }} }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
"""


def told(heading: str) -> str:
    """The first lines to be copied below a heading of docs/setup-mail.md."""
    [found] = re.findall(rf"^#+ {re.escape(heading)}\n(?:(?!^#).)*?^```[a-z]*\n(.*?)^```", PAGE, re.M | re.S)
    return str(found)


def until(there: Callable[[], Any], log: Callable[[], str] = lambda: "") -> Any:
    """Wait for what other programs do."""
    for _ in range(600):
        if found := there():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come: " + log()[-3000:])


class Sink:
    """Everybody else's mail server: keeps what comes, and knows no `nobody@`."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address.startswith("nobody@"):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.got.append(envelope)
        return "250 OK"


@dataclass
class Relay:
    """A Postfix that hands mail for us to `door`, and everybody else's to `outside`."""

    postfix: Postfix
    door: int
    outside: int

    @property
    def port(self) -> int:
        return self.postfix.port

    @property
    def log(self) -> str:
        return self.postfix.log


@dataclass
class Kept:
    """What has been started, in folders below `folder`."""

    folder: Path
    ends: ExitStack
    _relays: dict[tuple[bool, bool], Relay] = field(default_factory=dict)
    _dovecot: Dovecot | None = None

    def relay(self, *, lmtp: bool, asks: bool) -> Relay:
        """`asks`: it asks us whether an address is known before it takes a mail. Without that, what it does
        when we refuse can be seen.
        """
        if (lmtp, asks) not in self._relays:
            door, outside, mailbox = free_port(), free_port(), self.dovecot()
            lines = told("Postfix").replace("2525", str(door))
            if lmtp:
                lines = lines.replace("smtp:[127.0.0.1]:", "lmtp:inet:127.0.0.1:")
            if not asks:
                lines = lines.replace("reject_unverified_recipient", "permit")
            lines += f"default_transport = smtp:[127.0.0.1]:{outside}\n"
            lines += _HOME.format(folder=mailbox.folder, uid=mailbox.uid, gid=mailbox.gid)
            folder = self.made(f"postfix-{len(self._relays)}")
            running = self.ends.enter_context(postfix.running(folder, lines))
            self._relays[lmtp, asks] = Relay(running, door, outside)
        return self._relays[lmtp, asks]

    def dovecot(self) -> Dovecot:
        if self._dovecot is None:
            self._dovecot = self.ends.enter_context(dovecot.running(self.made("dovecot")))
        return self._dovecot

    def made(self, name: str) -> Path:
        (self.folder / name).mkdir()
        return self.folder / name
