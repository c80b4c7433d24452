"""Mails about what was said. Who, what and how much is decided again at the moment of sending (point 22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from byturns.conversations.models import Conversation, Message
from byturns.core import clock
from byturns.core.outbox import Later, Letter, letter
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.notifications import alerts, audience, composing, pushing, queries, telling, waiting
from byturns.notifications.models import Choice, ToEveryone
from byturns.notifications.untold import AS_FAR_BACK, for_her, untold, young


@letter("notifications.notice")
def notice(membership_id: int, conversation_id: int) -> Letter | Later | None:
    """What is new to her in one conversation; nothing when she has read it, rests or wants none meanwhile."""
    member, choice = reader(membership_id)
    talk = Conversation.objects.filter(pk=conversation_id).first()
    if member is None or talk is None:
        return None
    now = clock.now()
    verdict = audience.decide(queries.listener(member, choice), queries.stands_to(member, talk), now)
    if verdict.at is None:
        return None
    if verdict.at > now:
        return Later(verdict.at)
    new = list(untold(member, choice, conversation=talk))
    later = young(member, choice, talk)
    if not new:
        return Later(later) if later is not None else None
    if later is not None:
        telling.notify(member, talk.pk, later)
    made = composing.notice(member, choice, queries.sender_of(member.group), new)
    return _telling(made, member, new, talk=talk)


@letter("notifications.everyone")
def everyone(membership_id: int, conversation_id: int) -> Letter | Later | None:
    """A steward's notice, whatever her pace; nothing when she has read it or it was in a letter meanwhile."""
    member, choice = reader(membership_id)
    sent = ToEveryone.objects.filter(conversation=conversation_id).select_related("conversation").first()
    if member is None or sent is None:
        return None
    talk, now = sent.conversation, clock.now()
    said = replace(queries.stands_to(member, talk), to_everyone=True)
    verdict = audience.decide(queries.listener(member, choice), said, now)
    if verdict.at is None:
        return None
    if verdict.at > now:
        return Later(verdict.at)
    new = list(untold(member, choice, conversation=talk).filter(author=talk.started_by)[:1])
    if not new:
        later = young(member, choice, talk)
        return Later(later) if later is not None else None
    made = composing.notice(member, choice, queries.sender_of(member.group), new, to_everyone=True)
    return _telling(made, member, new, talk=talk, to_everyone=True)


@letter("notifications.letter")
def letter_of(membership_id: int) -> Letter | Later | None:
    """Her letter: everything new, once."""
    member, choice = reader(membership_id)
    if member is None:
        return None
    now, facts = clock.now(), queries.listener(member, choice)
    if not audience.wants_letters(facts, now):
        return None
    opens = audience.next_open(facts, now)
    if opens > now:
        return Later(opens)
    rows = untold(member, choice)
    if audience.only_hers(facts):
        rows = for_her(rows, member)
    everything = list(rows)
    if not everything:
        return None
    shown = [one for one in everything if one.sent_at >= now - AS_FAR_BACK][: composing.MOST]
    made = composing.digest(member, choice, queries.sender_of(member.group), everything, shown)
    # Also what the letter only counted: it says so and leads there, and the next one begins after it.
    return _telling(made, member, everything, letter=True)


@letter("notifications.waits")
def waits(membership_id: int, conversation_id: int) -> Letter | Later | None:
    """To a listener: somebody has written and nobody has answered. Nothing when somebody has meanwhile.

    When she cannot be asked after all (she left, rests, muted it, is no listener any more), the next is.
    """
    member, choice = reader(membership_id)
    talk = waiting.waiting().filter(pk=conversation_id).first()
    if talk is None:
        return None
    able = {row.pk: one for called in waiting.on_call(talk) for one, row in called}
    now = clock.now()
    one = able.get(membership_id)
    if member is None or one is None or not alerts.is_able(one.listener, now):
        telling.take_back_alert(membership_id=membership_id, conversation=talk)
        return None
    if not policy.check(member, "conversations.view", talk):
        return None
    opens = audience.next_open(one.listener, now)
    if opens > now:
        return Later(opens)
    made = composing.waits(member, choice, queries.sender_of(member.group), talk)
    return to_her(made, member)


def reader(membership_id: int) -> tuple[Membership | None, Choice]:
    """The member as she is now, with what she chose; its level is what her mailbox may show."""
    member = (
        Membership.objects.full().filter(pk=membership_id).select_related("group", "person__account").first()
    )
    if member is None:
        return None, Choice()
    choice = queries.choice_of(member)
    if not queries.listener(member, choice).has_address:
        return None, choice
    choice.shows, choice.telling_subject = queries.strictest(member, choice)
    return member, choice


def to_her(made: Letter, member: Membership) -> Letter:
    """To the address that she has by now."""
    account = member.person.account
    return replace(made, to=account.email if account is not None else "")


def _telling(
    made: Letter,
    member: Membership,
    new: Sequence[Message],
    *,
    letter: bool = False,
    talk: Conversation | None = None,
    to_everyone: bool = False,
) -> Letter:
    def gone() -> None:
        telling.note_told(member=member, messages=new, letter=letter)
        if talk is not None:
            pushing.soon(member, talk.pk, to_everyone=to_everyone)

    return replace(to_her(made, member), gone=gone)
