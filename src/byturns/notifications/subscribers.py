"""Mail follows what is said, after it was committed."""

from __future__ import annotations

from byturns.conversations import events as said
from byturns.conversations.models import Message
from byturns.core.events import after
from byturns.notifications import telling


@after(said.ConversationOpened, said.MessageAdded)
def somebody_wrote(event: said.ConversationOpened | said.MessageAdded) -> None:
    """Decide who hears of it soon. Run twice, the notices that wait are found again."""
    rows = Message.objects.standing().filter(pk=event.message_id)
    message = rows.select_related("conversation").first()
    if message is not None:
        telling.tell_of(message=message)
