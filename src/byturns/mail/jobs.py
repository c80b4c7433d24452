"""Timed work on mail."""

from __future__ import annotations

from datetime import timedelta

from byturns.core import clock, jobs
from byturns.mail.kinds import State
from byturns.mail.models import Inbound

KEPT_FOR = timedelta(days=30)


@jobs.every("mail.tidy", minutes=60)
def tidy() -> None:
    """The raw mail goes after 30 days (settled point 20); what was never looked at is looked at."""
    late = clock.now() - KEPT_FOR
    Inbound.objects.filter(came_at__lt=late).exclude(raw=b"").exclude(state=State.NEW).update(
        raw=b"", mail_from="", rcpt_to=""
    )
    Inbound.objects.filter(state=State.ASKED, came_at__lt=late).update(state=State.DROPPED)
    for kept in Inbound.objects.filter(state=State.NEW, came_at__lt=clock.now() - timedelta(minutes=30)):
        jobs.enqueue("mail.take_in", inbound_id=kept.pk)
