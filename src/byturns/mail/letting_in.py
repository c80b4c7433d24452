"""What a steward can do for a held mail. She never posts one: only its writer says that it is theirs."""

from __future__ import annotations

from django.db import transaction

from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.actions.invitations import invite
from byturns.groups.models import Membership
from byturns.mail import asking, events
from byturns.mail.deciding import Decision
from byturns.mail.kinds import State, Verdict, Way, Why
from byturns.mail.models import Inbound


def can_be_led_on(kept: Inbound) -> bool:
    """Whether a steward can do anything for it: a mail to all, held because nobody knows its writer."""
    return (
        kept.state == State.HELD
        and kept.way == Way.GROUP
        and kept.why == Why.STRANGER
        and bool(kept.sender)
        and bool(kept.raw)
    )


def can_be_invited(kept: Inbound) -> bool:
    """Whether its writer may get a mail from us: only where it is proven who that is."""
    return can_be_led_on(kept) and kept.verdict == Verdict.PASS


@transaction.atomic
def lead_to_member(*, member: Membership, kept: Inbound, whom: Membership) -> bool:
    """The steward thinks that it is `whom`'s: she is asked, at the address we know. False: nothing to do.

    Raises NotAllowed. Emits MailLedToMember.
    """
    policy.require(member, "mail.let_in")
    kept = Inbound.objects.select_for_update().get(pk=kept.pk, group_id=member.group_id)
    if not can_be_led_on(kept) or whom.is_guest or not whom.is_present or whom.person.account is None:
        return False
    kept.membership_id = whom.pk
    decision = asking.ask(kept, Decision(State.ASKED, Why.TOO), whom)
    if decision.state != State.ASKED:
        return False
    kept.state, kept.why = decision
    kept.save(update_fields=["state", "why", "membership_id"])
    emit(
        events.MailLedToMember(
            group_id=member.group_id, by_id=member.pk, inbound_id=kept.pk, membership_id=whom.pk
        )
    )
    return True


@transaction.atomic
def invite_writer(*, member: Membership, kept: Inbound) -> bool:
    """Invite whoever wrote it, at the proven address it came from. False: not proven. Raises NotAllowed."""
    policy.require(member, "mail.let_in")
    if kept.group_id != member.group_id or not can_be_invited(kept):
        return False
    invite(member=member, email=kept.sender)
    return True
