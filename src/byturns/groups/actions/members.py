"""Letting in without the door: a member who has no e-mail, and a guest from outside."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core import outbox, text
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.actions import contact
from byturns.groups.actions.profile import claim_name
from byturns.groups.models import Membership
from byturns.people import actions as people


@transaction.atomic
def record(
    *, member: Membership, display_name: str, contact_by: str, details: Mapping[str, str]
) -> Membership:
    """Make the record of a member without e-mail: a full member from this moment.

    That she said yes to the agreement is written down apart (`agreement.record_yes`). Raises NotAllowed,
    and ValidationError when the name is taken or the way to reach her is missing. Emits MemberRecorded.
    """
    policy.require(member, "groups.record_member")
    name = claim_name(display_name, group_id=member.group_id)
    if contact_by == Membership.ContactBy.EMAIL:
        raise ValidationError(_("Somebody with e-mail is invited instead, and signs in."))
    whom = Membership.objects.create(
        group_id=member.group_id,
        person=people.make_person(name=name),
        display_name=name,
        contact_by=contact_by,
        invited_by=member,
    )
    contact.keep(whom=whom, details=details, contact_by=contact_by)
    emit(events.MemberRecorded(group_id=member.group_id, by_id=member.pk, membership_id=whom.pk))
    return whom


@transaction.atomic
def let_guest_in(*, member: Membership, display_name: str, guest_as: str, email: str) -> Membership:
    """Make a guest of an outside professional. A guest sees nothing until a visit to a conversation opens.

    They get a mail that says so and how to sign in. Raises NotAllowed, and ValidationError when the name
    is taken or the address is a member's. Emits GuestMade.
    """
    policy.require(member, "groups.guests")
    name = claim_name(display_name, group_id=member.group_id)
    if Membership.objects.present().filter(person__account__email__iexact=email.strip()).exists():
        raise ValidationError(_("Somebody who is in the group uses this e-mail address already."))
    whom = Membership.objects.create(
        group_id=member.group_id,
        person=people.make_person(name=name, email=email),
        display_name=name,
        role=Membership.Role.GUEST,
        guest_as=" ".join(text.tidy(guest_as).split()),
        in_directory=True,
        invited_by=member,
    )
    outbox.put("groups.guest", to=email.strip(), group_id=member.group_id, membership_id=whom.pk)
    emit(events.GuestMade(group_id=member.group_id, by_id=member.pk, membership_id=whom.pk))
    return whom
