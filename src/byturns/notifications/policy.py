"""Who may choose what comes by mail."""

from __future__ import annotations

from byturns.groups.models import Membership
from byturns.groups.policy import ALLOW, Verdict, rule


@rule("notifications.choose")
def choose(member: Membership) -> Verdict:
    """Choose what comes by mail, when, and how much it shows."""
    return ALLOW


@rule("notifications.voice", stewards_only=True)
def voice(member: Membership) -> Verdict:
    """Say how the group's mail names itself."""
    return ALLOW
