"""Saying yes to what the group agreed on, changing it, and the consent that is asked apart."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core import clock, text
from byturns.core.events import emit
from byturns.groups import events, policy, wording
from byturns.groups.models import Agreement, AgreementYes, Group, HealthConsent, Membership
from byturns.groups.queries import agreement as queries


@transaction.atomic
def say_yes(*, member: Membership, version: int) -> None:
    """The member agrees to `version`, which must be the one that stands now.

    Saying it twice changes nothing. Raises NotAllowed, and ValidationError when the agreement changed
    while she was reading. Emits AgreementAgreed.
    """
    policy.require(member, "groups.agreement")
    current = Group.objects.get(pk=member.group_id).agreement_version
    if version != current:
        raise ValidationError(_("The agreement was changed while you were reading. This is the new one."))
    _write_yes(member, current, said_to=None)


@transaction.atomic
def record_yes(*, member: Membership, whom: Membership) -> None:
    """A steward writes down the yes that `whom`, who has no mailbox, said to her.

    Raises NotAllowed. Emits AgreementAgreed.
    """
    policy.require(member, "groups.record_yes", whom)
    _write_yes(whom, Group.objects.get(pk=member.group_id).agreement_version, said_to=member)


def _write_yes(whom: Membership, version: int, *, said_to: Membership | None) -> None:
    _yes, new = AgreementYes.objects.get_or_create(
        membership=whom, version=version, defaults={"group_id": whom.group_id, "said_to": said_to}
    )
    whom.agreed_version = version
    whom.save(update_fields=["agreed_version"])
    if new:
        emit(
            events.AgreementAgreed(
                group_id=whom.group_id,
                by_id=(said_to or whom).pk,
                membership_id=whom.pk,
                version=version,
                said_to_id=said_to.pk if said_to else None,
            )
        )


@transaction.atomic
def publish(*, member: Membership, words: str, limits: str, change: str = "", based_on: int) -> Agreement:
    """Make a new version; every member is asked again, the steward who publishes says yes with it.

    `based_on` is the version that was changed. Raises NotAllowed, and ValidationError when another
    version came in between, when nothing changed or when the limits are too long. Emits AgreementChanged.
    """
    policy.require(member, "groups.publish_agreement")
    group = Group.objects.select_for_update().get(pk=member.group_id)
    if group.agreement_version != based_on:
        raise ValidationError(
            _("Another steward published a new version in the meantime. Yours is still here: compare first.")
        )
    words, limits = text.tidy(words), text.tidy(limits)
    if queries.limits_are_too_long(limits):
        raise ValidationError(
            _("The limits must stay under %(fit)s words, so that everybody reads them."),
            params={"fit": wording.LIMITS_FIT},
        )
    current = queries.current()
    if current is not None and (current.words, current.limits) == (words, limits):
        raise ValidationError(_("Nothing has changed, so nobody needs to be asked again."))
    made = Agreement.objects.create(
        group_id=group.pk,
        version=based_on + 1,
        words=words,
        limits=limits,
        change=text.tidy(change),
        made_by=member,
    )
    group.agreement_version = made.version
    group.save(update_fields=["agreement_version"])
    member.group.agreement_version = made.version
    emit(events.AgreementChanged(group_id=group.pk, by_id=member.pk, version=made.version))
    _write_yes(member, made.version, said_to=None)
    return made


@transaction.atomic
def give_health_consent(*, member: Membership) -> HealthConsent:
    """The member agrees that what she writes about her own health is kept. Emits HealthConsentGiven.

    Giving it twice changes nothing. Raises NotAllowed.
    """
    policy.require(member, "groups.health")
    given = queries.health_consent_of(member)
    if given is not None:
        return given
    given = HealthConsent.objects.create(
        group_id=member.group_id, membership=member, version=wording.HEALTH_VERSION
    )
    emit(events.HealthConsentGiven(group_id=member.group_id, by_id=member.pk, version=given.version))
    return given


@transaction.atomic
def withdraw_health_consent(*, member: Membership) -> None:
    """The member takes her consent back, of whichever version. Emits HealthConsentWithdrawn.

    Her messages stay until she takes them down; the page says so and leads there. Raises NotAllowed.
    """
    policy.require(member, "groups.health")
    for given in HealthConsent.objects.filter(membership=member, withdrawn_at=None):
        given.withdrawn_at = clock.now()
        given.save(update_fields=["withdrawn_at"])
        emit(events.HealthConsentWithdrawn(group_id=member.group_id, by_id=member.pk, version=given.version))
