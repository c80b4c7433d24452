"""What is chosen about mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from byturns.conversations.models import Message
from byturns.core import clock, ids
from byturns.groups.models import Membership
from byturns.mail import commands
from byturns.mail.letters import CONFIRM, TOO, WHICH, YES
from byturns.mail.models import Command, Inbound, Mark, Original, SecondAddress
from byturns.notifications import composing
from byturns.notifications.models import Choice, Device, Voice
from byturns.notifications.pushing import stamp
from tests.authorization.roles import EVERYBODY, MEMBERS
from tests.authorization.things import NOT_BLOCKER, STEWARDS

if TYPE_CHECKING:
    from tests.authorization.scene import World


def _first_of(world: World) -> Message:
    return Message.objects.get(public_id=world.names["message", "open.first"]["message_id"])


def plant(world: World) -> None:
    """One who chose, the name that mail bears, and a link from a mail."""
    own = world.groups["own"]
    Choice.objects.create(group=own, membership=world.members["old"], pace="weekly", shows="plain")
    sender = world.canaries.plant(
        "notifications.Voice.sender",
        STEWARDS,
        (MEMBERS, {"notifications:examples", "notifications:worker", "mail"}),
    )
    Voice.objects.create(group=own, sender=sender)
    # No push service's address, so that nothing is ever asked there.
    endpoint = f"https://{world.canaries.plant('notifications.Device.endpoint', ())}.example/"
    known = {"endpoint": endpoint, "digest": "of it", "stamp": stamp(world.members["old"].person.account)}
    Device.objects.create(group=own, membership=world.members["old"], **known)
    address = world.names["message", "open.reply"]
    message = Message.objects.get(public_id=address["message_id"])
    canary = world.canaries.plant("mail.Original.text", NOT_BLOCKER)
    Original.objects.create(group=own, message=message, text=f"Her words\n-- \n{canary}", kept="1")
    _addresses(world)
    _stopped(world, message)
    asked = Inbound.objects.create(
        digest="of a mail",
        raw=b"From: a@example.org\n\nwords",
        size=9,
        came_by="smtp",
        mail_from=world.canaries.plant("mail.Inbound.mail_from", ()),
        rcpt_to=world.canaries.plant("mail.Inbound.rcpt_to", ()),
        peer=world.canaries.plant("mail.Inbound.peer", ()),
        helo=world.canaries.plant("mail.Inbound.helo", ()),
        state="asked",
        why="unproven",
        group_id=own.pk,
        membership_id=world.members["old"].pk,
    )
    world.names["mail_link", "asked"] = {"token": YES.sign(asked.public_id)}
    world.names["mail_link", "missing"] = {"token": YES.sign(asked.public_id)[:-2] + "zz"}
    command = Command.objects.create(
        group=own,
        membership=world.members["new"],
        conversation=message.conversation,
        message=_first_of(world),
    )
    world.names["command_link", "hear"] = {"token": commands.token(command, "hear")}
    world.names["command_link", "missing"] = {"token": commands.token(command, "nothing")}
    old = world.members["old"]
    token = composing.STOP.sign_object([old.public_id, composing.stamp(Choice(), old)])
    Membership.objects.filter(pk=world.members["outside"].pk).update(is_listener=True)
    tomorrow = clock.today(own.zone) + timedelta(days=1)
    world.names["day", "free"] = {"day": tomorrow.isoformat()}
    world.names["day", "missing"] = {"day": "2020-02-30"}
    world.names["stop_link", "open"] = {"token": token}
    world.names["stop_link", "missing"] = {"token": token[:-3] + "abc"}


def _addresses(world: World) -> None:
    """A second mailbox, which nobody but she ever sees, and one that waits to be confirmed."""
    own, old = world.groups["own"], world.members["old"]
    hers = world.canaries.plant(
        "mail.SecondAddress.address", (), ({"old"}, {"mail:addresses", "groups:own_data"})
    )
    SecondAddress.objects.create(
        group=own, membership=old, address=f"{hers}@example.net", confirmed_at=old.joined_at
    )
    waits = SecondAddress.objects.create(group=own, membership=old, address="waits@example.net")
    token = CONFIRM.sign_object([old.public_id, waits.public_id])
    world.names["address_link", "open"] = {"token": token}
    world.names["address_link", "missing"] = {"token": token[:-3] + "abc"}
    Mark.objects.create(group=own, membership=old, letters="OL")


def _stopped(world: World, message: Message) -> None:
    """Mails that did not go through, and the one that `message` came as."""
    own, far, old = world.groups["own"], world.groups["far"], world.members["old"]
    sender = world.canaries.plant("mail.Inbound.sender", ()) + "@example.net"

    def came(**fields: object) -> Inbound:
        raw = f"From: {sender}\nSubject: Hello\n\nwords\n".encode()
        known = {"came_by": "smtp", "rcpt_to": "", "sender": sender, "group_id": own.pk, "verdict": "pass"}
        return Inbound.objects.create(digest=ids.public_id(), raw=raw, size=len(raw), **{**known, **fields})

    posted = came(state="posted", why="well", way="reply", message_id=message.pk, sender="")
    Inbound.objects.filter(pk=posted.pk).update(raw=b"From: her\n\nHer words\n")
    too = came(state="asked", why="too", way="own", membership_id=old.pk)
    which = came(state="asked", why="either", way="group", sender=old.person.account.email)
    held = came(state="held", why="stranger", way="group")
    hers = came(state="held", why="long", way="own", membership_id=old.pk, back_to_id=old.pk)
    foreign = came(state="held", why="stranger", way="group", group_id=far.pk)
    # The link went to this mailbox alone: whoever has it learns who opens that.
    world.canaries.also(old.person.name, EVERYBODY, {"mail_open:which_of_you"})
    world.names["too_link", "asked"] = {"token": TOO.sign(too.public_id)}
    world.names["too_link", "missing"] = {"token": TOO.sign(too.public_id)[:-2] + "zz"}
    world.names["which_link", "asked"] = {"token": WHICH.sign(which.public_id)}
    world.names["which_link", "missing"] = {"token": WHICH.sign(which.public_id)[:-2] + "zz"}
    for key, row in (("stranger", held), ("asked", too), ("foreign", foreign)):
        world.names["held_mail", key] = {"mail_id": row.public_id}
    world.names["held_mail", "missing"] = {"mail_id": "zzzzzzzzzzzz"}
    for key, row in (("hers", hers), ("asked", too), ("foreign", foreign)):
        world.names["returned_mail", key] = {"public_id": row.public_id}
    world.names["returned_mail", "missing"] = {"public_id": "zzzzzzzzzzzz"}
