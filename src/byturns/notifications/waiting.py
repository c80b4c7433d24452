"""What nobody has answered, and who can be asked to look at it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from byturns.conversations.kinds import Kind
from byturns.conversations.models import Conversation, Follow, Message
from byturns.core import clock
from byturns.groups.models import CircleMember, Group, Membership
from byturns.notifications.alerts import ALL, Hours, OnCall
from byturns.notifications.models import Alert, Patience
from byturns.notifications.queries import choices_of, listener

NEW_ENOUGH = timedelta(days=7)  # what has waited for longer was asked about in its time, or is history

QUIET_BEGINS = timedelta(days=7)
QUIET_ENDS = timedelta(days=21)

Called = list[tuple[OnCall, Membership]]


def waiting() -> QuerySet[Conversation]:
    """What waits and alerts somebody: all but what is not about caring (settled point 2)."""
    return (
        Conversation.objects.all().waiting().exclude(kind=Kind.BEYOND).select_related("group", "started_by")
    )


def to_ask_about() -> list[tuple[Conversation, datetime]]:
    """Of these, what a step may still be due for.

    Nothing that opened long ago, as on the first day of a group with a history, unless its answer went only
    lately; nothing about which all have been asked. With each since when it waits in this turn: alerts made
    before belong to the time before it was answered, when that answer has gone since.
    """
    others = (
        Message.objects.filter(conversation=OuterRef("pk"), author__isnull=False)
        .exclude(author=F("conversation__started_by"))
        .exclude(author__role=Membership.Role.GUEST)
    )
    lately = clock.now() - NEW_ENOUGH
    gone = others.filter(Q(taken_down_at__gte=lately) | Q(hidden_at__gte=lately))
    last = others.order_by().values("conversation").annotate(at=Max("sent_at")).values("at")
    asked_all = Alert.objects.filter(conversation=OuterRef("pk"), step=ALL, at__gt=OuterRef("turn_at"))
    rows = (
        waiting()
        .filter(Q(opened_at__gte=lately) | Q(again_at__gte=lately) | Exists(gone))
        .annotate(
            turn_at=Greatest(
                Coalesce(Subquery(last), F("opened_at"), output_field=DateTimeField()),
                Coalesce("again_at", "opened_at"),
            )
        )
        .exclude(Exists(asked_all))
        .order_by("opened_at", "pk")
    )
    return [(row, cast("Any", row).turn_at) for row in rows]


def gone_quiet() -> QuerySet[Conversation]:
    """What has been quiet for a week, so that its starter is asked whether it helped; not for much longer:
    on the first day of a group with a history nobody is asked about all of it.
    """
    now = clock.now()
    rows = Conversation.objects.all().quiet_since(now - QUIET_ENDS, now - QUIET_BEGINS)
    return rows.select_related("started_by__group", "started_by__person__account").order_by("pk")


def on_call(talk: Conversation) -> tuple[Called, Called]:
    """Who can be asked to look at it: the listeners, and the stewards who stand in for them.

    Of a circle only who is in: it looks after its own. Never who started it or muted it, nor who keeps away
    from her: it is not open to them.
    """
    everyone = Membership.objects.full().select_related("group", "person__account").order_by("pk")
    if talk.circle_id is not None:
        inside = CircleMember.objects.filter(circle=talk.circle_id).exclude(joined_at=None)
        return _called(talk, everyone.filter(pk__in=inside.values("membership"))), []
    listeners = _called(talk, everyone.filter(is_listener=True))
    return listeners, _called(talk, everyone.filter(role=Membership.Role.STEWARD, is_listener=False))


def _called(talk: Conversation, members: Iterable[Membership]) -> Called:
    members = list(members)
    choices = choices_of(members)
    mutes = Follow.objects.filter(conversation=talk, wish=Follow.Wish.MUTE)
    muted = set(mutes.values_list("membership_id", flat=True))
    made = []
    for member in members:
        if member.pk == talk.started_by_id or member.pk in muted:
            continue
        if not Conversation.objects.visible_to(member).filter(pk=talk.pk).exists():
            continue
        made.append((OnCall(member.pk, listener(member, choices[member.pk])), member))
    return made


def patience_of(group: Group) -> Hours:
    """After how long each step is due in this group."""
    kept = Patience.objects.filter(group=group).first()
    return Hours() if kept is None else Hours(kept.first, kept.second, kept.third)
