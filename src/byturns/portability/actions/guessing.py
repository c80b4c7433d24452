"""Whose names these may be: a first proposal, which a steward looks through before anything happens."""

from __future__ import annotations

import re

from byturns.groups.kinds import Words
from byturns.groups.models import Membership
from byturns.groups.queries import names
from byturns.portability.importing import keys
from byturns.portability.kinds import Choice
from byturns.portability.models import Batch, StagedName

_ROBOTS = re.compile(
    r"(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?|listserv|majordomo|mailman|"
    r".*-(?:bounces|owner|request|admin|noreply))(?:\+.*)?@",
    re.IGNORECASE,
)


def is_robot(address: str) -> bool:
    """Whether nobody reads mail at this address."""
    return bool(_ROBOTS.match(address))


def match_names(batch: Batch) -> None:
    """Propose a member for each name: by the address, else by the same name if only one goes by it.

    Words of people who were removed, or who left and had their words taken down, are left out.
    """
    by_address: dict[str, Membership] = {}
    by_name: dict[str, list[Membership]] = {}
    for who in Membership.objects.exclude(role=Membership.Role.GUEST).select_related("person__account"):
        if who.person.account is not None:
            by_address[keys.address(who.person.account.email)] = who
        by_name.setdefault(names.folded(who.display_name), []).append(who)
    changed = []
    for row in StagedName.objects.filter(batch=batch):
        known = by_address.get(row.said_key) if row.said_key else None
        row.certain = known is not None
        if known is None and row.name:
            same = by_name.get(names.folded(row.name), [])
            known = same[0] if len(same) == 1 else None
        if known is None:
            continue
        if keeps_out(known):
            row.choice = Choice.OUT
        elif known.is_present:
            row.choice, row.membership = Choice.MEMBER, known
        changed.append(row)
    StagedName.objects.bulk_update(changed, ["choice", "membership", "certain"], batch_size=200)


def keeps_out(who: Membership) -> bool:
    """Whether the words of this person are not to be brought in (settled point 17)."""
    if who.status == Membership.Status.REMOVED:
        return True
    return who.status == Membership.Status.LEFT and who.words_wish == Words.DOWN
