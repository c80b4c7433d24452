"""Looking for words: only where this reader may read, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from byturns.conversations import naming
from byturns.conversations.models import Message
from byturns.conversations.models.message import MessageQuerySet
from byturns.conversations.queries import PAGE
from byturns.core import clock, text
from byturns.groups.models import Distance, Membership
from byturns.search import index, snippets
from byturns.search.kinds import When
from byturns.search.query import Query


@dataclass(frozen=True)
class Hit:
    """One message found. `folded` says why its words are not shown in the list."""

    message: Message
    name: str
    heading: str
    url: str
    pieces: list[snippets.Piece]
    folded: str


def find(member: Membership, query: Query, *, kind: str = "", when: str = "") -> QuerySet[Message]:
    """The messages with all that was looked for, among those that `member` may read."""
    if not query:
        return Message.objects.none()
    rows = Message.objects.visible_to(member).filter(pk__in=index.matching(member.group_id, query))
    if kind:
        rows = rows.filter(conversation__kind=kind)
    if when:
        rows = _in_time(rows, When(when))
    return rows.order_by("-sent_at", "-pk")


def _in_time(rows: MessageQuerySet, when: When) -> MessageQuerySet:
    year_ago = clock.now() - timedelta(days=365)
    if when == When.OLDER:
        return rows.filter(sent_at__lt=year_ago)
    if when == When.MONTH:
        return rows.filter(sent_at__gte=clock.now() - timedelta(days=31))
    return rows.filter(sent_at__gte=year_ago)


def hits(member: Membership, found: list[Message], query: Query) -> list[Hit]:
    """What a page shows of these messages, in their order. Two queries, however many."""
    before = (
        Message.objects.on_page_of(member)
        .filter(conversation=OuterRef("conversation"), sent_at__lt=OuterRef("sent_at"))
        .order_by()
        .values("conversation")
        .annotate(how_many=Count("pk"))
        .values("how_many")
    )
    rows = (
        Message.objects.filter(pk__in=[message.pk for message in found])
        .select_related("author", "said_by", "conversation")
        .annotate(before=Coalesce(Subquery(before, output_field=IntegerField()), 0))
        .order_by("-sent_at", "-pk")
    )
    muted = set(Distance.objects.filter(by=member, kind=Distance.Kind.MUTE).values_list("whom_id", flat=True))
    return [_hit(member, message, query, muted) for message in rows]


def _hit(member: Membership, message: Message, query: Query, muted: set[int]) -> Hit:
    note = message.note or message.conversation.note
    folded = ""
    if note:
        folded = str(message.get_note_display() if message.note else message.conversation.get_note_display())
    elif naming.is_named(message) and message.author_id in muted:  # else the fold would name the writer
        folded = _("By somebody you have muted")
    address = reverse(
        "conversations:conversation",
        kwargs={"group_slug": member.group.slug, "public_id": message.conversation.public_id},
    )
    page = cast("Any", message).before // PAGE + 1
    return Hit(
        message=message,
        name=naming.name_of(message),
        heading=naming.heading_of(message.conversation, member),
        url=f"{address}?page={page}#m-{message.public_id}",
        pieces=[] if folded else snippets.around(text.to_plain(message.html), query),
        folded=folded,
    )
