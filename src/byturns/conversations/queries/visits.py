"""Guests' visits, as members and stewards see them."""

from __future__ import annotations

from dataclasses import dataclass

from byturns.conversations.models import GuestMayRead, GuestObjection, GuestVisit
from byturns.core import clock
from byturns.groups.models import Membership


@dataclass(frozen=True)
class VisitState:
    """Where a visit stands, and what this member said about it. Never who else said what."""

    refused: bool
    stopped: bool
    over: bool
    open_now: bool
    i_said_no: bool
    may_read_mine: bool


def visit_as_seen_by(member: Membership, visit: GuestVisit) -> VisitState:
    """The state of a visit for `member`."""
    moment = clock.now()
    refused, stopped = visit.refused_at is not None, visit.stopped_at is not None
    over = visit.until <= moment
    yes = GuestMayRead.objects.filter(visit=visit, writer=member)
    return VisitState(
        refused=refused,
        stopped=stopped,
        over=over,
        open_now=not (refused or stopped or over) and visit.opens_at <= moment,
        i_said_no=GuestObjection.objects.filter(visit=visit, by=member).exists(),
        may_read_mine=yes.exists(),
    )


def guests() -> list[Membership]:
    """The guests whom the group knows, by name."""
    return list(
        Membership.objects.present().filter(role=Membership.Role.GUEST).order_by("display_name", "pk")
    )
