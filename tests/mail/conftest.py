"""Mail that comes in, for the tests of what becomes of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import close_old_connections

from byturns.conversations.models import Conversation
from byturns.groups.scoping import in_group
from byturns.mail import intake, places, smtp
from byturns.mail.models import Inbound, ReplyKey
from tests import world as scene
from tests.mail.mails import BORDER
from tests.mailservers import zone
from tests.mailservers.dovecot import Dovecot
from tests.mailservers.kept import Kept, Relay, Sink
from tests.world import World

Deliver = Callable[..., Inbound]


@pytest.fixture
def border(settings) -> str:
    """Our own border, which alone is believed."""
    settings.MAIL_BORDER = BORDER
    settings.MAIL_DOMAIN = "carers.example"
    settings.MAIL_IN = "127.0.0.1:2525"
    return BORDER


@pytest.fixture
def nights(world: World) -> Conversation:
    """A conversation that Brian began."""
    return scene.conversation(world.brian, "How do you manage the nights, all of you?")


@pytest.fixture
def to_amina(world: World, nights: Conversation, border: str) -> str:
    """The address at which Amina alone answers there."""
    with in_group(world.group):
        return places.reply_address(key_of(world, nights))


def key_of(world: World, nights: Conversation) -> ReplyKey:
    return places.make_key(world.amina, nights, "<one@carers.example>")


@pytest.fixture
def bring(run_jobs, border: str) -> Deliver:
    """Take a mail in, with all that follows from it."""

    def go(raw: bytes, to: str, *, mail_from: str = "somebody@example.org") -> Inbound:
        kept = intake.keep(raw, rcpt_to=to, came_by="smtp", mail_from=mail_from)
        run_jobs()
        kept.refresh_from_db()
        return kept

    return go


# --- Real servers ---


@pytest.fixture(scope="session")
def servers() -> Iterator[Kept]:
    """Debian's own, in a folder that the people they run as can open, which pytest's own folders are not."""
    with ExitStack() as ends:
        made = tempfile.TemporaryDirectory(prefix="byturns-mail-", dir="/tmp", ignore_cleanup_errors=True)
        folder = Path(ends.enter_context(made))
        folder.chmod(0o755)
        yield Kept(folder, ends)


@pytest.fixture
def own_check(settings: Any) -> Iterator[None]:
    """We look ourselves whether a sender is true, in a small DNS."""
    settings.MAIL_DOMAIN, settings.MAIL_IN = "carers.example", "127.0.0.1:2525"
    settings.MAIL_BORDER, settings.MAIL_CHECK = "", "own"
    known = {
        **zone.publishes("example.org", dmarc="v=DMARC1; p=reject"),
        **zone.publishes("home.example", dmarc="v=DMARC1; p=reject"),
    }
    with zone.served(known) as dns:
        settings.MAIL_DNS = dns.address
        yield


@pytest.fixture(params=["smtp", "lmtp"])
def relay(request: Any, servers: Kept, own_check: None) -> Iterator[Relay]:
    """A Postfix that hands mail for us over, by SMTP or by LMTP, to our own door."""
    lmtp = request.param == "lmtp"
    found = servers.relay(lmtp=lmtp, asks="unverified" in request.keywords)
    listening = smtp.start("127.0.0.1", found.door, lmtp=lmtp)
    yield found
    listening.stop()
    close_old_connections()


@pytest.fixture
def outside(relay: Relay) -> Iterator[Sink]:
    """Where mail to everybody else comes."""
    sink = Sink()
    listening = Controller(sink, hostname="127.0.0.1", port=relay.outside)
    listening.start()
    yield sink
    listening.stop()


@pytest.fixture
def dovecot(servers: Kept) -> Dovecot:
    """A mailbox that is read by IMAP, empty at first."""
    made = servers.dovecot()
    made.empty()
    return made
