"""A mail that is not sure: whoever can know is asked, by a mail to an address that is known to be hers."""

from __future__ import annotations

from datetime import timedelta

from byturns.core import clock, outbox
from byturns.core.models import OutgoingMail
from byturns.groups.models import Membership
from byturns.mail import knowing
from byturns.mail.deciding import Decision
from byturns.mail.kinds import State, Why
from byturns.mail.models import Inbound

MOST_A_DAY = 3  # mails from unknown addresses that one member is asked about


def ask(kept: Inbound, decision: Decision, writer: Membership | None) -> Decision:
    """Ask about a mail; it is held when there is nobody to ask, or she was asked too often today."""
    if decision.why == Why.EITHER:
        _put("mail.which_of_you", kept.sender, kept)
        return decision
    if writer is None or writer.person.account is None:
        return Decision(State.HELD, decision.why)
    to = writer.person.account.email
    if decision.why == Why.TOO:
        if _asked_lately(to) >= MOST_A_DAY:
            return Decision(State.HELD, Why.ANOTHER)
        _put("mail.is_this_you_too", to, kept)
    else:
        _put("mail.was_this_you", to, kept)
    return decision


def _asked_lately(to: str) -> int:
    """How often a mailbox was asked in a day whether an unknown address is its member's too."""
    rows = OutgoingMail.objects.filter(kind="mail.is_this_you_too", to=to)
    return rows.filter(created_at__gt=clock.now() - timedelta(days=1)).count()


def either_of(kept: Inbound) -> dict[int, Membership]:
    """By their numbers, who could have written a mail from a mailbox that several open."""
    return {one.pk: one for one in knowing.members_with(kept.group_id, kept.sender).sign_in}


def _put(kind: str, to: str, kept: Inbound) -> None:
    outbox.put(kind, to=to, group_id=kept.group_id, once=f"{kind}:{kept.pk}", inbound_id=kept.pk)
