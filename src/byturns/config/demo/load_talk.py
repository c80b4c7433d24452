"""The talk of the made-up group: conversations, messages, who acknowledged, who has read what."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from byturns.config.demo.content_shapes import Conversation as Told
from byturns.config.demo.content_shapes import Message as Said
from byturns.conversations.models import (
    Acknowledgement,
    Conversation,
    GuestVisit,
    Message,
    OlderText,
    ReadPoint,
)
from byturns.core import text
from byturns.safety.models import LocalNumber

if TYPE_CHECKING:
    from byturns.config.demo.load import Loader

A_WHILE = datetime.timedelta(minutes=10)
UNREAD = datetime.timedelta(hours=26)  # members were last here about a day ago


def conversations(loader: Loader) -> None:
    """All conversations, oldest first, and the guest's visit to one of them."""
    made = {told.key: _conversation(loader, told) for told in loader.told.conversations}
    for guest in loader.told.guests:
        GuestVisit.objects.create(
            group=loader.group,
            conversation=made[guest.conversation],
            guest=loader.members[guest.key],
            proposed_by=loader.members[guest.proposed_by],
            proposed_at=loader.days_ago(guest.proposed),
            opens_at=loader.days_ago(guest.opens),
            until=loader.now + datetime.timedelta(days=guest.until_in),
        )


def _conversation(loader: Loader, told: Told) -> Conversation:
    moments = told.moments(loader.now, loader.told.zone)
    standing = [at for at, said in zip(moments, told.messages, strict=True) if said.stands]
    conversation = Conversation.objects.create(
        group=loader.group,
        started_by=loader.members[told.starter],
        circle=loader.circles[told.circle] if told.circle else None,
        title=told.title,
        kind=told.kind,
        just_listening=told.just_listening,
        no_answer_needed=told.no_answer_needed,
        unnamed=told.messages[0].unnamed,
        opened_at=moments[0],
        last_at=standing[-1] if standing else moments[0],
    )
    messages = [
        _message(loader, conversation, said, at) for at, said in zip(moments, told.messages, strict=True)
    ]
    read = [message for message in messages if message.sent_at < loader.now - UNREAD]
    if read:
        joined = [member for member in loader.members.values() if member.joined_at < read[-1].sent_at]
        ReadPoint.objects.bulk_create(
            ReadPoint(
                group=loader.group, membership=member, conversation=conversation, message_id=read[-1].pk
            )
            for member in joined
        )
    return conversation


def _message(loader: Loader, conversation: Conversation, said: Said, at: datetime.datetime) -> Message:
    zone = loader.told.zone
    message = Message.objects.create(
        group=loader.group,
        conversation=conversation,
        author=loader.members[said.by],
        typed_by=loader.members[said.typed_by] if said.typed_by else None,
        unnamed=said.unnamed,
        words=text.tidy(said.words),
        html=text.to_html(text.tidy(said.words)),
        renderer=text.RENDERER,
        note=said.note,
        sent_at=at,
        edited_at=said.edit.at.moment(loader.now, zone) if said.edit else None,
        taken_down_at=said.taken_down.moment(loader.now, zone) if said.taken_down else None,
        hidden_at=said.hiding.at.moment(loader.now, zone) if said.hiding else None,
        hidden_reason=said.hiding.reason if said.hiding else "",
    )
    if said.edit:
        OlderText.objects.create(
            group=loader.group,
            message=message,
            words=said.edit.was,
            replaced_at=said.edit.at.moment(loader.now, zone),
        )
    Acknowledgement.objects.bulk_create(
        Acknowledgement(
            group=loader.group, message=message, by=loader.members[ack.by], kind=ack.kind, at=at + A_WHILE
        )
        for ack in said.acks
    )
    return message


def numbers(loader: Loader) -> None:
    """The group's own numbers under "Help right now"."""
    today = loader.now.date()
    for told in loader.told.numbers:
        LocalNumber.objects.create(
            group=loader.group,
            name=told.name,
            number=told.number,
            hours=told.when,
            checked_on=today - datetime.timedelta(days=20),
            review_by=today + datetime.timedelta(days=160),
        )
