"""What stewards do to words, with a reason; whose words they are is told and can answer."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from byturns.conversations.actions import hiding
from byturns.conversations.models import Conversation, Message
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.safety import events
from byturns.safety.actions import reporting, telling
from byturns.safety.kinds import Deed, Kept
from byturns.safety.models import Act, Report
from byturns.safety.policy import open_cases_on


@transaction.atomic
def on_message(
    *, member: Membership, message: Message, deed: str, reason: str, report: Report | None = None
) -> Act:
    """Hide `message` or show it again. Raises NotAllowed. Emits MessageHidden or MessageShown, ActDone.

    A letter without any of the words goes to its writer.
    """
    policy.require(member, "conversations.hide", message)
    report = _case_of(member, message, report)
    if (done := _is_so_already(message, deed)) is not None:
        return done
    if deed == Deed.HIDE:
        hiding.hide_message(member=member, message=message, reason=reason)
    else:
        hiding.show_message(member=member, message=message)
    return telling.record(
        Deed(deed), by=member, reason=reason, message=message, whose=message.author, report=report
    )


@transaction.atomic
def on_conversation(
    *, member: Membership, conversation: Conversation, deed: str, reason: str, report: Report | None = None
) -> Act:
    """Hide or show, close or reopen `conversation`. Raises NotAllowed. Its starter gets a letter."""
    policy.require(member, "conversations.hide", conversation)
    report = _case_of(member, conversation, report)
    if (done := _is_so_already(conversation, deed)) is not None:
        return done
    if deed == Deed.HIDE:
        hiding.hide_conversation(member=member, conversation=conversation, reason=reason)
    elif deed == Deed.SHOW:
        hiding.show_conversation(member=member, conversation=conversation)
    elif deed == Deed.CLOSE:
        hiding.close_conversation(member=member, conversation=conversation, reason=reason)
    else:
        hiding.reopen_conversation(member=member, conversation=conversation)
    return telling.record(
        Deed(deed),
        by=member,
        reason=reason,
        conversation=conversation,
        whose=conversation.started_by,
        report=report,
    )


@transaction.atomic
def answer(*, member: Membership, act: Act, words: str) -> None:
    """Write to the stewards about what they did to my words.

    It goes to the case that the act belongs to, which opens again; else a case is opened. I never see
    that case, nor who reported. Raises NotAllowed. Emits ActAnswered.
    """
    policy.require(member, "safety.answer", act)
    report = act.report
    if report is None:
        report = reporting.open_appeal(
            writer=member,
            message=act.message,
            conversation_id=act.message.conversation_id if act.message else act.conversation_id,
            words=words,
        )
        Act.objects.filter(pk=act.pk).update(report=report)
    else:
        reporting.add_line(report, member, words, Kept.FROM_WRITER)
    emit(events.ActAnswered(group_id=act.group_id, by_id=member.pk, act_id=act.pk))


def _case_of(member: Membership, thing: Message | Conversation, report: Report | None) -> Report | None:
    """The case that the act belongs to. Who is no steward acts only within one, named or not.

    An answer goes to that case, so that it is never heard by the very person who gave it.
    """
    if report is not None:
        policy.require(member, "safety.case", report)
        return report
    return None if member.is_steward else open_cases_on(member, thing).first()


def _is_so_already(thing: Message | Conversation, deed: str) -> Act | None:
    """The act that made it so, when a form is sent twice; a message that is only held can still be hidden.

    Raises NotAllowed when there is nothing to show or open again.
    """
    shut = thing.hidden_at is not None
    if isinstance(thing, Conversation):
        acts = Act.objects.filter(conversation=thing)
        if deed in {Deed.CLOSE, Deed.REOPEN}:
            shut = thing.closed_at is not None
    else:
        acts = Act.objects.filter(message=thing)
    wanted = deed in {Deed.HIDE, Deed.CLOSE}
    if shut != wanted:
        return None
    found = acts.filter(deed=deed).first()
    if found is None and not wanted:
        raise policy.NotAllowed(policy.refuse(_("This is open to everyone already.")))
    latest = acts.exclude(deed__in={Deed.CLOSE, Deed.REOPEN} - {deed}).first()
    return None if latest is not None and latest.deed == Deed.HOLD else found
