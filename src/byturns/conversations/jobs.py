"""Timed work on conversations."""

from __future__ import annotations

from byturns.conversations import actions
from byturns.core import jobs
from byturns.groups.models import Group
from byturns.groups.scoping import in_group


@jobs.every("conversations.wipe", minutes=15)
def wipe() -> None:
    """Replace the bytes of what was taken down, half an hour after (assurance: gone within the hour)."""
    for number in Group.objects.values_list("pk", flat=True):
        with in_group(number):
            actions.wipe_taken_down()
