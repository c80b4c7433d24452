"""Who looks after the group: a role for a time, shared, with each one's own yes."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from byturns.core import clock, outbox
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.actions.leaving import close_what_she_began, lock_group
from byturns.groups.models import Group, Membership, StewardOffer
from byturns.groups.policy import NotAllowed, refuse
from byturns.groups.rules_stewards import can_be_steward
from byturns.groups.scoping import in_group


@transaction.atomic
def offer(*, member: Membership, whom: Membership) -> StewardOffer:
    """Ask a member to be a steward too. Nothing changes before her yes; she gets a neutral mail.

    Asked twice it is one question. Raises NotAllowed. Emits StewardAsked.
    """
    policy.require(member, "groups.offer_stewarding", whom)
    try:
        with transaction.atomic():
            made = StewardOffer.objects.create(group_id=member.group_id, whom=whom, by=member)
    except IntegrityError:
        return StewardOffer.objects.get(whom=whom, answered_at=None)
    emit(events.StewardAsked(group_id=member.group_id, by_id=member.pk, offer_id=made.pk))
    account = whom.person.account
    if account is not None:
        outbox.put("groups.steward_asked", to=account.email, group_id=member.group_id, offer_id=made.pk)
    return made


@transaction.atomic
def answer(*, member: Membership, offer: StewardOffer, yes: bool) -> None:
    """The member who was asked says yes or no. Only the first answer counts.

    With a yes she is a steward from the next page on, which asks her for a second factor before she
    acts. A no is told to nobody but in the list of open questions, where it is gone. Raises NotAllowed.
    Emits StewardOfferAnswered, and StewardNamed with a yes.
    """
    lock_group(group_id=member.group_id)
    offer = StewardOffer.objects.get(pk=offer.pk)
    policy.require(member, "groups.accept_offer" if yes else "groups.answer_offer", offer)
    changed = StewardOffer.objects.filter(pk=offer.pk, answered_at=None).update(
        answered_at=clock.now(), said_yes=yes
    )
    if not changed:
        raise NotAllowed(refuse(_("This has been answered already.")))
    emit(events.StewardOfferAnswered(group_id=member.group_id, by_id=member.pk, offer_id=offer.pk))
    if yes:
        _make_steward(member)
        emit(events.StewardNamed(group_id=member.group_id, by_id=member.pk, membership_id=member.pk))


@transaction.atomic
def take_back(*, member: Membership, offer: StewardOffer) -> None:
    """A steward takes the question back while it waits. Emits StewardOfferAnswered."""
    policy.require(member, "groups.offer_stewarding")
    if StewardOffer.objects.filter(pk=offer.pk, answered_at=None).update(answered_at=clock.now()):
        emit(events.StewardOfferAnswered(group_id=member.group_id, by_id=member.pk, offer_id=offer.pk))


@transaction.atomic
def step_down(*, member: Membership) -> None:
    """Stop being a steward and stay as a member. The last one cannot. Emits StewardSteppedDown."""
    lock_group(group_id=member.group_id)
    policy.require(member, "groups.step_down")
    member.role = Membership.Role.MEMBER
    member.save(update_fields=["role"])
    close_what_she_began(member)
    emit(events.StewardSteppedDown(group_id=member.group_id, by_id=member.pk, membership_id=member.pk))


@transaction.atomic
def name_listeners(*, member: Membership, whom: Collection[Membership]) -> None:
    """Say who the listeners are: exactly these. Raises NotAllowed. Emits ListenersNamed on a change."""
    policy.require(member, "groups.name_duties")
    for other in whom:
        policy.require(member, "groups.name_duties", other)
    if _name(whom, "is_listener"):
        emit(events.ListenersNamed(group_id=member.group_id, by_id=member.pk))


@transaction.atomic
def name_hearers(*, member: Membership, whom: Collection[Membership]) -> None:
    """Say which two members hear reports about a steward when there is no other (point 11).

    Raises NotAllowed, and ValidationError for another number than two (or none). Emits HearersNamed.
    """
    policy.require(member, "groups.name_duties")
    for other in whom:
        policy.require(member, "groups.name_duties", other)
    if len(whom) not in (0, 2):
        raise ValidationError(_("Choose two members, so that neither stands alone with it."))
    if any(other.is_steward for other in whom):
        raise ValidationError(_("Choose members who are not stewards: reports about stewards go to them."))
    if _name(whom, "hears_reports"):
        emit(events.HearersNamed(group_id=member.group_id, by_id=member.pk))


def _name(whom: Collection[Membership], field: str) -> bool:
    chosen = [other.pk for other in whom]
    gone = Membership.objects.filter(**{field: True}).exclude(pk__in=chosen).update(**{field: False})
    new = Membership.objects.filter(pk__in=chosen, **{field: False}).update(**{field: True})
    return bool(gone or new)


def make_steward_by_host(*, group: Group, email: str) -> Membership:
    """Whoever runs the server makes the member with this mailbox a steward, when no steward is left.

    Only from the command line: the right to do it is having the server, so no rule is asked. It stands
    in the group's log, and every member with a mailbox gets a mail. Raises ValidationError with what is
    wrong. Emits StewardMadeByHost.
    """
    with in_group(group), transaction.atomic():
        Group.objects.select_for_update().get(pk=group.pk)
        found = list(
            Membership.objects.full()
            .filter(person__account__email__iexact=email.strip())
            .select_related("person")
        )
        if not found:
            raise ValidationError(_("No member of this group signs in with that address."))
        whom = found[0]
        if whom.is_steward:
            raise ValidationError(_("This member is a steward already."))
        fit = can_be_steward(whom)
        if not fit:
            raise ValidationError(str(fit.reason))
        _make_steward(whom)
        emit(events.StewardMadeByHost(group_id=group.pk, by_id=None, membership_id=whom.pk))
        told = (
            Membership.objects.present()
            .exclude(role=Membership.Role.GUEST)
            .exclude(person__account=None)
            .values_list("pk", "person__account__email")
        )
        for pk, address in told:
            outbox.put("groups.steward_by_host", to=address, group_id=group.pk, membership_id=pk)
        return whom


def _make_steward(whom: Membership) -> None:
    whom.role = Membership.Role.STEWARD
    whom.hears_reports = False  # two roles that must not meet in one person
    whom.save(update_fields=["role", "hears_reports"])
    StewardOffer.objects.filter(whom=whom, answered_at=None).update(answered_at=clock.now())
