"""Mails of ours that came back: which, to whom, and what follows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from byturns.core import clock, outbox
from byturns.core.models import OutgoingMail
from byturns.mail import bouncing, places
from byturns.mail.bouncing import Standing, Step
from byturns.mail.models import CameBack, Inbound
from byturns.mail.reading import reports
from byturns.mail.reading.reports import Failure
from byturns.people import actions as people
from byturns.people.models import Account

PROBE = "mail.probe"
AN_HOUR = timedelta(hours=1)
SEVERAL = 3  # mailboxes that are refused at about one time: then it is the mail server, not they


def heard(kept: Inbound) -> None:
    """Take in what came to the address that failures come to. Anything but a failure is nothing."""
    failure = reports.failure(bytes(kept.raw))
    mail = places.returned_mail(kept.rcpt_to)
    if failure is None or mail is None:
        return
    # Once for each mail: whoever reports it twice reports one failure.
    if OutgoingMail.objects.filter(pk=mail.pk, came_back=False).update(came_back=True):
        _failed(mail, hard=failure is Failure.HARD)


def refused(mail: OutgoingMail) -> None:
    """The mail server refused the address of a mail for good, while it was handed over.

    When it refuses several at about one time it is the server that wants mending: nobody is paused for it.
    """
    # An hour before the mail that is to find out goes, and an hour for that.
    lately = OutgoingMail.objects.filter(
        state=OutgoingMail.State.FAILED,
        fault__startswith=outbox.REFUSED,
        settled_at__gt=clock.now() - 2 * AN_HOUR,
    )
    if lately.values("to").distinct().count() < SEVERAL:
        _failed(mail, hard=True, probe_at=clock.now() + AN_HOUR)


@transaction.atomic
def _failed(mail: OutgoingMail, *, hard: bool, probe_at: datetime | None = None) -> None:
    account = Account.objects.filter(email__iexact=mail.to).first()
    if account is None:
        return
    row, _made = CameBack.objects.select_for_update().get_or_create(account=account)
    before = Standing(
        row.first_at,
        row.last_at,
        tuple(date.fromisoformat(day) for day in row.days.split()),
        row.probed_at,
        account.mail_stopped_at,
    )
    after, step = bouncing.failed(before, hard=hard, was_probe=mail.kind == PROBE, now=clock.now())
    if step is Step.PAUSE:
        people.mail_comes_back(account=account, since=after.first_at or clock.now())
        row.delete()  # when she takes mail up again, all begins anew
        return
    row.first_at, row.last_at, row.probed_at = after.first_at, after.last_at, after.probed_at
    row.days = " ".join(day.isoformat() for day in after.days)
    row.save()
    if step is Step.PROBE:
        outbox.put(
            PROBE, to=account.email, run_after=probe_at, once=f"probe:{account.pk}", account_id=account.pk
        )


def tidy() -> None:
    """Forget failures that say nothing any more, and those of mailboxes that mail reaches again."""
    late = clock.now() - bouncing.FORGETS
    CameBack.objects.filter(last_at__lt=late).delete()
