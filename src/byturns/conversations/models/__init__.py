"""Conversations and what is said in them. Import from here."""

from byturns.conversations.models.conversation import Conversation, Presence
from byturns.conversations.models.guests import GuestMayRead, GuestObjection, GuestVisit
from byturns.conversations.models.message import (
    Acknowledgement,
    ImportedName,
    Message,
    OlderText,
    UnnamedLook,
)
from byturns.conversations.models.reading import Draft, Follow, ReadPoint

__all__ = [
    "Acknowledgement",
    "Conversation",
    "Draft",
    "Follow",
    "GuestMayRead",
    "GuestObjection",
    "GuestVisit",
    "ImportedName",
    "Message",
    "OlderText",
    "Presence",
    "ReadPoint",
    "UnnamedLook",
]
