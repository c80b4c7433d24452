"""Changing what one wrote, and letting the older text go."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations import events
from byturns.conversations.actions.writing import require_words, title_from
from byturns.conversations.models import Conversation, Message, OlderText
from byturns.core import clock, text
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership


@transaction.atomic
def edit_message(*, member: Membership, message: Message, words: str, note: str | None = None) -> Message:
    """Put `words` in place of the old ones, which stay for the writer alone.

    Others see that and when it was changed. Nothing happens when nothing changed. Raises NotAllowed.
    Emits MessageEdited.
    """
    # As it stands now, and held: another change or a wipe since it was read must not be undone.
    fresh = Message.objects.select_for_update().get(pk=message.pk)
    for now in ("words", "html", "renderer", "note", "edited_at", "taken_down_at", "hidden_at"):
        setattr(message, now, getattr(fresh, now))
    policy.require(member, "conversations.edit", message)
    require_words(words)
    tidied, old_note = text.tidy(words), message.note
    if note is not None and note != message.note:
        message.note = note
        message.save(update_fields=["note"])
    if tidied == message.words:
        return message
    moment = clock.now()
    OlderText.objects.create(
        group_id=message.group_id, message=message, words=message.words, replaced_at=moment
    )
    _follow(message, title_from(message.words, old_note), title_from(tidied, message.note))
    message.words = tidied
    message.html = text.to_html(tidied)
    message.renderer = text.RENDERER
    message.edited_at = moment
    message.save(update_fields=["words", "html", "renderer", "edited_at"])
    emit(
        events.MessageEdited(
            group_id=member.group_id,
            by_id=member.pk,
            conversation_id=message.conversation_id,
            message_id=message.pk,
        )
    )
    return message


def _follow(message: Message, was: str, now: str) -> None:
    """A title that was made of the first words changes with them: what she took out is out there too."""
    talk = Conversation.objects.filter(pk=message.conversation_id, started_by=message.author_id, title=was)
    first = Message.objects.filter(conversation=message.conversation_id).order_by("pk").first()
    if first is not None and first.pk == message.pk:
        talk.update(title=now)


@transaction.atomic
def forget_older_texts(*, member: Membership, message: Message) -> int:
    """Remove for good how the message read before; returns how many texts went. Raises NotAllowed.

    That it was changed still shows. Emits OlderTextsForgotten.
    """
    policy.require(member, "conversations.older_texts", message)
    gone, _ = OlderText.objects.filter(message=message).delete()
    if gone:
        emit(events.OlderTextsForgotten(group_id=member.group_id, by_id=member.pk, message_id=message.pk))
    return gone
