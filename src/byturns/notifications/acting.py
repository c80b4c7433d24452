"""The acts that a mail about conversations offers: for each conversation, and for the mail as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from byturns.conversations.models import Conversation, Message
from byturns.groups.models import Membership
from byturns.mail import commands
from byturns.mail.commands import Act
from byturns.mail.models import Command


@dataclass(frozen=True)
class Acts:
    """`on`: by the number of a conversation. `whole`: what the mail as a whole offers."""

    on: dict[int, list[Act]] = field(default_factory=dict)
    whole: list[Act] = field(default_factory=list)


def offer(
    member: Membership,
    items: Sequence[tuple[Conversation, Sequence[Message]]],
    *,
    reads: bool,
    first: Sequence[str] = (),
) -> Acts:
    """Make what a mail to her offers about `items`, each with the messages it tells of.

    The two or three most useful acts, and one that leads to the rest. A quiet answer is given to the newest
    message, where she `reads` its words in the mail. `first` are deeds that this mail offers before others.
    """
    rows = Command.objects.bulk_create(
        Command(
            group_id=member.group_id, membership=member, conversation=talk, message=_newest(member, messages)
        )
        for talk, messages in items
    )
    on = {}
    for row in rows:
        # Without the words in the mail there is nothing yet to answer quietly: only to read, or not to hear.
        answers = ["hear"] if reads and row.message_id is not None else []
        mute = ["mute"] if len(rows) == 1 and not first else []
        names = [*first, *answers, *mute]
        on[row.conversation_id or 0] = commands.acts(row, [*names, "more"] if reads or not names else names)
    return Acts(on, commands.acts(rows[0], ["rest", "change"]) if rows else [])


def _newest(member: Membership, messages: Sequence[Message]) -> Message | None:
    others = [message for message in messages if message.author_id != member.pk]
    return others[-1] if others else None
