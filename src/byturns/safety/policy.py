"""Who may turn to the stewards, who is on a case, and who may act. Each refusal is a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from byturns.conversations.models import Conversation, Message
from byturns.conversations.stand_ins import READER, ask, reader
from byturns.core.prepared import Prepared
from byturns.groups.models import Membership
from byturns.groups.policy import ALLOW, STEWARDS_ONLY, Verdict, check, refuse, rule
from byturns.groups.scoping import in_group
from byturns.safety.models import Act, Hearer, Report


def _build_heard(role: str, hears: bool, marks: Mapping[str, Any]) -> QuerySet[Report]:
    member = reader(marks, role)
    member.hears_reports = hears
    with in_group(member.group_id):
        return Report.objects.heard_by(member).filter(pk=marks["number"]).only("pk")


_HEARD: Prepared[Report] = Prepared(_build_heard, **READER, number=int)


@rule("safety.help", guests=True)
def help_(member: Membership) -> Verdict:
    """See the group's own numbers for help."""
    return ALLOW


@rule("safety.report", guests=True)
def report(member: Membership, about: Message | Membership | None = None) -> Verdict:
    """Report a message or a person, or say that one is worried about somebody."""
    if isinstance(about, Message):
        if about.author_id == member.pk:
            return refuse(_("These are your own words. You can take them down on the page they are on."))
        if check(member, "conversations.view_message", about):
            return ALLOW
        return refuse(_("This message is not open to you."))
    if isinstance(about, Membership):
        if about.pk == member.pk:
            return refuse(_("This is you. If you need help yourself, see “Help right now” below."))
        if member.is_guest or not about.is_present:
            return refuse(_("You can report what this person wrote, at the message."))
    return ALLOW


@rule("safety.mine", guests=True)
def mine(member: Membership) -> Verdict:
    """See what I reported and what was answered, and what stewards did to my words."""
    return ALLOW


@rule("safety.add_to_mine", guests=True)
def add_to_mine(member: Membership, report: Report) -> Verdict:
    """Add something to one's own report: only who made it."""
    return ALLOW if report.by_id == member.pk else refuse(_("Only the person who wrote this can add to it."))


@rule("safety.take_back", guests=True)
def take_back(member: Membership, report: Report) -> Verdict:
    """Take one's own report back as a mistake, while nobody has looked and nothing was done."""
    verdict = add_to_mine(member, report)
    if not verdict:
        return verdict
    if report.closed_at is not None:
        return refuse(_("The stewards have answered already. You can write to them below."))
    if Act.objects.filter(report=report, by=None).exists():
        return refuse(_("The words are held back now, so a steward has to look. Write to them below."))
    if report.taken_by_id is not None or report.notes.exclude(by=member).exists():
        return refuse(_("Somebody is looking at it already. You can tell them below that it was a mistake."))
    return ALLOW


@rule("safety.answer", guests=True)
def answer(member: Membership, act: Act) -> Verdict:
    """Write to the stewards about one's own words that were hidden or closed."""
    return (
        ALLOW if act.whose_id == member.pk else refuse(_("Only the person whose words these are can answer."))
    )


@rule("safety.desk")
def desk(member: Membership) -> Verdict:
    """See the reports: stewards, and those named to hear a report when no steward is left for it."""
    if member.is_steward or member.hears_reports:
        return ALLOW
    return STEWARDS_ONLY


@rule("safety.cases")
def cases(member: Membership) -> Verdict:
    """See the reports, also as somebody who was named when one was made and no longer is."""
    if desk(member) or Hearer.objects.filter(member=member).exists():
        return ALLOW
    return STEWARDS_ONLY


@rule("safety.acts", stewards_only=True)
def acts(member: Membership) -> Verdict:
    """See what was hidden, shown, closed and opened, with the reasons."""
    return ALLOW


@rule("safety.case")
def case(member: Membership, report: Report) -> Verdict:
    """Open a case and work on it: the same rule as `Report.objects.heard_by`."""
    if ask(_HEARD, member, member.role, member.hears_reports, number=report.pk):
        return ALLOW
    return refuse(_("You are not one of those who look at this."))


def on_open_case(member: Membership, thing: Message | Conversation) -> bool:
    """Whether `member` is on an open case about exactly this."""
    return open_cases_on(member, thing).exists()


def open_cases_on(member: Membership, thing: Message | Conversation) -> QuerySet[Report]:
    """The open cases of `member` about exactly this: these words, or by name their writer.

    A case about a person opens only words that stand under their name: else trying would tell whose
    the others are. A conversation goes with its first message.
    """
    if isinstance(thing, Message):
        exactly = Q(message=thing)
        whose = None if thing.unnamed or thing.name_withdrawn else thing.author_id
    else:
        first = thing.messages.order_by("sent_at", "pk").values("pk")[:1]
        exactly = Q(message__in=first) | Q(conversation=thing, message=None)
        whose = None if thing.unnamed or thing.name_withdrawn else thing.started_by_id
    if whose is not None:
        exactly |= Q(about=whose, message=None, conversation=None)
    return Report.objects.heard_by(member).open().filter(exactly)


@rule("safety.settle")
def settle(member: Membership, report: Report) -> Verdict:
    """Settle a case, with an outcome and a reason."""
    verdict = case(member, report)
    if verdict and report.closed_at is not None:
        return refuse(_("This has been finished already. You can open it again."))
    return verdict


@rule("safety.reopen")
def reopen(member: Membership, report: Report) -> Verdict:
    """Open a settled case again."""
    verdict = case(member, report)
    if verdict and report.closed_at is None:
        return refuse(_("This is still open."))
    return verdict


@rule("safety.numbers", stewards_only=True)
def numbers(member: Membership) -> Verdict:
    """Change the group's own help numbers."""
    return ALLOW


@rule("safety.choices", stewards_only=True)
def choices(member: Membership) -> Verdict:
    """Choose when reported words are held back until a steward has looked."""
    return ALLOW
