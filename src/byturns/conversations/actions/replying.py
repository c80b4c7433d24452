"""Answering in a conversation."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from byturns.conversations import events
from byturns.conversations.actions import unnamed as unnamed_actions
from byturns.conversations.actions.writing import once_for, put_words, require_typist, require_words
from byturns.conversations.kinds import Note
from byturns.conversations.models import Conversation, Draft, Message
from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership


@transaction.atomic
def reply(
    *,
    member: Membership,
    conversation: Conversation,
    words: str,
    note: str = Note.NONE,
    unnamed: bool = False,
    typed_by: Membership | None = None,
    once: str = "",
    show_name: bool = False,
) -> Message:
    """Answer in `member`'s voice; the draft for this conversation is gone after.

    `once` as in `open_conversation`. With `show_name` she who started it without her name shows it, there
    and here. Raises NotAllowed. Emits MessageAdded, and NameShown.
    """
    policy.require(member, "conversations.reply", conversation)
    require_words(words)
    require_typist(typed_by, member)
    if show_name:
        unnamed_actions.show_name(member=member, conversation=conversation)
    policy.require(member, "conversations.reply_so", (conversation, unnamed, typed_by is not None))
    if typed_by is not None:
        policy.require(typed_by, "conversations.view", conversation)
    mark = once_for(once, words, conversation)
    # One writer at a time in a conversation: numbers then rise in the order they become visible, so
    # that "read up to here" never passes over a message that was still on its way.
    Conversation.objects.select_for_update().only("pk").get(pk=conversation.pk)
    try:
        with transaction.atomic():
            message = put_words(
                conversation,
                member,
                words,
                at=clock.now(),
                note=note,
                unnamed=unnamed,
                typed_by=typed_by,
                once=mark,
            )
    except IntegrityError:  # the same form was sent before: a constraint holds that it counts once
        return Message.objects.get(author=member, once=mark)
    Conversation.objects.filter(pk=conversation.pk).update(last_at=message.sent_at)
    Draft.objects.filter(membership=typed_by or member, conversation=conversation).delete()
    emit(
        events.MessageAdded(
            group_id=member.group_id, by_id=member.pk, conversation_id=conversation.pk, message_id=message.pk
        )
    )
    return message
