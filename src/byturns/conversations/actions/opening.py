"""Starting a conversation."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from byturns.conversations import events
from byturns.conversations.actions.writing import (
    once_for,
    put_words,
    require_typist,
    require_words,
    title_from,
)
from byturns.conversations.kinds import Kind, Note
from byturns.conversations.models import Conversation, Draft
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
    """Start a conversation in `member`'s voice with its first words; the draft for it is gone after.

    `once` is the form's own token: the same words sent a second time give the conversation of the
    first. Raises NotAllowed. Emits ConversationOpened.
    """
    policy.require(member, "conversations.open", circle)
    require_words(words)
    require_typist(typed_by, member)
    if typed_by is not None and circle is not None:
        policy.require(typed_by, "conversations.open", circle)
    mark = once_for(once, f"{title}\n{words}")
    if mark and (earlier := Conversation.objects.filter(started_by=member, once=mark).first()):
        return earlier
    moment = clock.now()
    try:
        with transaction.atomic():
            conversation = Conversation.objects.create(
                group_id=member.group_id,
                started_by=member,
                circle=circle,
                title=text.tidy(title) or title_from(words, note),
                kind=kind,
                just_listening=just_listening or kind == Kind.LISTEN,
                note=note,
                unnamed=unnamed,
                opened_at=moment,
                last_at=moment,
                once=mark,
            )
    except IntegrityError:
        return Conversation.objects.get(started_by=member, once=mark)
    message = put_words(
        conversation, member, words, at=moment, note=note, unnamed=unnamed, typed_by=typed_by, once=mark
    )
    Draft.objects.filter(membership=typed_by or member, conversation=None).delete()
    emit(
        events.ConversationOpened(
            group_id=member.group_id, by_id=member.pk, conversation_id=conversation.pk, message_id=message.pk
        )
    )
    return conversation
