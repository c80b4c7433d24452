"""The messages of one page, as their reader may see them. What she may not read is not in a row at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from byturns.conversations.kinds import PUT_BACK_WITHIN, Ack, Note
from byturns.conversations.models import Acknowledgement, Conversation, ImportedName, Message
from byturns.conversations.naming import is_named, name_of, typist_of
from byturns.conversations.queries.lists import PAGE
from byturns.conversations.stand_ins import READER, ask, reader
from byturns.core import clock
from byturns.core.prepared import Prepared, partly
from byturns.groups.models import Distance, Membership
from byturns.groups.scoping import in_group

WHOLE = 60  # messages a page with ?all=1, and on paper

NOTES = dict(Note.choices)
ACKS = dict(Ack.choices)
_WITH = ("author", "typed_by", "said_by", "conversation")


@dataclass(frozen=True, slots=True)
class Heard:
    """One kind of quiet answer: who gave it, and whether the reader did."""

    kind: str
    label: str
    names: str
    mine: bool


@dataclass(frozen=True, slots=True)
class AckButton:
    """A quiet answer that the reader can give, or has given."""

    kind: str
    label: str | Promise
    mine: bool


NOT_GIVEN = tuple(AckButton(kind.value, kind.label, mine=False) for kind in Ack)


@dataclass(slots=True)
class Row:
    """One message. `gone` is the line in place of words that are not there to be read."""

    public_id: str
    name: str
    at: datetime
    seal: str = ""  # the name again, or "" when the seal must show no letter
    html: str = ""
    gone: str = ""
    fold: str = ""  # what stands on the fold: a note, or that she muted this person
    typed_by: str = ""
    quoted: str = ""
    edited_at: datetime | None = None
    guest: bool = False
    mine: bool = False
    acks: Sequence[AckButton] = ()
    can_put_back: bool = False
    is_first_new: bool = False
    heard: list[Heard] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """One page of a conversation. `shown` are the numbers of its messages, for the read point."""

    rows: list[Row]
    shown: list[int]
    number: int
    pages: int
    size: int

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def page_of(
    conversation: Conversation, member: Membership, *, number: int | None, whole: bool = False
) -> Page:
    """Page `number` of a conversation from `opened`; None opens at the first new message.

    With nothing new it opens at the end, or at the beginning for who never read it. Two queries.
    """
    known = cast("Any", conversation)
    size = WHOLE if whole else PAGE
    pages = max(-(-known.total // size), 1)
    if number is None:
        if known.first_new is not None:
            number = known.before_new // size + 1
        else:
            number = 1 if known.read_to is None else pages
    number = min(max(number, 1), pages)
    start = (number - 1) * size
    messages = ask(_MESSAGES, member, member.role, start, size, conversation=conversation.pk)
    _put_people(messages)
    heard = {} if member.is_guest else _heard(messages, member)
    rows = [_row(message, member, heard.get(message.pk, [])) for message in messages]
    for message, row in zip(messages, rows, strict=True):
        row.is_first_new = message.pk == known.first_new
    return Page(rows, [message.pk for message in messages], number, pages, size)


def _build(role: str, start: int, size: int, marks: Mapping[str, Any]) -> QuerySet[Message]:
    member = reader(marks, role)
    with in_group(member.group_id):
        return (
            _known_to(member, Message.objects.on_page_of(member))
            .filter(conversation=marks["conversation"])
            .defer("words", "once", "import_key")
            .order_by("sent_at", "pk")[start : start + size]
        )


_MESSAGES: Prepared[Message] = Prepared(_build, **READER, conversation=int)


def _known_to(member: Membership, messages: QuerySet[Message]) -> QuerySet[Message]:
    """With what a row shows of people, and how far the reader keeps from the writer."""
    return (
        messages.select_related("author", "typed_by", "said_by")
        .select_related(None)  # the fence around the joined rows stays; whole objects are not needed
        .annotate(
            distance=_distance(member),
            author_name=F("author__display_name"),
            author_role=F("author__role"),
            typist_name=F("typed_by__display_name"),
            typist_status=F("typed_by__status"),
            old_name=F("said_by__name"),
            old_hidden_at=F("said_by__hidden_at"),
        )
    )


def _distance(member: Membership) -> Subquery:
    """How far she keeps from the writer; a block also from what is under a brought-in name of hers."""
    kept = Distance.objects.filter(
        Q(whom=OuterRef("author")) | Q(whom=OuterRef("said_by__membership"), kind=Distance.Kind.BLOCK),
        by=member,
    )
    return Subquery(kept.values("kind")[:1])


def _put_people(messages: list[Message]) -> None:
    """Give each message its people, with only what a row shows, made once for all that they wrote."""
    people: dict[int, Membership] = {}
    typists: dict[int, Membership] = {}
    names: dict[int, ImportedName] = {}
    for message in messages:
        known = cast("Any", message)
        database: str = message._state.db or "default"
        if (number := message.author_id) is not None:
            if number not in people:
                shown = {"id": number, "display_name": known.author_name, "role": known.author_role}
                people[number] = partly(Membership, database, shown.items())
            message._state.fields_cache["author"] = people[number]  # as `author =`, which is slower
        if (number := message.typed_by_id) is not None:
            if number not in typists:
                shown = {"id": number, "display_name": known.typist_name, "status": known.typist_status}
                typists[number] = partly(Membership, database, shown.items())
            message._state.fields_cache["typed_by"] = typists[number]
        if (number := message.said_by_id) is not None:
            if number not in names:
                shown = {"id": number, "name": known.old_name, "hidden_at": known.old_hidden_at}
                names[number] = partly(ImportedName, database, shown.items())
            message._state.fields_cache["said_by"] = names[number]


def _row(message: Message, member: Membership, heard: list[Heard]) -> Row:
    """What `member` sees of one message: words only when she may read them."""
    distance: str | None = cast("Any", message).distance
    if message.unnamed or message.name_withdrawn:
        distance = None  # a fold or a line would tell whose words they are
    if member.is_steward and distance == Distance.Kind.BLOCK:
        distance = Distance.Kind.MUTE  # on duty a steward can open the words
    name = name_of(message)
    row = Row(message.public_id, name, message.sent_at, mine=message.author_id == member.pk)
    row.seal = name if is_named(message) else ""
    if message.taken_down_at is not None or (message.said_by is not None and message.said_by.hidden_at):
        row.gone = _("Taken down by the person who wrote it.")
        down = message.taken_down_at
        row.can_put_back = row.mine and down is not None and clock.now() < down + PUT_BACK_WITHIN
        return row
    if message.hidden_at is not None:
        row.gone = _("Hidden by a steward")
        if message.hidden_reason and (row.mine or member.is_steward):  # a word to the writer, not to all
            row.gone = _("Hidden by a steward: %(reason)s") % {"reason": message.hidden_reason}
        return row
    if distance == Distance.Kind.BLOCK:
        row.name = ""
        row.gone = _("Somebody you have blocked wrote here.")
        return row
    row.html = mark_safe(message.html)  # noqa: S308 - made safe when the words were written
    row.edited_at = message.edited_at
    row.quoted = message.quoted
    row.heard = heard
    if message.note:
        row.fold = str(NOTES.get(message.note, ""))
    if distance == Distance.Kind.MUTE and not row.mine:
        row.fold = _("You have muted this person")
    row.typed_by = typist_of(message)
    author = message.author
    row.guest = author is not None and author.is_guest and not message.unnamed
    if not row.mine and author is not None and not member.is_guest:
        given = {one.kind for one in heard if one.mine}
        row.acks = (
            [AckButton(one.kind, one.label, one.kind in given) for one in NOT_GIVEN] if given else NOT_GIVEN
        )
    return row


def _heard(messages: list[Message], member: Membership) -> dict[int, list[Heard]]:
    """Quiet answers to these messages, by kind, in the order they came. One query."""
    found: dict[int, dict[str, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    if messages:
        numbers = [message.pk for message in messages]
        given = _ACKS.rows(
            conversation=messages[0].conversation_id,
            group=member.group_id,
            first=min(numbers),
            last=max(numbers),
        )
        for ack in given:
            found[ack.message_id][ack.kind].append((ack.by_id, cast("Any", ack).by_name))
    return {message_id: _in_words(kinds, member) for message_id, kinds in found.items()}


def _build_acks(marks: Mapping[str, Any]) -> QuerySet[Acknowledgement]:
    with in_group(marks["group"]):
        return (
            Acknowledgement.objects.filter(
                message__conversation=marks["conversation"],
                message__gte=marks["first"],
                message__lte=marks["last"],
                by__group=F("group"),
            )
            .annotate(by_name=F("by__display_name"))
            .order_by("at", "pk")
        )


_ACKS: Prepared[Acknowledgement] = Prepared(_build_acks, conversation=int, group=int, first=int, last=int)


def _in_words(kinds: dict[str, list[tuple[int, str]]], member: Membership) -> list[Heard]:
    words = []
    for kind, label in ACKS.items():
        if people := kinds.get(kind):
            names = [_("you") if by == member.pk else name for by, name in people]
            mine = any(by == member.pk for by, _name in people)
            words.append(Heard(kind, str(label), ", ".join(names), mine))
    return words


def row_of(message: Message, member: Membership) -> Row:
    """One message alone, for its own page and after a quiet answer. It must be on her page."""
    heard = {} if member.is_guest else _heard([message], member)
    return _row(message, member, heard.get(message.pk, []))


def page_holding(conversation: Conversation, member: Membership, public_id: str) -> int | None:
    """The number of the page that the message of that address stands on; None when it has no place there."""
    there = Message.objects.on_page_of(member).filter(conversation=conversation)
    at = there.filter(public_id=public_id).values_list("sent_at", "pk").first()
    if at is None:
        return None
    sent_at, number = at
    before = there.filter(Q(sent_at__lt=sent_at) | Q(sent_at=sent_at, pk__lt=number))
    return before.count() // PAGE + 1


def on_page(member: Membership, conversation: Conversation, public_id: str) -> Message | None:
    """The message of that address if it has a place on her page of this conversation."""
    found = ask(_ONE, member, member.role, conversation=conversation.pk, public_id=public_id)
    return found[0] if found else None


def _build_one(role: str, marks: Mapping[str, Any]) -> QuerySet[Message]:
    member = reader(marks, role)
    with in_group(member.group_id):
        return (
            Message.objects.on_page_of(member)
            .filter(conversation=marks["conversation"], public_id=marks["public_id"])
            .select_related(*_WITH)
            .annotate(distance=_distance(member))
        )


_ONE: Prepared[Message] = Prepared(_build_one, **READER, conversation=int, public_id=str)


def readable(member: Membership, public_id: str) -> Message | None:
    """The message of that address, in whatever conversation, if she may read its words."""
    found = ask(_READABLE, member, member.role, public_id=public_id)
    return found[0] if found else None


def _build_readable(role: str, marks: Mapping[str, Any]) -> QuerySet[Message]:
    member = reader(marks, role)
    with in_group(member.group_id):
        rows = Message.objects.visible_to(member).filter(public_id=marks["public_id"])
        return rows.select_related(*_WITH)


_READABLE: Prepared[Message] = Prepared(_build_readable, **READER, public_id=str)
