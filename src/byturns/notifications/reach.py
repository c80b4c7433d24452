"""Whom words will reach before they are sent: by the same rule as the mails, and giving nobody away.

Who keeps away from somebody, or from a conversation, is counted like everybody: the number would tell it
(settled point 10). Of few readers only that they are few is said: a number would be about one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from byturns.conversations.models import Conversation, Follow, Message
from byturns.core import clock
from byturns.groups.models import Circle, CircleMember, Membership
from byturns.notifications import audience
from byturns.notifications.audience import Said
from byturns.notifications.queries import choices_of, listener
from byturns.notifications.untold import RECALL

FEW = 3  # so many readers or fewer: no number about their mail


@dataclass(frozen=True)
class Reach:
    """How many others can read it; of these, how many by mail today, and how many later."""

    readers: int
    today: int
    later: int

    @property
    def says_mail(self) -> bool:
        return self.readers > FEW


def of_new(member: Membership, circle: Circle | None = None, *, to_everyone: bool = False) -> Reach:
    """The reach of a conversation that she would begin now. Three queries."""
    return _reach(member, circle.pk if circle is not None else None, to_everyone=to_everyone)


def of_answer(member: Membership, talk: Conversation) -> Reach:
    """The reach of her answer there. Five queries."""
    return _reach(member, talk.circle_id, talk)


def _reach(
    member: Membership, circle_id: int | None, talk: Conversation | None = None, *, to_everyone: bool = False
) -> Reach:
    others = Membership.objects.full().exclude(pk=member.pk).select_related("group", "person__account")
    if circle_id is not None:
        inside = CircleMember.objects.filter(circle=circle_id).exclude(joined_at=None)
        others = others.filter(pk__in=inside.values("membership"))
    rows = list(others.order_by("pk"))
    choices = choices_of(rows)
    follow, hers = set[int](), set[int]()
    if talk is not None:
        follows = Follow.objects.filter(conversation=talk, wish=Follow.Wish.FOLLOW)
        follow = set(follows.values_list("membership_id", flat=True))
        wrote = Message.objects.standing().filter(conversation=talk, unnamed=False)
        hers = {pk for pk in wrote.values_list("author_id", flat=True).distinct() if pk is not None}
        hers |= {talk.started_by_id} if talk.started_by_id is not None and not talk.unnamed else set()
    now = clock.now()
    midnight = _midnight(now, member)
    moments = []
    for one in rows:
        said = Said(followed=one.pk in follow, hers=one.pk in hers, to_everyone=to_everyone)
        moments.append(audience.comes_at(listener(one, choices[one.pk]), said, now + RECALL))
    today = sum(1 for at in moments if at is not None and at < midnight)
    later = sum(1 for at in moments if at is not None and at >= midnight)
    return Reach(len(rows), today, later)


def _midnight(now: datetime, member: Membership) -> datetime:
    zone = member.group.zone
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), tzinfo=zone)
