"""What is kept of mails that did not become a message, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.header import Header
from email.mime.text import MIMEText

from django.db import transaction
from django.db.models import Q, QuerySet

from byturns.conversations.models import Message
from byturns.core import clock
from byturns.mail import intake, refusing
from byturns.mail.deciding import Decision
from byturns.mail.kinds import State, Way, Why
from byturns.mail.models import Inbound
from byturns.mail.reading import letter
from byturns.mail.reading.kinds import Kind
from byturns.mail.reading.letter import Letter

KEPT_FOR = timedelta(days=30)
ANSWER_WITHIN = timedelta(days=28)  # her words go back, or are held, before the mail itself is forgotten
_OF_OTHERS = (Kind.QUOTE, Kind.ANSWERED, Kind.HEAD)
_HAS_A_SUBJECT = frozenset({Way.OWN, Way.GROUP, Way.COMMAND})  # elsewhere it is the title of a conversation


def nobody_answered() -> None:
    """What was asked about and never answered is held, for stewards to see; proven words go back to her."""
    late = Inbound.objects.filter(state=State.ASKED, came_at__lt=clock.now() - ANSWER_WITHIN)
    for number in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            kept = Inbound.objects.select_for_update().filter(pk=number, state=State.ASKED).first()
            if kept is None:
                continue  # answered just now
            intake.settle(kept, Decision(State.HELD, Why(kept.why)))
            read = letter.read(bytes(kept.raw))
            if isinstance(read, Letter):
                refusing.answer(kept, read)


def forget_old() -> None:
    """After 30 days the mail goes, and who sent it to whom (settled point 20)."""
    old = Inbound.objects.filter(came_at__lt=clock.now() - KEPT_FOR).exclude(state=State.NEW)
    still = ~Q(raw=b"") | ~Q(rcpt_to="") | ~Q(sender="")
    old.filter(still).update(raw=b"", mail_from="", rcpt_to="", sender="", peer="", helo="")


def keep_own_words(group_id: int, before: datetime) -> None:
    """Where words were taken down, mails that did not become a message keep only what their writer said.

    Inside the group; of what was taken down by `before`. Nothing tells any more what those words were, so
    everything that such a mail repeats goes.
    """
    gone = Message.objects.filter(taken_down_at__lte=before)
    rows = Inbound.objects.filter(group_id=group_id, message_id=None).exclude(state=State.NEW)
    where = Q(conversation_id__in=gone.values("conversation")) | Q(conversation_id=None)
    for number in list(rows.filter(where).exclude(raw=b"").values_list("pk", flat=True)):
        with transaction.atomic():
            kept = Inbound.objects.select_for_update().get(pk=number)
            if _came_after(kept, gone):
                left = own_words(kept)
                if left is not None:
                    Inbound.objects.filter(pk=number, message_id=None).update(raw=left)


def _came_after(kept: Inbound, gone: QuerySet[Message]) -> bool:
    """A mail repeats nothing that was said after it came."""
    rows = gone.filter(sent_at__lte=kept.came_at)
    if kept.conversation_id is not None:
        rows = rows.filter(conversation=kept.conversation_id)
    return rows.exists()


def own_words(kept: Inbound) -> bytes | None:
    """The mail with nothing but its writer's words; None when it is so already, b"" when nobody waits."""
    read = letter.read(bytes(kept.raw))
    if not isinstance(read, Letter):
        return b""
    cut = read.cut()
    if read.content_type == "text/plain" and not cut.places(*_OF_OTHERS) and not read.attachments:
        return None
    if kept.state not in {State.HELD, State.ASKED}:
        return b""
    made = MIMEText(cut.own, "plain", "utf-8")
    if kept.way in _HAS_A_SUBJECT and read.subject:
        made["Subject"] = Header(read.subject, "utf-8").encode()
    return made.as_bytes()


def forget_reports() -> None:
    """A report of what could not be delivered was read at once; it may hold our whole mail."""
    Inbound.objects.filter(way=Way.BACK).exclude(state=State.NEW).exclude(raw=b"").update(raw=b"")
