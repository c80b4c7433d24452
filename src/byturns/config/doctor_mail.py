"""Whether mail goes out and comes in again: one mail of ours to an address of ours."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from byturns.core import ids, outbox
from byturns.core.models import OutgoingMail
from byturns.mail import border, doors, places
from byturns.mail.kinds import State, Verdict
from byturns.mail.models import Inbound
from byturns.mail.reading import letter
from byturns.mail.reading.letter import Letter

WAITS = 100.0  # seconds: a mailbox is looked into once a minute
STEP = 0.5

Says = tuple[bool | None, str]


def round_trip(why: Callable[[Exception], str]) -> Says | None:
    """Send a mail to ourselves and wait for it. (well, what to say), or None where no mail comes in.

    `why` puts a fault of the sending server in words. Leaves nothing behind.
    """
    if doors.declared() is None or not settings.EMAIL_HOST:
        return None
    row = OutgoingMail.objects.create(
        kind="mail.round",
        to="",
        message_id=outbox.new_message_id(),
        back=ids.public_id() + ids.public_id(),
        state=OutgoingMail.State.SENT,
    )
    address = places.bounce_address(row)
    try:
        return _sent(row, address, why) or _came_back(address, WAITS)
    finally:
        Inbound.objects.filter(rcpt_to=address).delete()
        row.delete()


def door() -> Says | None:
    """Whether the door that mail comes in by is open, and anything proves a sender; None for no door."""
    try:
        declared = doors.declared()
    except ImproperlyConfigured as fault:
        return False, str(fault)
    if declared is None:
        return None
    if (closed := _closed(declared)) is not None:
        return False, closed
    if settings.MAIL_CHECK == "border" and not settings.MAIL_BORDER:
        return None, f"is open, but members will be asked about each answer. {_no_verdict()}"
    return True, f"is open ({settings.MAIL_IN})"


def _closed(declared: doors.Door) -> str | None:
    if declared.kind == "webhook":
        return doors.webhook_fault() or None
    if declared.kind == "imap":
        from byturns.mail import imap  # only who reads a mailbox pays for it

        try:
            imap.Mailbox().reach()
        except imap.Unreachable as fault:
            return f"the mailbox cannot be read: {fault}"
        return None
    try:
        smtplib.SMTP(declared.host, declared.port, timeout=5).quit()
    except (OSError, smtplib.SMTPException):
        return f"nobody listens at {declared.host}:{declared.port}: is `serve` running?"
    return None


def _sent(row: OutgoingMail, address: str, why: Callable[[Exception], str]) -> Says | None:
    words = "Byturns looks whether mail comes in. You need do nothing.\n"
    mail = EmailMessage("A test from Byturns", words, None, [address], headers={"Message-ID": row.message_id})
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused:
        return False, f"was refused: {settings.EMAIL_HOST} does not take mail for {settings.MAIL_DOMAIN}"
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError):
        return False, f"was refused: {settings.EMAIL_HOST} does not send for {settings.DEFAULT_FROM_EMAIL}"
    except (OSError, smtplib.SMTPException, ssl.SSLError) as fault:
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        return False, f"cannot be handed over to {where}: {why(fault)}"
    return None


def _came_back(address: str, waits: float) -> Says:
    until = time.monotonic() + waits
    kept = None
    while kept is None or kept.state == State.NEW:
        if time.monotonic() > until:
            return False, _missing(kept, waits)
        time.sleep(STEP)
        kept = Inbound.objects.filter(rcpt_to=address).first()
    verdict = kept.border or _by_border(bytes(kept.raw))
    if verdict == Verdict.PASS:
        return True, "went out, came in again, and is known to be ours"
    if verdict == Verdict.FAIL:
        return False, (
            f"came in again, but as false: the DNS does not say that {settings.EMAIL_HOST} may send for "
            f"{settings.DEFAULT_FROM_EMAIL} (SPF, DKIM, DMARC)"
        )
    return None, (
        "came in again without a verdict on its sender: members will be asked about each answer. "
        + _no_verdict()
    )


def _missing(kept: Inbound | None, waits: float) -> str:
    if kept is not None:
        return "came in, but nobody has looked at it: is `serve` running?"
    return (
        f"went out but did not come back in {waits:.0f} seconds: is `serve` running, and does mail for "
        f"{settings.MAIL_DOMAIN} lead here (BYTURNS_MAIL_IN={settings.MAIL_IN})?"
    )


def _by_border(raw: bytes) -> str:
    read = letter.read(raw)
    if not isinstance(read, Letter):
        return Verdict.NONE
    return border.verdict(read.authentication_results, settings.MAIL_BORDER, read.writer.only or "")


def _no_verdict() -> str:
    if settings.MAIL_CHECK == "own":
        return "Its domain has no SPF, DKIM or DMARC that fits, or the DNS is silent (BYTURNS_MAIL_DNS)."
    if settings.MAIL_BORDER:
        return f"No server called {settings.MAIL_BORDER} wrote one (BYTURNS_MAIL_BORDER)."
    return "Set BYTURNS_MAIL_BORDER or BYTURNS_MAIL_CHECK=own."
