"""The first start: a one-time link, and the group and its first steward made with it (settled point 6)."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from byturns.core import ids, text
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.actions import agreement, questions
from byturns.groups.models import Group, Membership, SetupLink
from byturns.groups.queries import door as queries
from byturns.groups.scoping import in_group
from byturns.people import actions as people_actions


class LinkIsDead(Exception):
    """The set-up link was used, or replaced by a newer one."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """What the set-up page asks. An empty `slug` is drawn at random."""

    name: str
    slug: str = ""
    time_zone: str
    waking_from: int
    waking_to: int
    welcome: str
    steward_name: str
    email: str
    limits: str
    words: str
    questions: list[str]


@transaction.atomic
def make_link() -> str:
    """Make the one-time link to the set-up page and return its path; an earlier one is dead.

    For the person at the machine: `serve` prints it while there is no group. Only its digest is kept.
    """
    token = ids.secret()
    SetupLink.objects.all().delete()
    SetupLink.objects.create(token_digest=ids.digest(token))
    return reverse("groups:start", kwargs={"token": token})


@transaction.atomic
def start_group(*, token: str, start: Start) -> Membership:
    """Make the group, its agreement and questions, and its first steward. The link is dead after.

    Raises LinkIsDead, and ValidationError with a sentence. No mail goes out. Emits GroupStarted,
    MemberJoined, AgreementChanged and AgreementAgreed.
    """
    # Deleting is also what decides which of two browsers was first.
    gone, _rows = SetupLink.objects.filter(token_digest=ids.digest(token)).delete()
    if not gone:
        raise LinkIsDead
    if start.slug and Group.objects.filter(slug=start.slug).exists():
        raise ValidationError(_("Another group here has this word in its address already."))
    group = Group.objects.create(
        name=start.name,
        slug=start.slug or ids.slug(),
        time_zone=start.time_zone,
        waking_from=start.waking_from,
        waking_to=start.waking_to,
        welcome=text.tidy(start.welcome),
    )
    with in_group(group):
        steward = Membership.objects.create(
            group=group,
            person=people_actions.make_person(name=start.steward_name, email=start.email),
            display_name=start.steward_name,
            role=Membership.Role.STEWARD,
        )
        emit(events.GroupStarted(group_id=group.pk, by_id=steward.pk))
        emit(events.MemberJoined(group_id=group.pk, by_id=steward.pk, membership_id=steward.pk))
        agreement.publish(member=steward, words=start.words, limits=start.limits, based_on=0)
        questions.put(member=steward, asked=start.questions)
    return steward


def try_mail(*, member: Membership) -> queries.MailTried:
    """Send a test mail to the member's own mailbox at once, and say honestly what became of it.

    Not by the outbox: the page waits for the answer of the mail server. Raises NotAllowed.
    """
    policy.require(member, "groups.settings")
    account = member.person.account
    if account is None:
        return queries.MailTried.NO_MAILBOX
    if not queries.mail_leaves():
        return queries.MailTried.KEPT
    letter = EmailMessage(
        subject=_("A test from your group’s server"),
        body=_("If you can read this, mail from your group’s server arrives. You need do nothing.\n"),
        to=[account.email],
    )
    try:
        letter.send()
    except OSError:  # smtplib's errors and time-outs are OSErrors
        return queries.MailTried.FAILED
    return queries.MailTried.TAKEN
