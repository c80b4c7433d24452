"""Mails to be taken in, and what was sent."""

from __future__ import annotations

from email.message import EmailMessage

from django.core import mail as sent_mail

from byturns.conversations.models import Conversation, Message
from byturns.groups.scoping import everywhere

BORDER = "mx.carers.example"
PLAIN = "tuesday@carers.example"


def written(
    words: str = "I leave a lamp on.",
    *,
    sender: str = "amina@example.org",
    proven: str | None = None,
    number: int = 1,
    **headers: str,
) -> bytes:
    """A mail as our border hands it on, which has proven it; with proven="" it says nothing of it."""
    made = EmailMessage()
    if proven != "":
        made["Authentication-Results"] = f"{BORDER}; {proven or passes(sender)}"
    made["From"] = sender
    made["To"] = "whoever@carers.example"
    made["Subject"] = headers.pop("subject", "Re: A message from your group (wren)")
    made["Message-ID"] = f"<m{number}@mail.example>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(words)
    return made.as_bytes()


def passes(sender: str) -> str:
    """What our border says of a mail that is from whom it says."""
    return "dmarc=pass header.from=" + sender.rpartition("@")[2].rstrip(">")


def said(conversation: Conversation) -> list[tuple[str, str]]:
    """Who said what in it, but for the first message."""
    with everywhere("a test looks"):
        rows = Message.objects.filter(conversation=conversation).select_related("author").order_by("pk")
        return [(row.author.display_name, row.words) for row in rows][1:]


def sent_to(address: str) -> list[str]:
    """The text of every mail that went there."""
    return [one.body for one in sent_mail.outbox if one.to == [address]]


def link_in(body: str) -> str:
    """The path of the one page of ours that a mail leads to."""
    [found] = [word for word in body.split() if word.startswith("http")]
    return "/" + found.split("/", 3)[3]
