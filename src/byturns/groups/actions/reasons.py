"""Why somebody came: kept for her own eyes, changed and deleted by her alone."""

from __future__ import annotations

from django.db import transaction

from byturns.core import clock, text
from byturns.groups import policy
from byturns.groups.kinds import JOIN_REASONS
from byturns.groups.models import JoinReason, Membership


@transaction.atomic
def keep(*, member: Membership, reasons: list[str], words: str = "") -> JoinReason:
    """Keep or change her own reasons for joining. Unknown ones are left out. Raises NotAllowed.

    No fact is emitted: that somebody answered is her own affair too.
    """
    policy.require(member, "groups.join_reason")
    kept, _new = JoinReason.objects.update_or_create(
        membership=member,
        defaults={
            "group_id": member.group_id,
            "reasons": [key for key in JOIN_REASONS if key in reasons],
            "words": text.tidy(words),
            "at": clock.now(),
        },
    )
    return kept


@transaction.atomic
def delete(*, member: Membership) -> None:
    """Delete her own reasons for good. Raises NotAllowed."""
    policy.require(member, "groups.join_reason")
    JoinReason.objects.filter(membership=member).delete()
