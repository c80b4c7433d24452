"""What must hold in the demo group: everyone named exists, and nothing is said before its time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from byturns.config.demo.content_shapes import Conversation, DemoGroup, Member, Message

KINDS = frozenset({"listen", "normal", "managed", "practical", "beyond", "story"})
NOTES = frozenset({"", "loss", "end_of_life", "violence", "self_harm", "other"})
CARING = frozenset({"caring", "differently", "was"})
MAIL = frozenset({"quiet", "plain", "whole", "none"})
AUDIENCES = frozenset({"group", "circles", "stewards", "me"})
PROFILE = frozenset({"likes", "knows", "about", "talk", "caring"})
WHY = frozenset({"usual_help_failed", "suggested", "give_back", "volunteered"})
LIMITS_WORDS = 120


def faults(group: DemoGroup) -> list[str]:
    """Every fault, as a sentence that says where it is; empty when all is well."""
    return [*_group(group), *_members(group), *_guests(group), *_applications(group), *_talks(group)]


def _twice(what: str, keys: Iterable[str]) -> Iterator[str]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield f"{what} {key} is there {times} times"


def _group(group: DemoGroup) -> Iterator[str]:
    yield from _twice("member", [m.key for m in group.members] + [g.key for g in group.guests])
    yield from _twice("conversation", (talk.key for talk in group.conversations))
    yield from _twice("circle", (circle.key for circle in group.circles))
    if len(group.limits.split()) >= LIMITS_WORDS:
        yield f"the limits of confidentiality have {LIMITS_WORDS} words or more"
    if [a.version for a in group.agreements] != list(range(1, len(group.agreements) + 1)):
        yield "the agreement's versions are not 1, 2 and so on"
    keys = {member.key for member in group.members}
    for circle in group.circles:
        for key in {circle.made_by, *circle.members} - keys:
            yield f"circle {circle.key}: nobody is called {key}"


def _members(group: DemoGroup) -> Iterator[str]:
    keys = {member.key for member in group.members}
    newest = len(group.agreements)
    for member in group.members:
        here = f"member {member.key}"
        for value, known in ((member.caring, CARING), (member.mail, MAIL)):
            if value not in known:
                yield f"{here}: {value} is not known"
        for reason in set(member.why) - WHY:
            yield f"{here}: {reason} is not a reason to join"
        for line in member.profile:
            if line.key not in PROFILE or line.audience not in AUDIENCES:
                yield f"{here}: profile {line.key} for {line.audience} is not known"
        if member.joined > group.opened:
            yield f"{here} joined before the group opened"
        if member.left is not None and member.left > member.joined:
            yield f"{here} left before joining"
        if not 1 <= member.agreed <= newest:
            yield f"{here} agreed to a version that is not there"
        if not member.mailbox and not member.typed_for_by:
            yield f"{here} has neither a mailbox nor somebody who types"
        for key in set(member.typed_for_by) - keys:
            yield f"{here}: nobody is called {key}"


def _guests(group: DemoGroup) -> Iterator[str]:
    stewards = {member.key for member in group.members if member.steward}
    talks = {talk.key for talk in group.conversations}
    for guest in group.guests:
        if guest.conversation not in talks:
            yield f"guest {guest.key}: no conversation {guest.conversation}"
        if guest.proposed_by not in stewards:
            yield f"guest {guest.key} was not proposed by a steward"
        if guest.proposed - guest.opens < 3:
            yield f"guest {guest.key} came in before the three days for objecting were over"


def _applications(group: DemoGroup) -> Iterator[str]:
    keys = {member.key for member in group.members}
    for application in group.applications:
        last = application.asked
        for said in application.messages:
            if said.by is not None and said.by not in keys:
                yield f"application {application.key}: nobody is called {said.by}"
            if said.at.order() <= last.order():
                yield f"application {application.key}: {said.at} comes too early"
            last = said.at


def _talks(group: DemoGroup) -> Iterator[str]:
    members = {member.key: member for member in group.members}
    circles = {circle.key: circle.members for circle in group.circles}
    guests = {guest.key: guest for guest in group.guests}
    for talk in group.conversations:
        here = f"conversation {talk.key}"
        if talk.kind not in KINDS or (talk.kind_was is not None and talk.kind_was not in KINDS):
            yield f"{here}: its kind is not known"
        if talk.circle is not None and talk.circle not in circles:
            yield f"{here}: no circle {talk.circle}"
        inside = circles.get(talk.circle or "")
        for message in talk.messages:
            where = f"{here}, {message.by} at {message.at.days}d{message.at.minutes}"
            guest = guests.get(message.by)
            if guest is not None:
                if guest.conversation != talk.key or message.at.days > guest.opens:
                    yield f"{where}: a guest has not been let in here"
            elif message.by not in members:
                yield f"{where}: nobody is called that"
            else:
                yield from _writer(where, members[message.by], message)
            if inside is not None and {message.by, *(a.by for a in message.acks)} - set(inside):
                yield f"{where}: somebody is not in the circle"
            yield from _message(where, message, members)
        yield from _order(here, talk)


def _writer(where: str, writer: Member, message: Message) -> Iterator[str]:
    if message.at.clocked and message.at.days > writer.joined:
        yield f"{where}: had not joined yet"
    if writer.left is not None and (not message.at.clocked or message.at.days <= writer.left):
        yield f"{where}: had left"
    if writer.typed_for_by and message.typed_by not in writer.typed_for_by:
        yield f"{where}: has no screen and nobody typed it"
    if message.typed_by is not None and message.typed_by not in writer.typed_for_by:
        yield f"{where}: {message.typed_by} may not type for them"


def _message(where: str, message: Message, members: dict[str, Member]) -> Iterator[str]:
    if message.note not in NOTES:
        yield f"{where}: note {message.note} is not known"
    if (message.words == "") != (message.taken_down is not None):
        yield f"{where}: words are empty when, and only when, they were taken down"
    yield from _twice(f"{where}: acknowledgement", (f"{ack.kind} {ack.by}" for ack in message.acks))
    for ack in message.acks:
        if ack.by not in members or members[ack.by].left is not None:
            yield f"{where}: {ack.by} cannot acknowledge"
        if ack.by == message.by:
            yield f"{where}: acknowledges their own words"
    if message.hiding is not None and not members[message.hiding.by].steward:
        yield f"{where}: hidden by somebody who is not a steward"
    if message.edit is not None and message.edit.was == message.words:
        yield f"{where}: edited without a change"
    ends = [message.taken_down]
    if message.edit is not None:
        ends.append(message.edit.at)
    if message.hiding is not None:
        ends.append(message.hiding.at)
    for end in ends:
        if end is not None and end.order() <= message.at.order():
            yield f"{where}: changed before it was sent"


def _order(here: str, talk: Conversation) -> Iterator[str]:
    for before, message in zip(talk.messages, talk.messages[1:], strict=False):
        if before.at.clocked != message.at.clocked or message.at.order() <= before.at.order():
            yield f"{here}: {message.by} at {message.at.days}d{message.at.minutes} comes too early"
    for message in talk.messages:
        if message.at.days < 1 if message.at.clocked else message.at.minutes < 1:
            yield f"{here}: {message.by} writes in the future"
