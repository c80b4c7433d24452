"""What members do in conversations. Each: require, change, emit."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from byturns.conversations import events
from byturns.conversations.kinds import Kind, Note
from byturns.conversations.models import Conversation, Draft, Message
from byturns.core import clock, text
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Circle, Membership


@transaction.atomic
def open_conversation(
    *,
    member: Membership,
    title: str,
    words: str,
    kind: str = Kind.STORY,
    circle: Circle | None = None,
    just_listening: bool = False,
    note: str = Note.NONE,
    unnamed: bool = False,
    typed_by: Membership | None = None,
    once: str = "",
) -> Conversation:
    """Start a conversation with its first words; the draft of a new conversation is gone after.

    `once` is the form's own token: sent a second time it gives the conversation of the first.
    Raises NotAllowed. Emits ConversationOpened.
    """
    policy.require(member, "conversations.open", circle)
    if once:
        earlier = Conversation.objects.filter(started_by=member, once=once).first()
        if earlier is not None:
            return earlier
    moment = clock.now()
    try:
        with transaction.atomic():
            conversation = Conversation.objects.create(
                group_id=member.group_id,
                started_by=member,
                circle=circle,
                title=text.tidy(title) or text.first_words(words, 60),
                kind=kind,
                just_listening=just_listening or kind == Kind.LISTEN,
                note=note,
                unnamed=unnamed,
                opened_at=moment,
                last_at=moment,
                once=once,
            )
    except IntegrityError:
        return Conversation.objects.get(started_by=member, once=once)
    message = _write(
        conversation, member, words, note=Note.NONE, unnamed=unnamed, typed_by=typed_by, once=once
    )
    Draft.objects.filter(membership=member, conversation=None).delete()
    emit(
        events.ConversationOpened(
            group_id=member.group_id, by_id=member.pk, conversation_id=conversation.pk, message_id=message.pk
        )
    )
    return conversation


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
) -> Message:
    """Answer in `conversation`; the draft for it is gone after. Emits MessageAdded.

    `once` as in `open_conversation`. Raises NotAllowed.
    """
    policy.require(member, "conversations.reply", conversation)
    if once:
        earlier = Message.objects.filter(author=member, once=once).first()
        if earlier is not None:
            return earlier
    try:
        with transaction.atomic():
            message = _write(
                conversation, member, words, note=note, unnamed=unnamed, typed_by=typed_by, once=once
            )
    except IntegrityError:
        return Message.objects.get(author=member, once=once)
    Conversation.objects.filter(pk=conversation.pk).update(last_at=message.sent_at)
    Draft.objects.filter(membership=member, conversation=conversation).delete()
    emit(
        events.MessageAdded(
            group_id=member.group_id, by_id=member.pk, conversation_id=conversation.pk, message_id=message.pk
        )
    )
    return message


def _write(
    conversation: Conversation,
    author: Membership,
    words: str,
    *,
    note: str,
    unnamed: bool,
    typed_by: Membership | None,
    once: str,
) -> Message:
    tidied = text.tidy(words)
    return Message.objects.create(
        group_id=conversation.group_id,
        conversation=conversation,
        author=author,
        typed_by=typed_by,
        unnamed=unnamed,
        words=tidied,
        html=text.to_html(tidied),
        renderer=text.RENDERER,
        note=note,
        once=once,
        sent_at=clock.now(),
    )
