"""Mails as members' programs send them, and what they find in the mails that we sent."""

from __future__ import annotations

import itertools
import re
from email.message import EmailMessage

from django.core import mail as sent_mail

from tests.mail.mails import passes

BORDER = "mx.carers.example"
DOMAIN = "carers.example"
_NUMBERS = itertools.count(1)


def sent_to(address: str) -> list:
    """All mails to this mailbox, oldest first."""
    return [one for one in sent_mail.outbox if one.to == [address]]


def written(
    words: str = "", *, sender: str = "amina@example.org", proven: str | None = None, subject: str = "Re: x"
) -> bytes:
    """A mail as it comes over our border; no two alike."""
    made = EmailMessage()
    if proven != "":
        made["Authentication-Results"] = f"{BORDER}; {proven or passes(sender)}"
    made["From"] = sender
    made["To"] = f"whoever@{DOMAIN}"
    made["Subject"] = subject
    made["Message-ID"] = f"<{next(_NUMBERS)}@mail.example>"
    made.set_content(words)
    return made.as_bytes()


def link_to(body: str, label: str) -> str:
    """The path of the page that stands behind these words in a mail."""
    found = re.search(rf"^{re.escape(label)}: https?://[^/\s]+(/mail/do/\S+)", body, re.MULTILINE)
    assert found, f"no link {label!r} in:\n{body}"
    return found[1]


def address_of(body: str, label: str) -> str:
    """The address that does the same by an empty mail."""
    found = re.search(
        rf"^{re.escape(label)}: http\S+\n  by an empty mail: (c-[a-z0-9]{{24}}@\S+)$", body, re.MULTILINE
    )
    assert found, f"no act {label!r} in:\n{body}"
    return found[1]
