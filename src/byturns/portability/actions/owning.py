"""What the person whose words they were does with them: by her page, or by a link without an account.

With `member` the rule is asked. Without, a link that only its person got is the right to do it.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from byturns.conversations import actions as conversations
from byturns.conversations.models import Message
from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.portability import events
from byturns.portability.actions.opening import shown_name
from byturns.portability.actions.presence import settle
from byturns.portability.kinds import Choice
from byturns.portability.models import GoneLine, StagedMessage, StagedName


def _require(member: Membership | None, name: StagedName) -> None:
    if member is not None:
        policy.require(member, "portability.own_name", name)


def _changed(member: Membership | None, name: StagedName, how: str) -> None:
    emit(
        events.OwnWordsChanged(
            group_id=name.group_id, by_id=member.pk if member else None, name_id=name.pk, how=how
        )
    )


@transaction.atomic
def say_not_mine(*, member: Membership | None = None, name: StagedName) -> None:
    """These are not her words: the name is nobody's again, and she is not there because of it.

    Raises NotAllowed. Emits NotMine.
    """
    _require(member, name)
    owner = name.membership
    name.membership = None
    if name.choice == Choice.MEMBER:
        name.choice = Choice.UNCLAIMED
    name.claimed_at = None
    name.not_mine_at = clock.now()
    name.save()
    if name.imported is not None:
        conversations.give_said(name=name.imported, membership_id=None, confirmed=False)
    if owner is not None:
        settle(batch=name.batch, membership_id=owner.pk)
    emit(events.NotMine(group_id=name.group_id, by_id=member.pk if member else None, name_id=name.pk))


@transaction.atomic
def say_mine(*, member: Membership | None, name: StagedName) -> None:
    """The owner of the address says that the words are hers; as a member they become hers here.

    Who comes by the link has shown that the address is hers. A `member` must have the same address, or
    have followed that very link: the caller sees to it. Emits NameClaimed.
    """
    name.claimed_at = clock.now()
    name.not_mine_at = None
    if member is not None:
        policy.require(member, "portability.my_words")
        name.membership = member
        if name.choice != Choice.OUT:
            name.choice = Choice.MEMBER
    name.save()
    if name.imported is not None:
        conversations.give_said(
            name=name.imported, membership_id=member.pk if member else None, confirmed=member is not None
        )
    if member is not None:
        settle(batch=name.batch, membership_id=member.pk)
    emit(events.NameClaimed(group_id=name.group_id, by_id=member.pk if member else None, name_id=name.pk))


@transaction.atomic
def show_name(*, member: Membership | None = None, name: StagedName, shown: bool) -> None:
    """Let her name stand beside the words, or "Someone". Raises NotAllowed. Emits OwnWordsChanged."""
    _require(member, name)
    name.name_hidden = not shown
    name.save(update_fields=["name_hidden"])
    if name.imported is not None:
        conversations.rename_said(name=name.imported, shown=shown_name(name))
    _changed(member, name, "name" if shown else "no name")


@transaction.atomic
def show_words(*, member: Membership | None = None, name: StagedName, shown: bool) -> None:
    """Hide all she said from everybody else, or show it again. Raises NotAllowed. Emits OwnWordsChanged."""
    _require(member, name)
    name.hidden_at = None if shown else clock.now()
    name.save(update_fields=["hidden_at"])
    if name.imported is not None:
        conversations.hide_said(name=name.imported, hidden=not shown)
    _changed(member, name, "show" if shown else "hide")


@transaction.atomic
def take_down(
    *, member: Membership | None = None, name: StagedName, keys: Collection[str] | None = None
) -> None:
    """Take down all she said, or the messages with these keys: for good, and no later run brings them back.

    Also what others' mails quote after them. Raises NotAllowed. Emits OwnWordsChanged.
    """
    _require(member, name)
    waiting = StagedMessage.objects.filter(name=name)
    if keys is None:
        name.down_at = clock.now()
        name.save(update_fields=["down_at"])
    else:
        waiting = waiting.filter(key__in=list(keys))
    _take_down_waiting(name, waiting)
    if name.imported is not None:
        conversations.take_down_said(name=name.imported, keys=keys)
    _changed(member, name, "down")


def _take_down_waiting(name: StagedName, waiting: QuerySet[StagedMessage]) -> None:
    """Words that have not opened yet go; their keys stay. What a conversation quotes later goes too."""
    rows = list(StagedMessage.objects.filter(pk__in=waiting).values_list("key", "thread", "sent_at"))
    if not rows:
        return
    GoneLine.objects.bulk_create(
        (GoneLine(group_id=name.group_id, key=key) for key, _thread, _at in rows),
        ignore_conflicts=True,
        batch_size=500,
    )
    # The row keeps its place, without words, so that what follows still belongs to its conversation.
    StagedMessage.objects.filter(batch=name.batch_id, key__in=[key for key, _thread, _at in rows]).update(
        words="", quoted="", known=True
    )
    for thread in {thread for _key, thread, _at in rows}:
        first = min(at for _key, where, at in rows if where == thread)
        StagedMessage.objects.filter(batch=name.batch_id, thread=thread, sent_at__gte=first).exclude(
            quoted=""
        ).update(quoted="")


@transaction.atomic
def widen(*, member: Membership, name: StagedName, key: str, wide: bool) -> None:
    """Let the whole group read one message of hers that is open, or no longer. Raises NotAllowed."""
    policy.require(member, "portability.widen", name)
    if name.imported_id is None or not key:
        return
    message = Message.objects.standing().filter(said_by=name.imported_id, import_key=key).first()
    if message is not None:
        conversations.widen_said(message=message, wide=wide)
