"""Work in the background about who is in the group."""

from __future__ import annotations

import logging

from byturns.core import jobs
from byturns.groups.actions import recovery, rota
from byturns.groups.models import Group
from byturns.groups.scoping import in_group

log = logging.getLogger("byturns.groups")


@jobs.job("groups.move_mailbox")
def move_mailbox(recovery_id: int) -> None:
    """Let a member in at her new address, when the hour has come."""
    recovery.finish(recovery_id=recovery_id)


@jobs.every("groups.rota", minutes=60)
def plan_rotas() -> None:
    """Keep a fortnight of every group's rota ahead, whatever its clock says. One that fails holds up none."""
    for group in Group.objects.all():
        with in_group(group):
            try:
                rota.plan_ahead(group=group)
            except Exception:
                log.exception("the rota of group %s was not planned", group.pk)
