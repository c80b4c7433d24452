"""What pages and letters ask about safety."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from byturns.conversations import naming
from byturns.conversations.models import Conversation, Message
from byturns.core import text
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.safety.kinds import Route
from byturns.safety.models import Act, Choices, Report


def hearers(report: Report) -> list[Membership]:
    """Everyone who is on the case now; asked of the rule, so that no second rule can differ."""
    candidates = (
        Membership.objects.full()
        .filter(
            Q(role=Membership.Role.STEWARD)
            | Q(hears_reports=True)
            | Q(pk__in=report.kept_hearers.values("member"))
        )
        .select_related("person", "person__account")
        .order_by("pk")
    )
    return [one for one in candidates if policy.check(one, "safety.case", report)]


def address_of(member: Membership) -> str:
    """Where mail reaches a member; "" for somebody without a mailbox, or who is no longer here."""
    if not member.is_present or member.person.account is None:
        return ""
    return member.person.account.email


def choices() -> Choices:
    """What the group in scope chose, or the usual."""
    return Choices.objects.first() or Choices()


def mine(member: Membership) -> QuerySet[Report]:
    """What I turned to the stewards with, newest first."""
    return Report.objects.filter(by=member).select_related("about").order_by("-at", "-pk")


@dataclass(frozen=True)
class About:
    """What a report was about, as its writer may read it today. `is_gone`: a message she no longer reads."""

    name: str = ""
    words: str = ""
    is_message: bool = False
    is_gone: bool = False


def what_about(member: Membership, reports: Iterable[Report]) -> list[About]:
    """What each was about, in their order. One query, however many."""
    reports = list(reports)
    numbers = [report.message_id for report in reports if report.message_id is not None]
    readable = {
        message.pk: message
        for message in Message.objects.visible_to(member)
        .filter(pk__in=numbers)
        .select_related("author", "said_by", "conversation")
    }
    return [_about(report, readable) for report in reports]


def _about(report: Report, readable: dict[int, Message]) -> About:
    if report.message_id is None and report.conversation_id is None:
        return About(name=report.about.display_name if report.about is not None else "")
    message = readable.get(report.message_id or 0)
    if message is None:
        return About(is_message=True, is_gone=True)
    folded = message.note or message.conversation.note  # its writer gave a word of warning
    words = "" if folded else text.first_words(text.to_plain(message.html), 80)
    return About(name=naming.name_of(message), words=words, is_message=True)


def mine_with_about(member: Membership) -> list[tuple[Report, About]]:
    """The same with what each was about."""
    reports = list(mine(member))
    return list(zip(reports, what_about(member, reports), strict=True))


def done_to(member: Membership) -> QuerySet[Act]:
    """What was done to my words, newest first."""
    return Act.objects.filter(whose=member).order_by("-at", "-pk")


def message_in_reach(member: Membership) -> QuerySet[Message]:
    """Messages that a steward may act on: what she can read, what was hidden where she reads, and the
    messages of her cases. Words in a circle of others only through a case (point 11)."""
    unread = Q(conversation__circle=None, conversation__brought_in=False)
    return Message.objects.filter(
        Q(pk__in=Message.objects.visible_to(member).values("pk"))
        | (unread & Q(hidden_at__isnull=False))
        | Q(pk__in=Act.objects.filter(by=member, message__isnull=False).values("message"))
        | Q(pk__in=Report.objects.heard_by(member).filter(message__isnull=False).values("message"))
    ).filter(taken_down_at=None)


def conversation_in_reach(member: Membership) -> QuerySet[Conversation]:
    """Conversations that a steward may hide, show, close or reopen."""
    return Conversation.objects.filter(
        Q(pk__in=Conversation.objects.visible_to(member).values("pk"))
        | Q(circle=None, brought_in=False)
        | Q(pk__in=Act.objects.filter(by=member, conversation__isnull=False).values("conversation"))
    )


def latest_act_on(member: Membership, what: str, public_id: str) -> Act | None:
    """The last thing done to my message or conversation of that address."""
    field = "message" if what == "message" else "conversation"
    return done_to(member).filter(**{f"{field}__public_id": public_id}).first()


def others_about(report: Report, member: Membership) -> QuerySet[Report]:
    """Other cases about the same message that `member` is on too."""
    if report.message_id is None:
        return Report.objects.none()
    return Report.objects.heard_by(member).filter(message=report.message_id).exclude(pk=report.pk)


def name_on_case(report: Report) -> str:
    """Whom a case is about, as it was shown: words without a name stay without one."""
    if report.message is not None:
        return naming.name_of(report.message)
    if report.conversation is not None and _is_unnamed(report):
        return _("A member, without a name")
    return report.about.display_name if report.about is not None else ""


def teller_on_case(report: Report) -> str:
    """Who told the stewards, as a case shows it; "" for somebody outside.

    Who answers for words of her own that stand without her name stays without it.
    """
    if report.by is None:
        return ""
    if report.route == Route.APPEAL and _is_unnamed(report):
        return _("The writer of the words")
    return report.by.display_name


def _is_unnamed(report: Report) -> bool:
    if report.message is not None:
        return not naming.is_named(report.message)
    started = report.conversation
    return started is not None and (started.unnamed or started.name_withdrawn)
