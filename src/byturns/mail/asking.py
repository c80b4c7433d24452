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
    if decision.why == Why.EITHER and kept.group_id is not None:
        [first, *_others] = knowing.members_with(kept.group_id, kept.sender).sign_in
        _put("mail.which_of_you", first, kept)
        return decision
    if writer is None or writer.person.account is None:
        return Decision(State.HELD, decision.why)
    if decision.why == Why.TOO:
        if asked_lately(writer) >= MOST_A_DAY:
            return Decision(State.HELD, Why.ANOTHER)
        _put("mail.is_this_you_too", writer, kept)
    else:
        _put("mail.was_this_you", writer, kept)
    return decision


def asked_lately(member: Membership) -> int:
    """How often she was asked in a day whether an unknown address is hers."""
    account = member.person.account
    rows = OutgoingMail.objects.filter(kind="mail.is_this_you_too", group_id=member.group_id)
    since = clock.now() - timedelta(days=1)
    return rows.filter(to=account.email, created_at__gt=since).count() if account is not None else MOST_A_DAY


def either_of(kept: Inbound) -> dict[int, Membership]:
    """By their numbers, who could have written a mail from a mailbox that several open."""
    if kept.group_id is None:
        return {}
    return {one.pk: one for one in knowing.members_with(kept.group_id, kept.sender).sign_in}


def _put(kind: str, member: Membership, kept: Inbound) -> None:
    account = member.person.account
    if account is not None:
        outbox.put(
            kind,
            to=account.email,
            group_id=member.group_id,
            once=f"{kind}:{kept.pk}",
            inbound_id=kept.pk,
        )
