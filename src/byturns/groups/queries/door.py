"""What pages ask about the door: invitations, who asks to join, and whether mail leaves this server."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from byturns.core import clock, ids
from byturns.groups.models import (
    Application,
    ApplicationMessage,
    Group,
    Invitation,
    JoinQuestion,
    Membership,
    NotWhileIAmHere,
    SetupLink,
)
from byturns.groups.queries.privacy import DECIDED_DAYS
from byturns.groups.scoping import everywhere
from byturns.people.models import Account, Person


class MailTried(enum.StrEnum):
    """What became of a test mail."""

    TAKEN = "taken"  # the mail server took it; whether it arrives, only the reader can say
    FAILED = "failed"
    KEPT = "kept"  # no mail server is set: mail stays in the data folder
    NO_MAILBOX = "no_mailbox"


def mail_leaves() -> bool:
    """Whether this server sends mail at all, rather than keeping it in its data folder."""
    return settings.EMAIL_BACKEND != "byturns.config.mailfolder.Backend"


def setup_is_open(token: str) -> bool:
    """Whether this is the set-up link that works now."""
    return SetupLink.objects.filter(token_digest=ids.digest(token)).exists()


# --- Invitations --------------------------------------------------------------------------------


def invitation_of(token: str) -> Invitation | None:
    """The invitation that this link is for, whatever became of it, with its group."""
    with everywhere("an invitation link names its group; nobody is in it yet"):
        return (
            Invitation.objects.select_related("group", "made_by")
            .filter(token_digest=ids.digest(token))
            .first()
        )


def invitations_for(member: Membership) -> QuerySet[Invitation]:
    """The open invitations: her own, and all of them for a steward."""
    rows = Invitation.objects.filter(
        used_at=None, taken_back_at=None, expires_at__gt=clock.now()
    ).select_related("made_by")
    return (rows if member.is_steward else rows.filter(made_by=member)).order_by("expires_at", "pk")


def group_of_join_link(token: str) -> Group | None:
    """The group whose link may be passed on, while it takes askers."""
    return Group.objects.filter(join_token=token, takes_askers=True).first()


def membership_here(group: Group, person: Person) -> Membership | None:
    """This person's membership of the group, past or present."""
    with everywhere("somebody at the door may have been a member before"):
        return Membership.objects.select_related("group").filter(group=group, person=person).first()


def was_removed_here(group: Group, email: str) -> bool:
    """Whether somebody who opens with this address was removed from the group."""
    with everywhere("a removed member may come back under another name"):
        return Membership.objects.filter(
            group=group, person__account__email__iexact=email, status=Membership.Status.REMOVED
        ).exists()


def is_a_stewards(email: str) -> bool:
    """Whether a steward of any group signs in with this address: nobody may share it (point 4)."""
    with everywhere("whether a mailbox is a steward's, in whichever group"):
        return Membership.objects.stewards().filter(person__account__email__iexact=email).exists()


def account_of(email: str) -> Account | None:
    """The account of this address, if there is one."""
    return Account.objects.filter(email__iexact=email.strip()).first()


# --- Asking to join -----------------------------------------------------------------------------


def questions() -> QuerySet[JoinQuestion]:
    """The questions that are asked now, in order."""
    return JoinQuestion.objects.filter(retired_at=None)


def application_of(person: Person, public_id: str) -> Application | None:
    """Somebody's own asking, with its group; None for anybody else's."""
    with everywhere("somebody reads what became of their own asking"):
        return Application.objects.select_related("group").filter(person=person, public_id=public_id).first()


def askings_of(person: Person) -> list[Application]:
    """What this person asked of any group and is not decided, or was refused: for the front door."""
    with everywhere("a person's own list of what they asked"):
        return list(
            Application.objects.select_related("group")
            .filter(person=person, state__in=[Application.State.OPEN, Application.State.REFUSED])
            .order_by("-made_at", "-pk")
        )


def open_application(group: Group, person: Person) -> Application | None:
    """What this person asked of the group and nobody has decided yet."""
    with everywhere("somebody at the door may have asked before"):
        return Application.objects.filter(group=group, person=person, state=Application.State.OPEN).first()


def asked_lately(group: Group, person: Person, since: datetime) -> int:
    """How often this person asked this group since then, whatever became of it."""
    with everywhere("somebody at the door may have asked before"):
        return Application.objects.filter(group=group, person=person, made_at__gt=since).count()


def words_for_applicant(application: Application) -> QuerySet[ApplicationMessage]:
    """What the applicant may read: her own words, and members' words once the quiet time is over."""
    rows = ApplicationMessage.objects.filter(application=application).select_related("author")
    if clock.now() < application.quiet_until:
        rows = rows.filter(from_applicant=True)
    return rows


def words_for_members(application: Application) -> QuerySet[ApplicationMessage]:
    """All that was said between the applicant and members."""
    return ApplicationMessage.objects.filter(application=application).select_related("author")


def open_applications() -> QuerySet[Application]:
    """Who asks to join now, the longest waiting first."""
    return Application.objects.filter(state=Application.State.OPEN).order_by("made_at", "pk")


def decided_applications() -> QuerySet[Application]:
    """What was decided in the last 30 days, newest first, for stewards.

    Older ones hold no words any more but the reason, which stays with the row for who has to answer for it.
    """
    since = clock.now() - timedelta(days=DECIDED_DAYS)
    return (
        Application.objects.filter(decided_at__gt=since)
        .exclude(state=Application.State.OPEN)
        .select_related("decided_by")
        .order_by("-decided_at", "-pk")
    )


def said_not_while(member: Membership, application: Application) -> bool:
    """Whether this member told the stewards "not while I am here"."""
    return NotWhileIAmHere.objects.filter(application=application, membership=member).exists()


def objections(application: Application) -> QuerySet[NotWhileIAmHere]:
    """Who said "not while I am here": for stewards' eyes only."""
    return (
        NotWhileIAmHere.objects.filter(application=application)
        .select_related("membership")
        .order_by("at", "pk")
    )


def earlier_of(application: Application) -> QuerySet[Application]:
    """What the same person asked before, as far as it is still kept: for stewards."""
    return Application.objects.filter(person=application.person).exclude(
        Q(pk=application.pk) | Q(person=None)
    )


def was_here(application: Application) -> Membership | None:
    """The membership this person had before and was asked to give up, if any: for stewards."""
    if application.person_id is None:
        return None
    return Membership.objects.filter(person=application.person_id, status=Membership.Status.REMOVED).first()
