"""Under which name words are shown. Pages, search, mail and downloads all ask here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byturns.conversations.models import Conversation, Message
from byturns.groups.models import Membership


def name_of(message: Message) -> str:
    """The name beside these words: for everyone the same, stewards too.

    Needs `author` and `said_by` of the message (select them with it).
    """
    if message.said_by_id is not None and message.said_by is not None:
        return imported_name(message.said_by.name)
    if message.unnamed:
        return _("A member, without a name")
    if message.name_withdrawn:
        return _("A member who has left")
    return message.author.display_name if message.author is not None else ""


def imported_name(name: str) -> str:
    """A name that came with a history; a bare number never shows (settled point 17)."""
    if not name:
        return _("Someone, number not shown")
    return _("%(name)s, from the old group") % {"name": name}


def typist_of(message: Message) -> str:
    """Who typed it for the writer; "" when she wrote it herself, or when it would tell who she is."""
    if message.typed_by is None or message.unnamed:
        return ""
    if not message.typed_by.is_present:
        return _("somebody who has left")
    return message.typed_by.display_name


def is_named(message: Message) -> bool:
    """Whether a member stands behind these words by name, so that her seal and page may show."""
    return message.author_id is not None and not message.unnamed and not message.name_withdrawn


def starter_of(conversation: Conversation, reader: Membership) -> str:
    """Who started it, for the cue and for lists. A guest is not told unless the starter said yes."""
    if conversation.brought_in or conversation.started_by_id is None:
        return _("The old group")
    if conversation.unnamed:
        return _("A member, without a name")
    if conversation.name_withdrawn:
        return _("A member who has left")
    if reader.is_guest and not _open_to_guest(conversation):
        return _("A member")
    known: str | None = getattr(conversation, "starter_name", None)  # lists read it with the row
    if known is None and conversation.started_by is not None:
        known = conversation.started_by.display_name
    return known or ""


def heading_of(conversation: Conversation, reader: Membership) -> str:
    """The title, which is its starter's words: gone when they are, and not for every guest."""
    if conversation.title_down_at is not None:
        return _("Taken down")
    if reader.is_guest and not _open_to_guest(conversation):
        return _("A conversation")
    return conversation.title


def _open_to_guest(conversation: Conversation) -> bool:
    # Set by the queries that serve guests; without them nothing of the starter shows.
    return bool(getattr(conversation, "starter_lets_guest_read", False))
