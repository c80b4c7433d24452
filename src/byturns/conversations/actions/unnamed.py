"""Looking behind a message without a name."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations import events
from byturns.conversations.models import Message, UnnamedLook
from byturns.core import outbox
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership


@transaction.atomic
def look_behind(*, member: Membership, message: Message, reason: str) -> Membership:
    """A steward learns who wrote a message without a name, and says why; returns the writer.

    Each look is kept, stands in the group's log, and the writer is told: on her pages and by a letter
    with a neutral subject. Raises NotAllowed. Emits LookedBehind.
    """
    policy.require(member, "conversations.look_behind", message)
    writer = message.author
    assert writer is not None  # brought-in words are never without a name, so the rule refused  # noqa: S101
    look = UnnamedLook.objects.create(
        group_id=member.group_id, message=message, by=member, reason=reason.strip()[:300]
    )
    emit(events.LookedBehind(group_id=member.group_id, by_id=member.pk, message_id=message.pk))
    account = writer.person.account
    if account is not None and writer.is_present:
        outbox.put("conversations.looked_behind", to=account.email, group_id=member.group_id, look_id=look.pk)
    return writer
