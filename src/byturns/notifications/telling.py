"""Deciding that a mail goes out, and remembering what it told. Nobody asks for these: what was said does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from byturns.conversations.models import Conversation, Message
from byturns.conversations.waking import waited_waking_hours
from byturns.core import clock, outbox
from byturns.groups.models import Membership
from byturns.notifications import alerts, audience, queries
from byturns.notifications.models import Alert, Choice, Told

RECALL = timedelta(minutes=2)  # so long can a message still be taken down unsent (settled point 22)


@transaction.atomic
def tell_of(*, message: Message) -> list[Membership]:
    """Decide who gets a mail about `message` soon; letters find it by themselves. Gives whom.

    One notice a conversation and member waits at a time: it will tell all that came meanwhile.
    """
    now = clock.now()
    told = []
    for hearer in queries.hearers_of(message):
        verdict = audience.decide(hearer.listener, hearer.said, now)
        account = hearer.member.person.account
        if verdict.at is None or account is None:
            continue
        outbox.put(
            "notifications.notice",
            to=account.email,
            group_id=message.group_id,
            run_after=max(verdict.at, now + RECALL),
            once=f"notice:{hearer.member.pk}:{message.conversation_id}",
            membership_id=hearer.member.pk,
            conversation_id=message.conversation_id,
        )
        told.append(hearer.member)
    return told


@transaction.atomic
def make_up_letter(*, member: Membership, choice: Choice) -> bool:
    """Decide that her letter goes out now, when it is due and there is something to say; whether it does."""
    now = clock.now()
    account = member.person.account
    facts = queries.listener(member, choice)
    last = queries.last_letter_at(member, choice)
    if account is None or not facts.has_address or not audience.letter_is_due(facts, now, last):
        return False
    Choice.objects.update_or_create(
        membership=member,
        defaults={"letter_at": now},
        create_defaults={"letter_at": now, "group_id": member.group_id},
    )
    if not queries.untold(member).exists():
        return False
    outbox.put(
        "notifications.letter",
        to=account.email,
        group_id=member.group_id,
        once=f"letter:{member.pk}",
        membership_id=member.pk,
    )
    return True


def note_told(*, member: Membership, messages: Iterable[Message]) -> None:
    """Remember what a mail has told her. For the outbox, when the mail has gone."""
    Told.objects.bulk_create(
        [Told(group_id=member.group_id, membership=member, message=message) for message in messages],
        ignore_conflicts=True,
    )


@transaction.atomic
def alert(conversation: Conversation) -> list[Membership]:
    """Ask listeners to look at a conversation that waits, when a step is due that was not taken; gives whom.

    Each step is taken once a conversation, also when the only answer was taken down later: its clock runs
    from the first message, and who was asked was asked.
    """
    now, group = clock.now(), conversation.group
    awake = waited_waking_hours(group, conversation.opened_at, now)
    hours = queries.patience_of(group)
    step = alerts.step_due(awake, now - conversation.opened_at, hours)
    earlier = dict[int, int](
        Alert.objects.filter(conversation=conversation).values_list("listener_id", "step")
    )
    if step == 0 or step <= max(earlier.values(), default=0):
        return []
    able = queries.listeners_for(conversation)
    order = alerts.in_turn([one for one, _member in able], now.astimezone(group.zone).date())
    members = {one.number: member for one, member in able}
    asked = []
    for one, at in alerts.asked(step, order, earlier.keys(), now):
        member = members[one.number]
        account = member.person.account
        if account is None:
            continue
        Alert.objects.create(group_id=group.pk, conversation=conversation, step=step, listener=member)
        outbox.put(
            "notifications.waits",
            to=account.email,
            group_id=group.pk,
            run_after=at,
            once=f"waits:{member.pk}:{conversation.pk}",
            membership_id=member.pk,
            conversation_id=conversation.pk,
        )
        asked.append(member)
    return asked
