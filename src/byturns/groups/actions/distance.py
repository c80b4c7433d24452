"""Keeping away from somebody. The other is never told, and nothing gives it away (settled point 10)."""

from __future__ import annotations

from django.db import transaction

from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.models import Distance, Membership


@transaction.atomic
def keep_away(*, member: Membership, whom: Membership, kind: str) -> None:
    """Mute or block `whom`. A second choice takes the place of the first. Emits DistanceChanged.

    The fact does not hold whom it is about, so that no log can tell. Raises NotAllowed.
    """
    policy.require(member, "groups.keep_away", whom)
    Distance.objects.update_or_create(
        by=member,
        whom=whom,
        defaults={"kind": kind, "at": clock.now()},
        create_defaults={"group_id": member.group_id, "kind": kind},
    )
    _emit(member)


@transaction.atomic
def come_near(*, member: Membership, whom: Membership) -> None:
    """End a mute or a block. Emits DistanceChanged when there was one."""
    policy.require(member, "groups.keep_away", whom)
    gone, _by_table = Distance.objects.filter(by=member, whom=whom).delete()
    if gone:
        _emit(member)


def _emit(member: Membership) -> None:
    emit(events.DistanceChanged(group_id=member.group_id, by_id=member.pk, distance_by_id=member.pk))
