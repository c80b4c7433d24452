"""Getting a member back in who lost her mailbox. Two people who know her, and time to object.

A steward opens it, naming a second member; the second says yes; a day later (at once when both met her
face to face and she is no steward) she signs in at the new address and nowhere else. The old address
is told at each step and can stop it. In every other group she belongs to, nothing changes: a steward of
one group must not be able to walk into another, so there she becomes a person of her own here.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from byturns.core import clock, jobs, outbox, text
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.models import Application, Membership, Recovery
from byturns.groups.rules_stewards import can_vouch
from byturns.groups.scoping import everywhere
from byturns.people import actions as people
from byturns.people.models import Person

WAIT = timedelta(hours=24)


@transaction.atomic
def open_(
    *,
    member: Membership,
    whom: Membership,
    second: Membership,
    new_email: str,
    how_known: str,
    in_person: bool,
) -> Recovery:
    """A steward begins to let `whom` in at `new_email`, and names a second member who knows her.

    The old address, if there is one, and all other stewards are told at once. Raises NotAllowed, and
    ValidationError for an address that opens somebody else, for a second who cannot vouch, or when it
    is under way already. Emits RecoveryOpened.
    """
    policy.require(member, "groups.recover", whom)
    if second.pk in {member.pk, whom.pk}:
        raise ValidationError(_("Choose somebody else as the second person."))
    fit = can_vouch(second)
    if not fit:
        raise ValidationError(str(fit.reason))
    known = text.tidy(how_known).strip()
    if not known:
        raise ValidationError(_("Write how you know that it is really them."))
    address = new_email.strip().lower()
    if Person.objects.filter(account__email__iexact=address).exclude(pk=whom.person_id).exists():
        # Moving her in with somebody else would let them open what is hers.
        raise ValidationError(_("This address cannot be used for this. Ask them for another one."))
    try:
        with transaction.atomic():
            made = Recovery.objects.create(
                group_id=member.group_id,
                membership=whom,
                new_email=address,
                opened_by=member,
                how_known=known,
                in_person=in_person,
                second=second,
            )
    except IntegrityError:
        raise ValidationError(
            _("This is under way already for this member. Stop that one first if it is wrong.")
        ) from None
    emit(events.RecoveryOpened(group_id=member.group_id, by_id=member.pk, recovery_id=made.pk))
    _tell("groups.recovery_opened", made, whom)
    _tell("groups.recovery_second", made, second)
    for steward in Membership.objects.stewards().exclude(pk__in=[member.pk, whom.pk, second.pk]):
        _tell("groups.recovery_steward", made, steward)
    return made


@transaction.atomic
def vouch(*, member: Membership, recovery: Recovery, in_person: bool) -> None:
    """The second says that it is really her. Raises NotAllowed. Emits RecoveryVouched.

    Sets the hour: at once when both met her face to face and she is no steward, else in 24 hours.
    """
    recovery = Recovery.objects.select_for_update().get(pk=recovery.pk)
    policy.require(member, "groups.vouch", recovery)
    moment = clock.now()
    at_once = recovery.in_person and in_person and not recovery.membership.is_steward
    recovery.second_at = moment
    recovery.second_in_person = in_person
    recovery.moves_at = moment if at_once else moment + WAIT
    recovery.save(update_fields=["second_at", "second_in_person", "moves_at"])
    emit(events.RecoveryVouched(group_id=recovery.group_id, by_id=member.pk, recovery_id=recovery.pk))
    if not at_once:
        _tell("groups.recovery_soon", recovery, recovery.membership)
    jobs.enqueue(
        "groups.move_mailbox",
        group_id=recovery.group_id,
        run_after=recovery.moves_at,
        recovery_id=recovery.pk,
    )


@transaction.atomic
def stop(*, member: Membership, recovery: Recovery) -> None:
    """Stop it, whoever of those concerned has doubts. Raises NotAllowed. Emits RecoveryStopped."""
    recovery = Recovery.objects.select_for_update().get(pk=recovery.pk)
    policy.require(member, "groups.stop_recovery", recovery)
    recovery.stopped_at = clock.now()
    recovery.stopped_by = member
    recovery.save(update_fields=["stopped_at", "stopped_by"])
    emit(events.RecoveryStopped(group_id=recovery.group_id, by_id=member.pk, recovery_id=recovery.pk))


@transaction.atomic
def finish(*, recovery_id: int) -> None:
    """The clock lets her in at the new address, when the hour has come and nobody stopped it.

    The rule is asked again: both who said yes must still be who they were. Run twice it does it once.
    Emits MailboxMoved, or RecoveryStopped.
    """
    recovery = Recovery.objects.select_for_update().get(pk=recovery_id)
    due = recovery.moves_at is not None and recovery.moves_at <= clock.now()
    whom = recovery.membership
    if recovery.done_at or recovery.stopped_at or not due or not whom.is_present:
        return
    taken = (
        Person.objects.filter(account__email__iexact=recovery.new_email).exclude(pk=whom.person_id).exists()
    )  # somebody else signed up there in the meantime
    second = recovery.second
    both_stand = policy.check(recovery.opened_by, "groups.recover", whom) and second and can_vouch(second)
    if taken or not both_stand:
        recovery.stopped_at = clock.now()
        recovery.save(update_fields=["stopped_at"])
        emit(events.RecoveryStopped(group_id=recovery.group_id, recovery_id=recovery.pk))
        return
    if _is_elsewhere(whom):
        if whom.person.account is not None:
            outbox.put("groups.recovery_apart", to=whom.person.account.email, group_id=whom.group_id)
        whom.person = people.make_person(name=whom.display_name, email=recovery.new_email)
    elif whom.person.account is None:
        people.give_mailbox(person=whom.person, email=recovery.new_email)
    else:
        people.move_to_new_mailbox(person=whom.person, new_email=recovery.new_email)
    whom.contact_by = Membership.ContactBy.EMAIL
    whom.save(update_fields=["person", "contact_by"])
    recovery.done_at = clock.now()
    recovery.save(update_fields=["done_at"])
    outbox.put("groups.recovery_done", to=recovery.new_email, group_id=whom.group_id, membership_id=whom.pk)
    emit(events.MailboxMoved(group_id=whom.group_id, membership_id=whom.pk))


def _is_elsewhere(whom: Membership) -> bool:
    with everywhere("whether a member whose mailbox moves is in another group"):
        return (
            Membership.objects.filter(person=whom.person_id).exclude(pk=whom.pk).exists()
            or Application.objects.filter(person=whom.person_id).exclude(group=whom.group_id).exists()
        )


def _tell(letter: str, recovery: Recovery, whom: Membership) -> None:
    account = whom.person.account
    if account is not None:
        outbox.put(letter, to=account.email, group_id=recovery.group_id, recovery_id=recovery.pk)
