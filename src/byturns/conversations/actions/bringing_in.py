"""How a history becomes conversations. Only portability calls it, and has asked its own rules.

Nobody is notified and nothing waits: what was brought in has no starter and no author (settled point 16).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from byturns.conversations import events
from byturns.conversations.models import Conversation, ImportedName, Message, Presence
from byturns.core import clock, text
from byturns.core.events import emit
from byturns.groups.models import Membership


@dataclass(slots=True)
class Said:
    """One message to be brought in, under the imported name of that number."""

    said_by_id: int
    sent_at: datetime
    words: str
    quoted: str
    import_key: str


@dataclass(slots=True)
class Talk:
    """One conversation to be brought in; with `into`, messages that go on one that is there already."""

    title: str
    messages: list[Said]
    there: Sequence[int]  # numbers of the memberships that were in it
    into: int | None = None


@transaction.atomic
def bring_in(*, group_id: int, batch_id: int, talks: Sequence[Talk]) -> int:
    """Write whole conversations at once; returns how many messages. Emits nothing: see `history_is_in`.

    The HTML of each message is made here, once. Raises IntegrityError when a line is there already.
    """
    new = [talk for talk in talks if talk.into is None]
    made = Conversation.objects.bulk_create(
        Conversation(
            group_id=group_id,
            title=talk.title,
            brought_in=True,
            batch_id=batch_id,
            no_answer_needed=True,
            opened_at=min(said.sent_at for said in talk.messages),
            last_at=max(said.sent_at for said in talk.messages),
        )
        for talk in new
    )
    number = {id(talk): row.pk for talk, row in zip(new, made, strict=True)}
    numbers = [number[id(talk)] if talk.into is None else talk.into for talk in talks]
    rows = [
        Message(
            group_id=group_id,
            conversation_id=where,
            said_by_id=said.said_by_id,
            words=said.words,
            html=text.to_html(said.words),
            renderer=text.RENDERER,
            quoted=said.quoted,
            sent_at=said.sent_at,
            import_key=said.import_key,
        )
        for talk, where in zip(talks, numbers, strict=True)
        for said in talk.messages
    ]
    Message.objects.bulk_create(rows, batch_size=500)
    together: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for talk, where in zip(talks, numbers, strict=True):
        together[tuple(talk.there)].append(where)
    for there, places in together.items():
        _let_in(group_id, places, there)
    for talk in talks:
        if talk.into is not None and talk.messages:
            settle_last(talk.into)
    return len(rows)


def _let_in(group_id: int, conversations: Sequence[int], memberships: Sequence[int]) -> None:
    """All of these members were in all of these conversations. One statement: there may be many thousands.

    The group stands in it twice, so that it lets nobody of another group in.
    """
    if not conversations or not memberships:
        return
    presence, talk, member = (
        connection.ops.quote_name(model._meta.db_table) for model in (Presence, Conversation, Membership)
    )
    marks = [", ".join(["%s"] * len(numbers)) for numbers in (conversations, memberships)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {presence} (group_id, conversation_id, membership_id)"  # noqa: S608 - our own names
            f" SELECT t.group_id, t.id, m.id FROM {talk} t CROSS JOIN {member} m"
            f" WHERE t.group_id = %s AND m.group_id = %s AND t.id IN ({marks[0]}) AND m.id IN ({marks[1]})"
            " ON CONFLICT DO NOTHING",
            [group_id, group_id, *conversations, *memberships],
        )


@transaction.atomic
def name_them(*, names: Sequence[ImportedName]) -> list[ImportedName]:
    """Write the names that the messages of a batch stand under."""
    return ImportedName.objects.bulk_create(names)


@transaction.atomic
def history_is_in(*, group_id: int, batch_id: int, count: int) -> None:
    """All of a batch is there. Emits HistoryBroughtIn, the one fact for it."""
    emit(events.HistoryBroughtIn(group_id=group_id, batch_id=batch_id, count=count))


@transaction.atomic
def take_history_back(*, group_id: int, batch_id: int, by_id: int | None) -> list[str]:
    """Delete every message of a batch, and conversations and names that are empty then.

    Returns the keys of messages that their writers had taken down, to be known again. Emits
    HistoryTakenBack before anything is gone.
    """
    emit(events.HistoryTakenBack(group_id=group_id, by_id=by_id, batch_id=batch_id))
    messages = Message.objects.filter(said_by__batch_id=batch_id)
    touched = set(messages.values_list("conversation_id", flat=True))
    gone = list(messages.exclude(taken_down_at=None).values_list("import_key", flat=True))
    messages.delete()
    ImportedName.objects.filter(batch_id=batch_id).delete()
    # Another file may have gone on with a conversation of this one; it stays as long as it holds words.
    for conversation in Conversation.objects.filter(pk__in=touched, brought_in=True):
        if not conversation.messages.exists():
            conversation.delete()
        else:
            settle_last(conversation.pk)
    return gone


@transaction.atomic
def take_down_said(*, name: ImportedName, keys: Iterable[str] | None = None) -> int:
    """Take down what was said under a name: all of it, or the messages with these keys.

    The bytes go at once; a line stays, and the key, so that no later run brings it back. What later
    mails of the conversation quote goes too. Emits MessageTakenDown each, or NameTakenDown for all.
    """
    hers = Message.objects.filter(said_by=name, taken_down_at=None)
    if keys is not None:
        hers = hers.filter(import_key__in=list(keys))
    found = list(hers.values_list("pk", "conversation_id", "sent_at"))
    if not found:
        return 0
    Message.objects.filter(pk__in=[pk for pk, _where, _at in found]).update(
        taken_down_at=clock.now(), words="", html="", quoted="", widened_at=None
    )
    for where in {where for _pk, where, _at in found}:
        first = min(at for _pk, there, at in found if there == where)
        Message.objects.filter(conversation=where, sent_at__gte=first).exclude(quoted="").update(quoted="")
        settle_last(where)
    if keys is None:
        emit(events.NameTakenDown(group_id=name.group_id, by_id=name.membership_id, imported_name_id=name.pk))
        return len(found)
    for pk, where, _at in found:
        emit(
            events.MessageTakenDown(
                group_id=name.group_id, by_id=name.membership_id, conversation_id=where, message_id=pk
            )
        )
    return len(found)


@transaction.atomic
def hide_said(*, name: ImportedName, hidden: bool) -> None:
    """Hide everything under a name, or show it again. Emits NameHidden."""
    name.hidden_at = clock.now() if hidden else None
    name.save(update_fields=["hidden_at"])
    emit(
        events.NameHidden(
            group_id=name.group_id,
            by_id=name.membership_id,
            imported_name_id=name.pk,
            choice="hide" if hidden else "show",
        )
    )


@transaction.atomic
def widen_said(*, message: Message, wide: bool) -> None:
    """Let the whole group read one message, or no longer. Emits MessageWidened.

    What it quotes are others' words, which are not its writer's to open: they go from it.
    """
    message.widened_at = clock.now() if wide else None
    if wide:
        message.quoted = ""
    message.save(update_fields=["widened_at", "quoted"])
    emit(
        events.MessageWidened(
            group_id=message.group_id,
            conversation_id=message.conversation_id,
            message_id=message.pk,
            choice="wide" if wide else "narrow",
        )
    )


@transaction.atomic
def rename_said(*, name: ImportedName, shown: str) -> None:
    """Show another name beside these words."""
    name.name = shown
    name.save(update_fields=["name"])


@transaction.atomic
def give_said(*, name: ImportedName, membership_id: int | None, confirmed: bool) -> None:
    """Say whose words these are, or that nobody knows."""
    name.membership_id = membership_id
    name.claimed_at = clock.now() if confirmed and membership_id is not None else None
    name.save(update_fields=["membership", "claimed_at"])


@transaction.atomic
def settle_presence(
    *, group_id: int, batch_id: int, membership_id: int, since: Sequence[datetime | None]
) -> None:
    """Who was in a batch has changed: this member is in its conversations from these moments on.

    `since` holds a moment a reason, None for "always"; without any she is in none of them.
    """
    ours = Conversation.objects.filter(messages__said_by__batch_id=batch_id).distinct()
    moments = [moment for moment in since if moment is not None]
    if len(moments) == len(since) and moments:
        ours = ours.filter(opened_at__gte=min(moments))
    numbers = list(ours.values_list("pk", flat=True)) if since else []
    every = Conversation.objects.filter(messages__said_by__batch_id=batch_id).values("pk")
    Presence.objects.filter(membership_id=membership_id, conversation__in=every).exclude(
        conversation__in=numbers
    ).delete()
    Presence.objects.bulk_create(
        (Presence(group_id=group_id, conversation_id=pk, membership_id=membership_id) for pk in numbers),
        ignore_conflicts=True,
        batch_size=500,
    )


def settle_last(conversation_id: int) -> None:
    """The newest message that stands decides where a conversation stands in lists."""
    newest = (
        Message.objects.standing().filter(conversation=conversation_id).aggregate(at=Max("sent_at"))["at"]
    )
    if newest is not None:
        Conversation.objects.filter(pk=conversation_id).update(last_at=newest)
