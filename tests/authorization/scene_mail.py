"""What is chosen about mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from byturns.notifications import composing
from byturns.notifications.models import Choice, Voice
from tests.authorization.things import STEWARDS

if TYPE_CHECKING:
    from tests.authorization.scene import World


def plant(world: World) -> None:
    """One who chose, the name that mail bears, and a link from a mail."""
    own = world.groups["own"]
    Choice.objects.create(group=own, membership=world.members["old"], pace="weekly", shows="plain")
    sender = world.canaries.plant("notifications.Voice.sender", STEWARDS)
    Voice.objects.create(group=own, sender=sender)
    token = composing.STOP.sign(world.members["old"].public_id)
    world.names["stop_link", "open"] = {"token": token}
    world.names["stop_link", "missing"] = {"token": token[:-3] + "abc"}
