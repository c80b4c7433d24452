"""How words become a message. Only the actions of this folder call it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from byturns.conversations.kinds import Note
from byturns.conversations.models import Conversation, Message
from byturns.core import text
from byturns.groups import policy
from byturns.groups.models import Membership

NO_WORDS = policy.refuse(_("There is nothing in it that others could read. Write a word or two."))


def require_words(words: str) -> None:
    """Somebody must be able to see them: what nobody can read is no answer. Raises NotAllowed."""
    if not text.can_be_seen(words):
        raise policy.NotAllowed(NO_WORDS)


def put_words(
    conversation: Conversation,
    author: Membership,
    words: str,
    *,
    at: datetime,
    note: str,
    unnamed: bool,
    typed_by: Membership | None,
    once: str,
) -> Message:
    """The row of a new message, with its HTML made once for all pages."""
    tidied = text.tidy(words)
    return Message.objects.create(
        group_id=conversation.group_id,
        conversation=conversation,
        author=author,
        typed_by=typed_by,
        unnamed=unnamed and not author.is_guest,  # a guest is always seen to be one
        words=tidied,
        html=text.to_html(tidied),
        renderer=text.RENDERER,
        note=note,
        once=once,
        sent_at=at,
    )


def once_for(token: str, words: str, conversation: Conversation | None = None) -> str:
    """The mark of one sending: the form's token, the words, and the conversation that is answered.

    The same form sent twice makes one message; a form that was changed after "back" makes another,
    so that nothing typed is lost. "" when there is no token.
    """
    if not token:
        return ""
    place = conversation.public_id if conversation is not None else ""
    return hashlib.sha256(f"{place}{token}\n{text.tidy(words)}".encode()).hexdigest()[:32]


def require_typist(typed_by: Membership | None, author: Membership) -> None:
    """Who types for somebody must have been named by her. Raises NotAllowed."""
    if typed_by is not None:
        policy.require(typed_by, "conversations.type_for", author)


def title_from(words: str, note: str) -> str:
    """A title for who gave none: the first words, but never past a note that folds them."""
    if note:
        return str(Note(note).label)
    return text.first_words(text.tidy(words), 60)
