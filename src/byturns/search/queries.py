"""Looking for words: only where this reader may read, newest first."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from byturns.conversations import naming
from byturns.conversations.models import Message
from byturns.conversations.models.message import MessageQuerySet
from byturns.conversations.queries import PAGE
from byturns.conversations.stand_ins import READER, ask, reader
from byturns.core import clock, routes, text
from byturns.core.prepared import Prepared
from byturns.groups.models import Distance, Membership
from byturns.groups.scoping import in_group
from byturns.search import index, snippets
from byturns.search.kinds import When
from byturns.search.query import Query

AFTER_ALL = timedelta(days=36525)  # words brought in may bear any date
FAR = 30  # pages that can be turned; who looks further says more of what she looks for
WINDOW = 2 * PAGE  # messages that are looked at in one go, newest first, for those she may read


@dataclass(frozen=True)
class Sheet:
    """One page of what was found, without counting what comes after it."""

    messages: list[Message]
    number: int
    more: bool
    is_none: bool  # no page of it has anything


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
    asked = index.asked(member.group_id, query)
    return _matching(asked, kind, when).visible_to(member).order_by("-sent_at", "-pk")


def _matching(asked: str, kind: str, when: str) -> MessageQuerySet:
    rows: MessageQuerySet = Message.objects.filter(pk__in=index.matching(asked))
    if kind:
        rows = rows.filter(conversation__kind=kind)
    if when:
        rows = _in_time(rows, When(when))
    return rows


def _in_time(rows: MessageQuerySet, when: When) -> MessageQuerySet:
    year_ago = clock.now() - timedelta(days=365)
    if when == When.OLDER:
        return rows.filter(sent_at__lt=year_ago)
    if when == When.MONTH:
        return rows.filter(sent_at__gte=clock.now() - timedelta(days=31))
    return rows.filter(sent_at__gte=year_ago)


def sheet(member: Membership, query: Query, number: int, *, kind: str = "", when: str = "") -> Sheet:
    """Page `number` of `find`, with writers and conversations.

    Whether she may read a message costs more than that it matches, so it is asked of the newest first, a
    window at a time, until the page is full. A page has as many queries for one hit as for thirty. When the
    first windows do not fill it, since most of what matches is not hers, the rule is asked once for the rest.
    """
    number = min(number, FAR)
    wanted, found = number * PAGE + 1, cast("list[Message]", [])
    asked = index.asked(member.group_id, query) if query else ""
    until, last = clock.now() + AFTER_ALL, 0
    for looked in itertools.count(1):
        if not asked or len(found) >= wanted:
            break
        if looked > number + 1:
            found = list(find(member, query, kind=kind, when=when).select_related(*WITH)[:wanted])
            break
        window = _MATCHING.rows(
            kind != "", when, group=member.group_id, asked=asked, kind=kind, until=until, last=last
        )
        if window:
            numbers = dict.fromkeys(_NUMBERS, 0)
            numbers.update((f"n{place}", row.pk) for place, row in enumerate(window))
            found += ask(_READABLE, member, member.role, **numbers)
        if len(window) < WINDOW:
            break
        until, last = window[-1].sent_at, window[-1].pk
    start = (number - 1) * PAGE
    return Sheet(found[start : start + PAGE], number, len(found) > start + PAGE, not found)


def sheet_with_most(
    member: Membership, query: Query, number: int, *, kind: str = "", when: str = ""
) -> tuple[Sheet, bool]:
    """`sheet`; when no message that she may read has all words, those with most of them, and True.

    How many words that is, is halved towards: what has more words is also among what has fewer.
    """
    best = sheet(member, query, number, kind=kind, when=when)
    fewer = query.with_fewer() if best.is_none else []
    is_most = False
    while fewer:
        middle = len(fewer) // 2
        found = sheet(member, fewer[middle], number, kind=kind, when=when)
        if found.is_none:
            fewer = fewer[middle + 1 :]
        else:
            best, is_most, fewer = found, True, fewer[:middle]
    return best, is_most


_NUMBERS = {f"n{place}": int for place in range(WINDOW)}


def _build_matching(by_kind: bool, when: str, marks: Mapping[str, Any]) -> QuerySet[Message]:
    with in_group(marks["group"]):
        rows = _matching(marks["asked"], marks["kind"] if by_kind else "", when)
        older = Q(sent_at__lt=marks["until"]) | Q(sent_at=marks["until"], pk__lt=marks["last"])
        return rows.filter(older).only("pk", "sent_at").order_by("-sent_at", "-pk")[:WINDOW]


WITH = ("author", "said_by", "conversation")


def _build_readable(role: str, marks: Mapping[str, Any]) -> QuerySet[Message]:
    member = reader(marks, role)
    with in_group(member.group_id):
        return (
            Message.objects.filter(pk__in=[marks[name] for name in _NUMBERS])
            .visible_to(member)
            .select_related(*WITH)
            .order_by("-sent_at", "-pk")
        )


_MATCHING: Prepared[Message] = Prepared(
    _build_matching, group=int, asked=str, kind=str, until=datetime, last=int
)
_READABLE: Prepared[Message] = Prepared(_build_readable, **READER, **_NUMBERS)


def hits(member: Membership, found: list[Message], query: Query) -> list[Hit]:
    """What a page shows of these messages, in their order. One query, however many.

    Each needs its writer and its conversation, as `sheet` gives them.
    """
    muted = set(Distance.objects.filter(by=member, kind=Distance.Kind.MUTE).values_list("whom_id", flat=True))
    return [_hit(member, message, query, muted) for message in found]


def _hit(member: Membership, message: Message, query: Query, muted: set[int]) -> Hit:
    note = message.note or message.conversation.note
    folded = ""
    if note:
        folded = str(message.get_note_display() if message.note else message.conversation.get_note_display())
    elif naming.is_named(message) and message.author_id in muted:  # else the fold would name the writer
        folded = _("By somebody you have muted")
    address = routes.to(
        "conversations:conversation",
        group_slug=member.group.slug,
        public_id=message.conversation.public_id,
    )
    return Hit(
        message=message,
        name=naming.name_of(message),
        heading=naming.heading_of(message.conversation, member),
        url=f"{address}?at={message.public_id}#m-{message.public_id}",
        pieces=[] if folded else snippets.around(text.to_plain(message.html), query),
        folded=folded,
    )
