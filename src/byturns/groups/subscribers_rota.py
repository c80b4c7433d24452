"""The rota follows who can be on duty."""

from __future__ import annotations

from byturns.core.events import after
from byturns.groups import events
from byturns.groups.actions import rota
from byturns.groups.models import Group


@after(events.BreakTaken, events.BreakEnded, events.ListenersNamed)
def somebody_can_or_cannot(event: events.BreakTaken | events.BreakEnded | events.ListenersNamed) -> None:
    """Plan again; run twice, it finds nothing more to do."""
    rota.plan_ahead(group=Group.objects.get(pk=event.group_id))


@after(events.MemberLeft, events.MemberRemoved, events.MemberDied)
def a_listener_may_have_gone(event: events.MemberLeft | events.MemberRemoved | events.MemberDied) -> None:
    """Her days are open again."""
    rota.forget_days(membership_id=event.membership_id)
    rota.plan_ahead(group=Group.objects.get(pk=event.group_id))
