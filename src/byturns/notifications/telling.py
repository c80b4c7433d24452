"""Deciding that a mail goes out, and remembering what it told. Nobody asks for these: what was said does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from byturns.conversations import actions as talk
from byturns.conversations.models import Conversation, Message
from byturns.conversations.waking import waited_waking_hours
from byturns.core import clock, outbox
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.groups.queries import rota
from byturns.groups.scoping import everywhere, in_group
from byturns.notifications import alerts, audience, queries, waiting
from byturns.notifications.models import Alert, Choice, Device, Told
from byturns.notifications.untold import RECALL, for_her, untold
from byturns.people import whoami
from byturns.people.models import Account

TOLD_KEPT = timedelta(days=450)  # longer than any break, after which a letter looks back to its beginning
ALERT_KEPT = timedelta(days=90)


@transaction.atomic
def tell_of(*, message: Message) -> list[Membership]:
    """Decide who gets a mail about `message` soon; letters find it by themselves. Gives whom.

    One notice a conversation and member waits at a time: it will tell all that came meanwhile.
    """
    now = clock.now()
    told = []
    for hearer in queries.hearers_of(message):
        # Its two minutes may end in her quiet hours.
        verdict = audience.decide(hearer.listener, hearer.said, now + RECALL)
        if verdict.at is not None:
            notify(hearer.member, message.conversation_id, verdict.at)
            told.append(hearer.member)
    return told


@transaction.atomic
def tell_everyone(*, message: Message) -> None:
    """Decide when a steward's notice reaches each member; who has had it by then gets no mail."""
    now = clock.now()
    for hearer in queries.hearers_of(message, to_everyone=True):
        said = replace(hearer.said, to_everyone=True)
        verdict = audience.decide(hearer.listener, said, max(now, message.sent_at + RECALL))
        if verdict.at is not None:
            _put("everyone", hearer.member, verdict.at, conversation_id=message.conversation_id)


def notify(member: Membership, conversation_id: int, at: datetime) -> None:
    """Let a notice about one conversation go to her at that moment."""
    _put("notice", member, at, conversation_id=conversation_id)


def answer(member: Membership, kind: str, **about: Any) -> None:
    """Let a mail of that kind go to her at once: it answers something that she did by mail."""
    _put(kind, member, None, **about)


def give(kind: str, member: Membership, **about: Any) -> None:
    """Let a mail about giving and receiving go to her alone, outside her quiet hours; none in a break."""
    verdict = audience.asked_after(queries.listener(member, queries.choice_of(member)), clock.now())
    if verdict.at is not None:
        _put(kind, member, verdict.at, **about)


def _put(kind: str, member: Membership, at: datetime | None, **about: Any) -> bool:
    """Let a mail go to her then, unless one of the kind about the same waits. False: she has no mailbox."""
    account = member.person.account
    if account is None:
        return False
    outbox.put(
        f"notifications.{kind}",
        to=account.email,
        group_id=member.group_id,
        run_after=at,
        once=":".join([kind, str(member.pk), *map(str, about.values())]),
        membership_id=member.pk,
        **about,
    )
    return True


@transaction.atomic
def make_up_letter(*, member: Membership, choice: Choice) -> bool:
    """Decide that her letter goes out now, when it is due and there is something to say; whether it does."""
    now = clock.now()
    facts = queries.listener(member, choice)
    last = queries.last_letter_at(member, choice)
    if not facts.has_address or not audience.letter_is_due(facts, now, last):
        return False
    Choice.objects.update_or_create(
        membership=member,
        defaults={"letter_at": now},
        create_defaults={"letter_at": now, "group_id": member.group_id},
    )
    return _put_letter(member, choice, now)


@transaction.atomic
def after_break(*, member: Membership) -> bool:
    """She came back before the day she had said: what came meanwhile is one letter, at her next hour."""
    choice = queries.choice_of(member)
    facts, now = queries.listener(member, choice), clock.now()
    wants = facts.has_address and audience.wants_letters(facts, now)
    return wants and _put_letter(member, choice, audience.letter_moment(facts, now))


def _put_letter(member: Membership, choice: Choice, at: datetime) -> bool:
    rows = untold(member, choice)
    if audience.only_hers(queries.listener(member, choice)):
        rows = for_her(rows, member)
    return rows.exists() and _put("letter", member, at)


@transaction.atomic
def note_break(*, member: Membership) -> None:
    """Remember from when on she rests, so that the letter afterwards looks back so far."""
    Choice.objects.get_or_create(membership=member, defaults={"group_id": member.group_id})
    Choice.objects.filter(membership=member, rests_from=None).update(rests_from=clock.now())


def note_missed(*, account_id: int) -> None:
    """Mail is about to reach this mailbox again: letters of all who open it look back to when it stopped."""
    since = Account.objects.values_list("mail_stopped_at", flat=True).get(pk=account_id)
    with everywhere("a mailbox that mail reaches again is of all the groups of who opens it"):
        for member in Membership.objects.full().filter(person__account=account_id):
            Choice.objects.get_or_create(membership=member, defaults={"group_id": member.group_id})
            longer = Q(rests_from=None) | Q(rests_from__gt=since)
            Choice.objects.filter(longer, membership=member).update(rests_from=since)


def tell_missed(*, account_id: int) -> None:
    """What came while mail did not reach this mailbox is one letter for each who opens it, and each group."""
    with everywhere("a mailbox that mail reaches again is of all the groups of who opens it"):
        rows = Membership.objects.full().select_related("group", "person__account")
        members = list(rows.filter(person__account=account_id).order_by("pk"))
    for member in members:
        with in_group(member.group_id):
            after_break(member=member)


def note_told(*, member: Membership, messages: Iterable[Message], letter: bool = False) -> None:
    """Remember what a mail has told her. For the outbox, when the mail has gone."""
    Told.objects.bulk_create(
        [Told(group_id=member.group_id, membership=member, message=message) for message in messages],
        ignore_conflicts=True,
    )
    if letter:
        Choice.objects.filter(membership=member).update(rests_from=None)


def forget(*, membership_id: int) -> None:
    """Keep nothing about the mail of somebody who has gone."""
    for model in (Choice, Told, Device):
        model.objects.filter(membership=membership_id).delete()
    Alert.objects.filter(listener=membership_id).delete()


@transaction.atomic
def ask_after(conversation: Conversation) -> bool:
    """Ask its starter whether it helped, once: on its page, and by mail if she wants mail; whether it was.

    Who rests is asked when she is back. What she wrote without her name is asked about only on the page
    where somebody else opens her mailbox.
    """
    member = conversation.started_by
    if member is None:
        return False
    verdict = audience.asked_after(queries.listener(member, queries.choice_of(member)), clock.now())
    if verdict.why is audience.Why.RESTING or not talk.ask_after(conversation=conversation):
        return False
    if verdict.at is not None and not (conversation.unnamed and whoami.shares(member.person)):
        _put("did_it_help", member, verdict.at, conversation_id=conversation.pk)
    return True


def tidy() -> None:
    """Drop what no mail will ask about any more."""
    Told.objects.filter(at__lt=clock.now() - TOLD_KEPT).delete()
    Alert.objects.filter(at__lt=clock.now() - ALERT_KEPT).delete()


def alert(conversation: Conversation, since: datetime) -> list[Membership]:
    """Ask listeners to look at a conversation that waits, when a step is due that was not taken; gives whom.

    The clock runs from the first message, or from when its starter still needed something; also when it
    waits again because its only answer has gone: then all steps are open again. Both come from
    `waiting.to_ask_about`.
    """
    now, group = clock.now(), conversation.group
    awake = waited_waking_hours(group, conversation.waits_since, now)
    step = alerts.step_due(awake, now - conversation.waits_since, waiting.patience_of(group))
    if step == 0:
        return []
    made = Alert.objects.filter(conversation=conversation, at__gt=since)
    earlier = dict[int, int](made.values_list("listener_id", "step"))
    if step <= max(earlier.values(), default=0):
        return []
    if alerts.rests_with(step, made.aggregate(at=Max("looks_at"))["at"], now):
        return []
    listeners, instead = waiting.on_call(conversation)
    day = now.astimezone(group.zone).date()
    order = alerts.in_turn([one for one, _member in listeners], day, rota.on_duty(day))
    stand_in = alerts.in_turn([one for one, _member in instead], day)
    members = {one.number: member for one, member in [*listeners, *instead]}
    asked = [
        (members[one.number], at)
        for one, at in alerts.asked(step, order, earlier.keys(), now, instead=stand_in)
    ]
    if asked:
        _ask(conversation, since, step, asked)
    return [member for member, _at in asked]


@transaction.atomic
def _ask(
    conversation: Conversation, since: datetime, step: int, asked: Iterable[tuple[Membership, datetime]]
) -> None:
    Alert.objects.filter(conversation=conversation, at__lte=since).delete()
    for member, at in asked:
        if _put("waits", member, at, conversation_id=conversation.pk):
            Alert.objects.create(
                group_id=conversation.group_id, conversation=conversation, step=step, listener=member
            )


@transaction.atomic
def look(*, member: Membership, conversation: Conversation) -> None:
    """A listener who was asked says that she looks at it: for some hours nobody else is asked.

    Raises NotAllowed when she was not asked, or it no longer waits.
    """
    asked = Alert.objects.filter(conversation=conversation, listener=member)
    if not waiting.waiting().filter(pk=conversation.pk).exists() or not asked.exists():
        raise policy.NotAllowed(policy.refuse(_("Nobody has to look at this any more.")))
    asked.update(looks_at=clock.now())


def take_back_alert(*, membership_id: int, conversation: Conversation) -> None:
    """She cannot be asked after all: the step is open again, so that the next round asks somebody else."""
    Alert.objects.filter(conversation=conversation, listener=membership_id).delete()
