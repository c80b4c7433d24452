"""Mail that leaves exactly when the change that asked for it was committed.

`put()` writes a row and a job in the caller's transaction. The job makes the words then, by the
letter registered for its kind, and sends them with the Message-ID chosen at the start: at least
once, and a second copy can be recognised as the same mail.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from byturns.core import addresses, clock, ids, jobs, paper, refusals
from byturns.core.models import OutgoingMail


@dataclass(frozen=True)
class Letter:
    """What a mail says: a neutral subject and its words, from which its text and its small HTML are drawn.

    `sender` is the name and `address` the address that it comes from and is answered to, both the house's own
    when empty. `to` is where it goes, when that may have changed since the mail was decided on. `headers`
    stand beside Message-ID. `gone` runs in the transaction that notes it as sent.
    """

    subject: str
    text: str | paper.Sheet
    sender: str = ""
    address: str = ""
    to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    gone: Callable[[], None] | None = None

    @property
    def body(self) -> str:
        """The mail as plain text."""
        return self.text if isinstance(self.text, str) else paper.as_text(self.text)

    @property
    def sheet(self) -> paper.Sheet:
        """The blocks of what it says."""
        if isinstance(self.text, str):
            return paper.of_text(self.text, origin=addresses.full(""), there=_("Open the page"))
        return self.text

    @property
    def html(self) -> str:
        """The same as a small page, in the language that is spoken now."""
        return paper.as_html(self.sheet, title=self.subject, lang=get_language() or settings.LANGUAGE_CODE)


@dataclass(frozen=True)
class Later:
    """Not now: the letter is asked again at this moment."""

    at: datetime


Writer = Callable[..., Letter | Later | None]
LETTERS: dict[str, Writer] = {}
_returns: list[Callable[[OutgoingMail], str]] = []
_refused: list[Callable[[OutgoingMail], None]] = []
ATTEMPTS = 12  # over a good day, after which a mail is given up
HANDING = timedelta(minutes=2)  # longer than any server is waited for: who began before that has died
REFUSED = "refused by the mail server"


def letter(kind: str) -> Callable[[Writer], Writer]:
    """Register what writes mails of `kind`: called with refs and secret as keywords.

    It returns None when there is nothing left to say (the invitation was taken back, say), and `Later` when
    this is no moment for it.
    """

    def register(write: Writer) -> Writer:
        LETTERS[kind] = write
        return write

    return register


def comes_back_to(address: Callable[[OutgoingMail], str]) -> None:
    """Let an app say where a mail comes back to that cannot be delivered ("": to the house's own address)."""
    _returns[:] = [address]


def when_refused(tell: Callable[[OutgoingMail], None]) -> None:
    """Let an app hear of each mail whose address the mail server refused for good."""
    _refused[:] = [tell]


Adder = Callable[..., Letter]
ADDED: dict[str, Adder] = {}


def adds(*kinds: str) -> Callable[[Adder], Adder]:
    """Register what an app above adds to letters of these kinds, called with the letter and its refs."""

    def register(add: Adder) -> Adder:
        ADDED.update(dict.fromkeys(kinds, add))
        return add

    return register


def write(
    kind: str, refs: Mapping[str, Any], secret: Mapping[str, Any] | None = None
) -> Letter | Later | None:
    """What a mail of this kind about `refs` says now, with what the apps above add to it."""
    written = LETTERS[kind](**refs, **(secret or {}))
    if isinstance(written, Letter) and kind in ADDED:
        return ADDED[kind](written, **refs)
    return written


def put(
    kind: str,
    *,
    to: str,
    group_id: int | None = None,
    secret: dict[str, Any] | None = None,
    run_after: datetime | None = None,
    once: str = "",
    **refs: Any,
) -> OutgoingMail:
    """Decide that `to` gets a mail of `kind` about `refs`. Sent soon after the commit, or after `run_after`.

    While a mail with the same `once` waits, that one is returned: it will say what has come to be said.
    """
    if kind not in LETTERS:
        raise LookupError(f"no letter is called {kind}")
    waiting = OutgoingMail.objects.filter(once=once, state=OutgoingMail.State.WAITING)
    if once and (earlier := waiting.first()) is not None:
        return earlier
    mail = OutgoingMail(
        kind=kind,
        to=to,
        group_id=group_id,
        refs=refs,
        secret=secret or {},
        message_id=new_message_id(),
        back=ids.public_id() + ids.public_id(),
        once=once,
        not_before=run_after,
    )
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        if (earlier := waiting.first()) is not None:
            return earlier
        mail.pk = None
        mail.save(force_insert=True)  # the one that stood in the way is being sent just now
    jobs.enqueue("core.send_mail", group_id=group_id, run_after=run_after, mail_id=mail.pk)
    return mail


def new_message_id() -> str:
    """A random Message-ID: it tells nothing of group, conversation or person (assurance R9)."""
    return f"<{ids.public_id()}{ids.public_id()}@{settings.MAIL_DOMAIN}>"


@jobs.job("core.send_mail", attempts=ATTEMPTS)
def send(mail_id: int) -> None:
    """Write and send one mail. Raises on a passing fault, to be tried again; at the last gives up.

    An address that the mail server refuses for good is not tried again: the row says why.
    """
    mail = OutgoingMail.objects.get(pk=mail_id)
    if mail.state != OutgoingMail.State.WAITING:
        return
    once = mail.once
    if not _claim(mail):
        return
    try:
        with sending(mail):
            written = write(mail.kind, mail.refs, mail.secret)
        if isinstance(written, Later):
            _put_off(mail, once, written.at)
            return
        if written is None:
            _settle(mail, OutgoingMail.State.DROPPED)
            return
        mail.to = written.to or mail.to
        _hand_over(_envelope(mail, written))
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        fault = f"{REFUSED} ({codes[0]})"
        if not all(refusals.for_good(code, words) for code, words in refused.recipients.values()):
            _wait_again(mail, once, fault if codes[0] >= 500 else "")
            raise
        with transaction.atomic():
            _settle(mail, OutgoingMail.State.FAILED, fault=fault)
            for tell in _refused:
                tell(mail)
        return
    except Exception:
        _wait_again(mail, once)
        raise
    with transaction.atomic():
        _settle(mail, OutgoingMail.State.SENT)
        if written.gone is not None:
            written.gone()


def _claim(mail: OutgoingMail) -> bool:
    """Be the one who sends it: of two workers one is. When the other one has died, it is looked at again."""
    now = clock.now()
    free = Q(handing_since=None) | Q(handing_since__lte=now - HANDING)
    mine = OutgoingMail.objects.filter(free, pk=mail.pk, state=OutgoingMail.State.WAITING)
    # What happens from here on may come too late for these words, so it can ask for a mail of its own.
    if mine.update(handing_since=now, attempts=F("attempts") + 1, once=""):
        mail.refresh_from_db(fields=["attempts", "handing_since", "once"])
        return True
    jobs.enqueue("core.send_mail", group_id=mail.group_id, run_after=now + HANDING, mail_id=mail.pk)
    return False


def _put_off(mail: OutgoingMail, once: str, at: datetime) -> None:
    """Nothing was tried: it waits for another moment, unless another mail meanwhile waits to say the same."""
    mail.attempts -= 1
    mail.not_before = at
    if not _take_up(mail, once):
        _settle(mail, OutgoingMail.State.DROPPED)
        return
    jobs.enqueue("core.send_mail", group_id=mail.group_id, run_after=at, mail_id=mail.pk)


def _wait_again(mail: OutgoingMail, once: str, fault: str = "") -> None:
    """After a passing fault: what comes until the next attempt is told with it. The last one is the end."""
    mail.fault = fault
    if mail.attempts >= ATTEMPTS:
        fault = f"could not be sent in {ATTEMPTS} attempts" + (f": {fault}" if fault else "")
        _settle(mail, OutgoingMail.State.FAILED, fault=fault)
    else:
        _take_up(mail, once)


def _take_up(mail: OutgoingMail, once: str) -> bool:
    """Let the mail be the one that waits under its key again; False when another is by now."""
    changed = ["attempts", "fault", "handing_since", "not_before", "once"]
    mail.once, mail.handing_since = once, None
    try:
        with transaction.atomic():
            mail.save(update_fields=changed)
    except IntegrityError:
        mail.once = ""
        mail.save(update_fields=changed)
        return False
    return True


_now_sent: ContextVar[OutgoingMail | None] = ContextVar("mail", default=None)


@contextmanager
def sending(mail: OutgoingMail) -> Iterator[None]:
    """While the words of `mail` are made, its letter may ask for its Message-ID."""
    token = _now_sent.set(mail)
    try:
        yield
    finally:
        _now_sent.reset(token)


def message_id() -> str:
    """The Message-ID of the mail whose words are being made; "" outside of that."""
    mail = _now_sent.get()
    return mail.message_id if mail is not None else ""


def going_to() -> str:
    """Where the mail goes whose words are being made; "" outside of that."""
    mail = _now_sent.get()
    return mail.to if mail is not None else ""


def _hand_over(envelope: EmailMultiAlternatives) -> None:
    try:
        envelope.send()
    except smtplib.SMTPSenderRefused:
        # This server sends for one address alone: then what comes back goes there, and the mail still goes.
        envelope.from_email = str(envelope.extra_headers["From"])
        envelope.send()


def _envelope(mail: OutgoingMail, written: Letter) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", **written.headers}
    house, own = parseaddr(settings.DEFAULT_FROM_EMAIL)
    sender = formataddr((" ".join(written.sender.split()) or house, written.address or own))
    headers["From"] = sender
    back = next((address for one in _returns if (address := one(mail))), sender)
    if written.address:
        headers["Reply-To"] = written.address  # some programs ignore it, so From is the same (point 19)
    envelope = EmailMultiAlternatives(
        subject=" ".join(written.subject.split()),
        body=written.body,
        from_email=back,  # of the envelope alone
        to=[mail.to],
        headers=headers,
    )
    envelope.attach_alternative(written.html, "text/html")
    return envelope


@jobs.every("core.tidy_mail", minutes=60)
def tidy() -> None:
    """Forget what was settled more than 30 days ago, and the secrets of mails given up.

    An address is not kept for longer than it may still explain a complaint.
    """
    month_ago = clock.now() - timedelta(days=30)
    OutgoingMail.objects.exclude(state=OutgoingMail.State.WAITING).filter(settled_at__lt=month_ago).delete()
    for mail in overdue(timedelta(days=2)):
        _settle(mail, OutgoingMail.State.FAILED, fault="could not be sent for two days")


def overdue(by: timedelta) -> QuerySet[OutgoingMail]:
    """Mails that wait though they could have gone for this long. One kept for a later hour is not late."""
    since = clock.now() - by
    waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING)
    return waiting.filter(Q(not_before=None, created_at__lt=since) | Q(not_before__lt=since))


def refusing() -> str:
    """How the mail server refuses mails that wait, by a rule of its own; "" when it does not."""
    waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING, fault__startswith=REFUSED)
    return waiting.order_by("-pk").values_list("fault", flat=True).first() or ""


def _settle(mail: OutgoingMail, state: OutgoingMail.State, fault: str = "") -> None:
    mail.state = state
    mail.fault = fault
    mail.secret = {}
    mail.settled_at = clock.now()
    mail.save(update_fields=["attempts", "fault", "secret", "settled_at", "state", "to"])
