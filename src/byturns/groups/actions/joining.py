"""Becoming a member: the one way in for who was invited and for who asked."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.models import Group, Membership
from byturns.people.models import Person

STEWARDS_DECIDE = policy.refuse(
    _("This invitation cannot be used. You can ask to join instead: a member can give you the link for that.")
)


@transaction.atomic
def become_member(
    *,
    group: Group,
    person: Person,
    name: str,
    invited_by: Membership | None = None,
    stewards_decided: bool = False,
) -> Membership:
    """Make this person a full member under `name`. The fence must be open for the group.

    Who left before gets her old place back, as an ordinary member. Who was removed comes back only
    when `stewards_decided`; else NotAllowed. Who is in already stays as she is. Emits MemberJoined.
    """
    membership = Membership.objects.filter(person=person).select_related("group").first()
    if membership is not None and membership.is_present:
        return membership
    if membership is None:
        membership = Membership(group=group, person=person)
    elif membership.status != Membership.Status.LEFT and not stewards_decided:
        raise policy.NotAllowed(STEWARDS_DECIDE)
    membership.display_name = name
    membership.role = Membership.Role.MEMBER
    membership.status = Membership.Status.HERE
    membership.joined_at = clock.now()
    membership.ended_at = None
    membership.on_break_until = None
    membership.is_listener = membership.hears_reports = False
    membership.agreed_version = 0
    membership.invited_by = invited_by
    if person.account_id is None:
        membership.contact_by = Membership.ContactBy.PHONE
    membership.save()
    emit(events.MemberJoined(group_id=group.pk, by_id=membership.pk, membership_id=membership.pk))
    return membership
