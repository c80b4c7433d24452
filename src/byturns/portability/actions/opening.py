"""After the 14 days: what waits becomes conversations, for those who were there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from byturns.conversations import actions as conversations
from byturns.conversations.actions.bringing_in import Said, Talk
from byturns.conversations.models import Conversation, ImportedName, Message
from byturns.core import clock
from byturns.groups.models import Membership
from byturns.portability import queries
from byturns.portability.kinds import Source, State
from byturns.portability.models import Batch, GoneLine, StagedMessage, StagedName
from byturns.portability.queries.batches import there

AT_ONCE = 1000  # messages in one transaction: others can write in between
TITLES = {
    Source.WHATSAPP: gettext_lazy("From the old chat, %(day)s"),
    Source.MBOX: gettext_lazy("From the old mailing list, %(day)s"),
}


def open_batch(*, batch: Batch) -> int:
    """Bring in what was decided and whose time has come; returns how many messages came in.

    In steps that are each complete: can be stopped and run again. No rule is asked, the steward decided;
    nobody is notified. Emits HistoryBroughtIn once, at the end.
    """
    if batch.state != State.TOLD or batch.opens_at is None or clock.now() < batch.opens_at:
        return 0
    _make_names(batch)
    opener = _Opener(batch)
    for talks in opener.portions(queries.cuts(batch)):
        opener.bring_in(talks)
    with transaction.atomic():
        count = Message.objects.filter(said_by__batch_id=batch.pk).count()
        _settle(batch)
        batch.state = State.OPEN
        batch.opened_at = clock.now()
        batch.numbers = {**batch.numbers, "opened": count}
        batch.save()
        conversations.history_is_in(group_id=batch.group_id, batch_id=batch.pk, count=count)
    return count


@transaction.atomic
def _make_names(batch: Batch) -> None:
    """A name for each that comes; who hid hers stands there as someone."""
    rows = list(StagedName.objects.filter(batch=batch, imported=None).coming())
    made = conversations.name_them(
        names=[
            ImportedName(
                group_id=batch.group_id,
                batch_id=batch.pk,
                name=shown_name(row),
                said_key=row.said_key,
                membership_id=row.membership_id,
                claimed_at=row.claimed_at,
                hidden_at=row.hidden_at,
            )
            for row in rows
        ]
    )
    for row, name in zip(rows, made, strict=True):
        row.imported = name
    StagedName.objects.bulk_update(rows, ["imported"], batch_size=200)


def shown_name(row: StagedName) -> str:
    """The name beside the words: none for a bare number, "Someone" for who hid hers or gave no name."""
    if row.name_hidden or (not row.name and not row.by_number):
        return _("Someone")
    return row.name


@transaction.atomic
def _settle(batch: Batch) -> None:
    """What was only for the waiting goes: the words are in conversations now, the addresses were told."""
    batch.messages.all().delete()
    batch.lines.all().delete()
    StagedName.objects.filter(batch=batch).exclude(address="").update(address="")


class _Opener:
    """Goes through the cuts and writes whole conversations, some at a time."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._names = {
            row.pk: row.imported_id
            for row in StagedName.objects.filter(batch=batch).exclude(imported=None).coming()
        }
        here = set(Membership.objects.full().values_list("pk", flat=True))
        self._there = {who: days for who, days in there(batch).items() if who in here}
        self._title = TITLES[Source(batch.kind)]

    def portions(self, cuts: list[list[int]]) -> Iterator[list[list[int]]]:
        """Whole conversations, together about AT_ONCE messages."""
        portion: list[list[int]] = []
        size = 0
        for rows in cuts:
            portion.append(rows)
            size += len(rows)
            if size >= AT_ONCE:
                yield portion
                portion, size = [], 0
        if portion:
            yield portion

    @transaction.atomic
    def bring_in(self, cuts: list[list[int]]) -> None:
        wanted = [pk for rows in cuts for pk in rows]
        staged: dict[int, StagedMessage] = {}
        for at in range(0, len(wanted), 5000):
            staged.update(StagedMessage.objects.in_bulk(wanted[at : at + 5000]))
        keys = [row.key for row in staged.values()]
        where, gone = self._known(keys)
        talks = [talk for rows in cuts if (talk := self._talk([staged[pk] for pk in rows], where, gone))]
        conversations.bring_in(group_id=self._batch.group_id, batch_id=self._batch.pk, talks=talks)

    def _known(self, keys: list[str]) -> tuple[dict[str, int], set[str]]:
        """Which of these lines are here already, and where; which were taken down."""
        where: dict[str, int] = {}
        gone: set[str] = set()
        for at in range(0, len(keys), 5000):
            some = keys[at : at + 5000]
            where.update(
                Message.objects.filter(import_key__in=some)
                .exclude(import_key="")
                .values_list("import_key", "conversation_id")
            )
            gone.update(GoneLine.objects.filter(key__in=some).values_list("key", flat=True))
        return where, gone

    def _talk(self, rows: list[StagedMessage], where: dict[str, int], gone: set[str]) -> Talk | None:
        """One conversation with what is new of it; None when nothing is.

        After a message that is not brought in, no mail keeps what it quotes: it would bring it in after all.
        """
        said: list[Said] = []
        something_left_out = False
        for row in rows:
            name = self._names.get(row.name_id)
            if name is None or row.key in gone:
                something_left_out = True
                continue
            if row.key in where or row.known:
                continue
            quoted = "" if something_left_out else row.quoted
            said.append(Said(name, row.sent_at, row.words, quoted, row.key))
        if not said:
            return None
        into = next((where[row.key] for row in rows if row.key in where), None)
        begins = rows[0].sent_at
        if into is not None:
            begins = min(begins, Conversation.objects.values_list("opened_at", flat=True).get(pk=into))
        return Talk(self._heading(begins), said, self._there_at(begins), into)

    def _heading(self, moment: datetime) -> str:
        day = moment.astimezone(self._batch.group.zone)
        return str(self._title) % {"day": formats.date_format(day, "j F Y")}

    def _there_at(self, moment: datetime) -> list[int]:
        """Who was in the old group when this began: nobody sees what was said before she came."""
        day = moment.astimezone(self._batch.group.zone).date()
        return [
            who for who, days in self._there.items() if any(since is None or since <= day for since in days)
        ]
