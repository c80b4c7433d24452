"""Work in the background about who is in the group."""

from __future__ import annotations

from byturns.core import jobs
from byturns.groups.actions import recovery


@jobs.job("groups.move_mailbox")
def move_mailbox(recovery_id: int) -> None:
    """Let a member in at her new address, when the hour has come."""
    recovery.finish(recovery_id=recovery_id)
