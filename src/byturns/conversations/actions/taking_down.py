"""Taking down what one wrote, and putting it back while that can be done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Q, Subquery

from byturns.conversations import events
from byturns.conversations.kinds import PUT_BACK_WITHIN
from byturns.conversations.models import Conversation, Message, OlderText
from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership


@transaction.atomic
def take_down(*, member: Membership, message: Message) -> Message:
    """Take a message down: a line stays, its words show nowhere. Can be put back for half an hour.

    The first message takes the title with it. Others' replies stay; a conversation whose only answer
    this was waits again. Raises NotAllowed. Emits MessageTakenDown.
    """
    policy.require(member, "conversations.take_down", message)
    if message.taken_down_at is not None:
        return message
    message.taken_down_at = clock.now()
    message.save(update_fields=["taken_down_at"])
    settle_conversation(message, title_down_at=message.taken_down_at)
    emit(
        events.MessageTakenDown(
            group_id=member.group_id,
            by_id=member.pk,
            conversation_id=message.conversation_id,
            message_id=message.pk,
        )
    )
    return message


@transaction.atomic
def put_back(*, member: Membership, message: Message) -> Message:
    """Undo `take_down`. Raises NotAllowed, also when the words are already wiped. Emits MessagePutBack."""
    policy.require(member, "conversations.put_back", message)
    if message.taken_down_at is None:
        return message
    message.taken_down_at = None
    message.save(update_fields=["taken_down_at"])
    # What a steward hid stays away with its title.
    settle_conversation(message, title_down_at=message.hidden_at)
    emit(
        events.MessagePutBack(
            group_id=member.group_id,
            by_id=member.pk,
            conversation_id=message.conversation_id,
            message_id=message.pk,
        )
    )
    return message


def settle_conversation(message: Message, *, title_down_at: datetime | None) -> None:
    """After a message went or came back: the title follows the first message, `last_at` the newest."""
    conversation = Conversation.objects.select_for_update().get(pk=message.conversation_id)
    first = conversation.messages.order_by("sent_at", "pk").values_list("pk", flat=True).first()
    if first == message.pk:
        conversation.title_down_at = title_down_at
    newest = Message.objects.standing().filter(conversation=conversation).aggregate(at=Max("sent_at"))["at"]
    conversation.last_at = newest or conversation.opened_at
    conversation.save(update_fields=["title_down_at", "last_at"])


@transaction.atomic
def wipe_taken_down() -> int:
    """Replace the bytes of what was taken down and can no longer be put back; returns how many messages.

    The clock's work, run in each group's turn. Titles, older texts and folded quotes go too.
    """
    gone = Message.objects.filter(taken_down_at__lte=clock.now() - PUT_BACK_WITHIN).exclude(
        Q(words="") & Q(html="") & Q(quoted="")
    )
    numbers = list(gone.values_list("pk", flat=True))
    if not numbers:
        return 0
    OlderText.objects.filter(message__in=numbers).delete()
    opening = Message.objects.filter(conversation=OuterRef("pk")).order_by("sent_at", "pk").values("pk")[:1]
    # Only with its first message: the title of one that is hidden, or can come back, is still needed.
    Conversation.objects.annotate(opening=Subquery(opening)).filter(opening__in=numbers).update(title="")
    return Message.objects.filter(pk__in=numbers).update(words="", html="", quoted="")
