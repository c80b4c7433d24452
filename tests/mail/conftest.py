"""Mail that comes in, for the tests of what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from byturns.conversations.models import Conversation
from byturns.groups.scoping import in_group
from byturns.mail import intake, places
from byturns.mail.models import Inbound, ReplyKey
from tests import world as scene
from tests.mail.mails import BORDER
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
