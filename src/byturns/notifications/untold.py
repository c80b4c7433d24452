"""What a member has neither read nor been sent: the one rule for what any mail holds."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from byturns.conversations.models import Conversation, Follow, Message, ReadPoint
from byturns.core import clock
from byturns.groups.models import CircleMember, Distance, Membership
from byturns.notifications.models import Choice, Told
from byturns.people import whoami

RECALL = timedelta(minutes=2)  # so long can a message still be taken down unsent (settled point 22)
AS_FAR_BACK = timedelta(days=35)  # a monthly letter holds its month in words; what is older is a number


def untold(
    member: Membership, choice: Choice, *, conversation: Conversation | None = None
) -> QuerySet[Message]:
    """What a mail may tell her now, oldest first.

    Never her own words, what was brought in, what was said before she joined or came into the circle, what
    she muted, what can still be recalled, nor anything that a page would not show her.
    """
    rows = _rows(member, choice).filter(sent_at__lte=clock.now() - RECALL)
    return rows if conversation is None else rows.filter(conversation=conversation)


def young(member: Membership, choice: Choice, conversation: Conversation) -> datetime | None:
    """When the newest of what can still be recalled may be told; None when there is none."""
    rows = _rows(member, choice).filter(conversation=conversation, sent_at__gt=clock.now() - RECALL)
    newest = rows.last()
    return newest.sent_at + RECALL if newest is not None else None


def for_her(rows: QuerySet[Message], member: Membership) -> QuerySet[Message]:
    """Of these, what was said where she started, wrote or follows."""
    here = Q(conversation=OuterRef("conversation"))
    wrote = Message.objects.standing().filter(here, author=member)
    follows = Follow.objects.filter(here, membership=member, wish=Follow.Wish.FOLLOW)
    return rows.filter(Q(conversation__started_by=member) | Exists(wrote) | Exists(follows))


def _rows(member: Membership, choice: Choice) -> QuerySet[Message]:
    since = max(member.joined_at, (choice.rests_from or clock.now()) - AS_FAR_BACK)
    talk = OuterRef("conversation")
    read = ReadPoint.objects.filter(membership=member, conversation=talk, message_id__gte=OuterRef("pk"))
    muted = Follow.objects.filter(membership=member, conversation=talk, wish=Follow.Wish.MUTE)
    away = Distance.objects.filter(by=member, whom=OuterRef("author"))
    if member.is_steward:
        away = away.filter(kind=Distance.Kind.MUTE)  # whom she blocks she still hears on duty
    came_in = CircleMember.objects.filter(
        membership=member, circle=OuterRef("conversation__circle"), joined_at__lte=OuterRef("sent_at")
    )
    own = Q(author=member) | Q(typed_by=member)
    if whoami.shares(member.person):
        # Somebody else opens her mailbox: were this missing there, it would tell whose words these are.
        rows = Message.objects.exclude(own, unnamed=False).exclude(~own, Exists(read))
    else:
        rows = Message.objects.exclude(own).exclude(Exists(read))
    return (
        rows.visible_to(member)
        .filter(said_by=None, conversation__brought_in=False, sent_at__gte=since)
        .filter(Q(conversation__circle=None) | Exists(came_in))
        .exclude(Exists(away), unnamed=False, name_withdrawn=False)
        .exclude(Exists(muted))
        .exclude(Exists(Told.objects.filter(membership=member, message=OuterRef("pk"))))
        .select_related("conversation__started_by", "author", "said_by", "typed_by")
        .order_by("sent_at", "pk")
    )
