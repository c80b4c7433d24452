"""What is chosen about mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from byturns.conversations.models import Message
from byturns.mail.letters import YES
from byturns.mail.models import Inbound, Original
from byturns.notifications import composing
from byturns.notifications.models import Choice, Voice
from tests.authorization.things import NOT_BLOCKER, STEWARDS

if TYPE_CHECKING:
    from tests.authorization.scene import World


def plant(world: World) -> None:
    """One who chose, the name that mail bears, and a link from a mail."""
    own = world.groups["own"]
    Choice.objects.create(group=own, membership=world.members["old"], pace="weekly", shows="plain")
    sender = world.canaries.plant("notifications.Voice.sender", STEWARDS)
    Voice.objects.create(group=own, sender=sender)
    address = world.names["message", "open.reply"]
    message = Message.objects.get(public_id=address["message_id"])
    canary = world.canaries.plant("mail.Original.text", NOT_BLOCKER)
    Original.objects.create(group=own, message=message, text=f"Her words\n-- \n{canary}", kept="1")
    asked = Inbound.objects.create(
        digest="of a mail",
        raw=b"From: a@example.org\n\nwords",
        size=9,
        came_by="smtp",
        mail_from=world.canaries.plant("mail.Inbound.mail_from", ()),
        rcpt_to=world.canaries.plant("mail.Inbound.rcpt_to", ()),
        state="asked",
        why="unproven",
        group_id=own.pk,
        membership_id=world.members["old"].pk,
    )
    world.names["mail_link", "asked"] = {"token": YES.sign(asked.public_id)}
    world.names["mail_link", "missing"] = {"token": YES.sign(asked.public_id)[:-2] + "zz"}
    token = composing.STOP.sign_object([world.members["old"].public_id, composing.stamp(Choice())])
    world.names["stop_link", "open"] = {"token": token}
    world.names["stop_link", "missing"] = {"token": token[:-3] + "abc"}
