"""Asking the writer's leave, and her answer. What is not answered is a no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from byturns.conversations.models import Message
from byturns.core import clock, outbox
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Distance, Membership
from byturns.knowledge import events
from byturns.knowledge.actions.keeping import put, record_yes
from byturns.knowledge.kinds import Answer, Scope
from byturns.knowledge.models import Experience, Use


@transaction.atomic
def ask_leave(*, member: Membership, message: Message) -> Use:
    """Ask the writer whether these words may be kept for the group. Raises NotAllowed. Emits LeaveAsked.

    Nothing is copied. She gets a neutral mail, unless she blocks the one who asks: then nothing reaches
    her, and the one who asks sees the same as ever.
    """
    policy.require(member, "knowledge.ask", message)
    writer = message.author
    assert writer is not None  # noqa: S101 - the rule has said so; for the type checker
    use = Use.objects.create(
        group_id=member.group_id, teller=writer, scope=Scope.GROUP, message=message, asked_by=member
    )
    blocked = Distance.objects.filter(by=writer, whom=member, kind=Distance.Kind.BLOCK).exists()
    if not blocked and writer.person.account is not None:
        outbox.put(
            "knowledge.leave_asked", to=writer.person.account.email, group_id=use.group_id, use_id=use.pk
        )
    emit(events.LeaveAsked(group_id=member.group_id, by_id=member.pk, use_id=use.pk))
    return use


@transaction.atomic
def answer_yes(*, member: Membership, use: Use, said: Mapping[str, Any]) -> Experience:
    """Say yes to the words as they stand in the form. Raises NotAllowed. Emits LeaveAnswered, ExperienceKept.

    When `member` types for the teller, the row says who heard the yes.
    """
    use = Use.objects.select_for_update().get(pk=use.pk)
    policy.require(member, "knowledge.answer", use)
    teller = use.teller
    made = put(teller=teller, said=said, message=use.message, once="")
    record_yes(made, use, said_to=None if teller.pk == member.pk else member)
    emit(events.LeaveAnswered(group_id=use.group_id, by_id=member.pk, use_id=use.pk, choice=Answer.YES.value))
    emit(events.ExperienceKept(group_id=use.group_id, by_id=member.pk, experience_id=made.pk))
    return made


@transaction.atomic
def answer_no(*, member: Membership, use: Use) -> None:
    """Say no. To the one who asked it is the same as no answer. Raises NotAllowed. Emits LeaveAnswered."""
    use = Use.objects.select_for_update().get(pk=use.pk)
    policy.require(member, "knowledge.answer", use)
    use.choice = Answer.NO
    use.answered_at = clock.now()
    use.said_to = None if use.teller_id == member.pk else member
    use.save(update_fields=["choice", "answered_at", "said_to"])
    emit(events.LeaveAnswered(group_id=use.group_id, by_id=member.pk, use_id=use.pk, choice=Answer.NO.value))
