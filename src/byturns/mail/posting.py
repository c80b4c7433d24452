"""A mail becomes a message of its writer; the rest of its text is kept beside it."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations import actions as talk
from byturns.conversations.models import Conversation, Message
from byturns.core.text import LONGEST
from byturns.groups.models import Membership
from byturns.groups.policy import NotAllowed
from byturns.mail import quoting, repeats, starting
from byturns.mail.deciding import Decision
from byturns.mail.kinds import State, Why
from byturns.mail.models import Inbound, Original, Quote
from byturns.mail.reading import ranges
from byturns.mail.reading.kinds import Kind
from byturns.mail.reading.letter import Letter
from byturns.mail.reading.reply import Cut

LOOKED_BACK = 200  # messages of a conversation in which a quote is looked for


def post(kept: Inbound, read: Letter, cut: Cut, writer: Membership) -> Decision:
    """Put the words where they were meant for, as the writer's; inside her group.

    A refusal (closed meanwhile, too long) holds the mail: nothing of it is lost. The same mail again
    posts nothing more.
    """
    words = cut.words
    if len(words) > LONGEST:
        return Decision(State.HELD, Why.LONG)
    once = f"mail{kept.public_id}"
    try:
        with transaction.atomic():
            if kept.conversation_id is not None:
                where = Conversation.objects.visible_to(writer).filter(pk=kept.conversation_id).first()
                if where is None:
                    return Decision(State.HELD, Why.CLOSED)
                message = talk.reply(member=writer, conversation=where, words=words, once=once)
            else:
                message = starting.begin(member=writer, subject=read.subject, words=words, once=once)
            place = f"conversation {kept.conversation_id}"
            repeats.claim(kept, read, words, writer=f"member {writer.pk}", place=place)
    except NotAllowed:
        return Decision(State.HELD, Why.CLOSED)
    except repeats.Repeated as before:
        kept.message_id = before.message_id  # so that it goes with it when it is taken down
        return Decision(State.DROPPED, Why.REPEATED)
    _keep_original(message, read, cut, writer)
    kept.message_id = message.pk
    return Decision(State.POSTED, Why.WELL)


def _keep_original(message: Message, read: Letter, cut: Cut, writer: Membership) -> None:
    """The whole text, but for what repeats our own mails: there a reference stands."""
    earlier = Message.objects.visible_to(writer).filter(conversation=message.conversation_id)
    rows = earlier.exclude(pk=message.pk).order_by("-pk").values_list("pk", "html")[:LOOKED_BACK]
    found = quoting.find(cut, dict(rows))
    lines = ["" if place in found.ours else line for place, line in enumerate(cut.lines, 1)]
    original = Original.objects.create(
        group_id=message.group_id,
        message=message,
        text="\n".join(lines),
        kept=cut.ranges(Kind.OWN, Kind.ANSWERED),
        feet=cut.ranges(Kind.SIGNATURE, Kind.FOOT),
        ours=ranges.told(found.ours),
        files=min(len(read.attachments), 1000),
    )
    Quote.objects.bulk_create(
        Quote(group_id=message.group_id, original=original, line=line, message_id=number)
        for line, number in found.messages.items()
    )
