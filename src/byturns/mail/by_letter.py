"""An answer to a letter about many conversations: its writer says which one was meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from byturns.conversations.models import Conversation
from byturns.groups.models import Membership
from byturns.mail import intake, places
from byturns.mail.kinds import State, Way
from byturns.mail.models import Inbound, ReplyKey


@dataclass(frozen=True)
class Item:
    """One conversation of a letter, as its page shows it: place and time, no words."""

    name: str  # what a button sends
    place: str
    at: datetime


def place_of(conversation: Conversation) -> str:
    """Where something is, without a name or a word."""
    return _("One of your circles") if conversation.circle_id is not None else _("Talk")


def items_of(kept: Inbound, writer: Membership) -> list[Item]:
    """What the letter held that this mail answers, of what is open to her; inside her group."""
    return [
        Item(key.conversation.public_id, place_of(key.conversation), key.said_at or key.made_at)
        for key in _keys(kept, writer)
    ]


def choose(kept: Inbound, writer: Membership, name: str) -> None:
    """She says that the mail is hers, and for this item of the letter. Anything else changes nothing."""
    for key in _keys(kept, writer):
        if key.conversation.public_id == name and kept.state == State.ASKED:
            intake.say_yes(kept, writer, conversation_id=key.conversation_id)


def _keys(kept: Inbound, writer: Membership) -> list[ReplyKey]:
    letter = places.found(kept.rcpt_to).letter if kept.way == Way.LETTER else None
    if letter is None or letter.membership_id != writer.pk:
        return []
    opened = Conversation.objects.visible_to(writer)
    rows = ReplyKey.objects.filter(letter=letter, conversation__in=opened)
    return list(rows.select_related("conversation").order_by("pk"))
