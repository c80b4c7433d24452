"""A part of "All I wrote": own words in places that are closed to her now, with the way to take each down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from byturns.conversations import queries
from byturns.conversations.models import Message
from byturns.core import routes
from byturns.groups import slots
from byturns.groups.models import Membership


def _out_of_reach(member: Membership) -> Mapping[str, Any] | None:
    found = queries.out_of_reach(member)
    if not found.rows:
        return None
    return {
        "rows": [(row, _take_down(member, row)) for row in found.rows],
        "more": found.more,
    }


def _take_down(member: Membership, message: Message) -> str:
    return routes.to(
        "conversations:take_down",
        group_slug=member.group.slug,
        public_id=message.conversation.public_id,
        message_id=message.public_id,
    )


slots.declare(slots.Slot("own_words", "conversations", "conversations/_out_of_reach.html", _out_of_reach))
