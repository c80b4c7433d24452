"""Inviting by e-mail, and the link that may be passed on (settled point 7)."""

from __future__ import annotations

import enum
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from byturns.core import clock, ids, outbox, text
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.actions import agreement, joining
from byturns.groups.actions.profile import claim_name
from byturns.groups.models import Group, Invitation, Membership
from byturns.groups.queries import door as queries
from byturns.groups.queries.privacy import INVITATION_DAYS
from byturns.groups.scoping import in_group
from byturns.people import actions as people_actions
from byturns.people.models import Account, Person


class Dead(enum.StrEnum):
    """Why an invitation no longer works; each has its own sentence on the page."""

    USED = "used"
    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"
    IN_ALREADY = "in_already"  # for this person; somebody else at the address can still use it


STEWARDS_ADDRESS = policy.refuse(
    gettext_lazy(
        "Somebody who looks after a group signs in with this address, so nobody else can share it. "
        "Please ask to be invited at another address."
    )
)


class InvitationIsDead(Exception):
    """The invitation cannot be used any more. `why` says it."""

    def __init__(self, why: Dead) -> None:
        super().__init__(why)
        self.why = why


def why_dead(invitation: Invitation) -> Dead | None:
    """Why this invitation does not work; None while it does."""
    if invitation.used_at is not None:
        return Dead.USED
    by = invitation.made_by
    if invitation.taken_back_at is not None or (by is not None and not by.is_present):
        return Dead.TAKEN_BACK  # also when who sent it has left
    if invitation.expires_at <= clock.now():
        return Dead.EXPIRED
    return None


@transaction.atomic
def invite(*, member: Membership, email: str, note: str = "") -> Invitation:
    """Invite the reader of `email`: once, for that address, for 14 days. A mail goes out.

    An open invitation of the same member to the same address is replaced. Nothing tells whether the
    address belongs to somebody who is in the group already. Raises NotAllowed. Emits InvitationSent.
    """
    policy.require(member, "groups.invite")
    policy.require(member, "groups.send_invitation")
    address = email.strip().lower()
    moment = clock.now()
    Invitation.objects.filter(made_by=member, email=address, used_at=None, taken_back_at=None).update(
        taken_back_at=moment
    )
    token = ids.secret()
    invitation = Invitation.objects.create(
        group_id=member.group_id,
        email=address,
        token_digest=ids.digest(token),
        note=text.tidy(note),
        made_by=member,
        made_at=moment,
        expires_at=moment + timedelta(days=INVITATION_DAYS),
    )
    outbox.put(
        "groups.invitation",
        to=address,
        group_id=member.group_id,
        secret={"token": token},
        invitation_id=invitation.pk,
    )
    emit(events.InvitationSent(group_id=member.group_id, by_id=member.pk, invitation_id=invitation.pk))
    return invitation


@transaction.atomic
def take_back(*, member: Membership, invitation: Invitation) -> None:
    """The link stops working. One that was used already stays used. Raises NotAllowed.

    Emits InvitationTakenBack.
    """
    policy.require(member, "groups.take_back_invitation", invitation)
    if Invitation.objects.filter(pk=invitation.pk, used_at=None, taken_back_at=None).update(
        taken_back_at=clock.now()
    ):
        emit(
            events.InvitationTakenBack(group_id=member.group_id, by_id=member.pk, invitation_id=invitation.pk)
        )


@transaction.atomic
def accept(*, token: str, name: str, version: int, person: Person | None) -> Membership:
    """Join by an invitation: whoever follows it for `person`, or for somebody new at that address.

    `version` is the agreement that was read on the page. Two clicks at once give one membership.
    Raises InvitationIsDead, NotAllowed, and ValidationError when the agreement changed meanwhile or
    the name is somebody else's here; then the link still works. Emits MemberJoined, AgreementAgreed.
    """
    invitation = queries.invitation_of(token)
    if invitation is None:
        raise InvitationIsDead(Dead.TAKEN_BACK)
    if (dead := why_dead(invitation)) is not None:
        raise InvitationIsDead(dead)
    group = invitation.group
    with in_group(group):
        # The update decides which of two clicks was first; the other one changes no row.
        first = Invitation.objects.filter(pk=invitation.pk, used_at=None, taken_back_at=None).update(
            used_at=clock.now()
        )
        if not first:
            raise InvitationIsDead(Dead.USED)
        if person is not None:
            require_same_mailbox(invitation, person.account)
            if (here := queries.membership_here(group, person)) is not None and here.is_present:
                raise InvitationIsDead(Dead.IN_ALREADY)
        if queries.was_removed_here(group, invitation.email):
            raise policy.NotAllowed(joining.STEWARDS_DECIDE)  # under another name too
        if person is None and queries.is_a_stewards(invitation.email):
            raise policy.NotAllowed(STEWARDS_ADDRESS)
        try:
            name = claim_name(name, group_id=group.pk)
        except ValidationError as taken:
            raise ValidationError({"name": taken.messages}) from taken
        who = person or people_actions.make_person(name=name, email=invitation.email)
        membership = joining.become_member(group=group, person=who, name=name, invited_by=invitation.made_by)
        if group.agreement_version:
            agreement.say_yes(member=membership, version=version)
        Invitation.objects.filter(pk=invitation.pk).update(used_by=membership)
    return membership


def come_in_by(*, invitation: Invitation) -> bool:
    """Whether this link may sign its reader in: the first time only, so that an old mail is no key.

    The link itself is the right to do it. Afterwards it still invites, after an ordinary sign-in.
    """
    with in_group(invitation.group_id):
        return bool(
            Invitation.objects.filter(pk=invitation.pk, came_in_at=None).update(came_in_at=clock.now())
        )


def require_same_mailbox(invitation: Invitation, account: Account | None) -> None:
    """An invitation is for one address only. Raises NotAllowed."""
    if account is None or account.email.lower() != invitation.email.lower():
        raise policy.NotAllowed(
            policy.refuse(_("This invitation was sent to another address than the one you signed in with."))
        )


@transaction.atomic
def reset_join_link(*, member: Membership) -> Group:
    """Make a new link that may be passed on; the old one and posters with it are dead.

    Raises NotAllowed. Emits JoinLinkChanged.
    """
    policy.require(member, "groups.join_link")
    return _change_join_link(member, "reset", join_token=ids.public_id())


@transaction.atomic
def switch_join_link(*, member: Membership, on: bool) -> Group:
    """Take people who ask, or take none for now. Raises NotAllowed. Emits JoinLinkChanged."""
    policy.require(member, "groups.join_link")
    return _change_join_link(member, "on" if on else "off", takes_askers=on)


def _change_join_link(member: Membership, how: str, **fields: object) -> Group:
    group = Group.objects.select_for_update().get(pk=member.group_id)
    for name, value in fields.items():
        setattr(group, name, value)
    group.save(update_fields=list(fields))
    emit(events.JoinLinkChanged(group_id=group.pk, by_id=member.pk, how=how))
    return group
