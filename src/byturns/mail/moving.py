"""A member has another mailbox: whoever still opens the old one can do nothing in her name."""

from __future__ import annotations

from django.db.models import Q

from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere
from byturns.mail import intake, places
from byturns.mail.deciding import Decision
from byturns.mail.kinds import State, Way, Why
from byturns.mail.models import AskingKey, Command, Inbound


def left_mailbox(person_id: int) -> None:
    """In all groups: each address that was sent to her old mailbox ends, and what was asked there is held."""
    with everywhere("a mailbox that somebody has left acts for her in no group"):
        hers = list(Membership.objects.filter(person=person_id).values_list("pk", flat=True))
        for number in hers:
            places.end_keys_of(number)
        Command.objects.filter(membership__in=hers).delete()
        asking = Q(membership__in=hers) | Q(membership=None, application__person=person_id)
        AskingKey.objects.filter(asking).delete()
        _hold(Q(membership_id__in=hers))
        _hold(Q(way=Way.ASKING, membership_id=None), only_dead=True)


def _hold(whose: Q, *, only_dead: bool = False) -> None:
    """Nobody can answer any more what was asked about these mails."""
    rows = Inbound.objects.select_for_update().filter(whose, state=State.ASKED)
    for kept in rows.defer("raw").order_by("pk"):
        if not only_dead or places.found(kept.rcpt_to).asking is None:
            intake.settle(kept, Decision(State.HELD, Why(kept.why)))
