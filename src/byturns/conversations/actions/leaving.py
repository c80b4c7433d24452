"""What becomes of somebody's words when she leaves. Called by what hears that she left."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations.models import (
    Acknowledgement,
    Conversation,
    Draft,
    Follow,
    GuestVisit,
    Message,
    OlderText,
    ReadPoint,
)
from byturns.core import clock
from byturns.groups.models import Membership


@transaction.atomic
def settle_words_of_leaver(*, member: Membership, words: str) -> None:
    """Keep her words ("keep"), keep them without her name ("unnamed"), or take them down ("down").

    Taken down means that the bytes are replaced at once, titles, older texts and quiet answers
    included; a line stays where each message was. Drafts, wishes and read points go in any case. No
    rule is asked and no fact emitted: leaving was allowed, and MemberLeft is the fact.
    """
    for kept in (Draft, Follow, ReadPoint):
        kept.objects.filter(membership=member).delete()
    GuestVisit.objects.filter(guest=member, stopped_at=None).update(stopped_at=clock.now())
    hers = Message.objects.filter(author=member)
    started = Conversation.objects.filter(started_by=member)
    if words == "keep":
        return
    Acknowledgement.objects.filter(by=member).delete()
    started.update(name_withdrawn=True)
    if words == "unnamed":
        hers.update(name_withdrawn=True)
        return
    OlderText.objects.filter(message__in=hers).delete()
    moment = clock.now()
    hers.filter(taken_down_at=None).update(taken_down_at=moment)
    hers.update(words="", html="", quoted="")
    started.filter(title_down_at=None).update(title_down_at=moment)
    started.update(title="")
