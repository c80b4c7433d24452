"""Who may help in a home, in a car or with things of value: what the group sets, and whom members know."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.reciprocity import events
from byturns.reciprocity.models import Careful, TrustRule, Vouch


@transaction.atomic
def set_trust(*, member: Membership, weeks: int, vouches: int) -> None:
    """Set how long somebody is in, and how many know her. Raises NotAllowed. Emits TrustRuleChanged."""
    policy.require(member, "reciprocity.set_trust")
    if not (0 <= weeks <= 52 and 0 <= vouches <= 5):
        raise ValidationError(_("Choose one of these."))
    wanted = {"weeks": weeks, "vouches": vouches}
    TrustRule.objects.update_or_create(
        group_id=member.group_id, defaults=wanted, create_defaults={**wanted, "group_id": member.group_id}
    )
    emit(events.TrustRuleChanged(group_id=member.group_id, by_id=member.pk))


@transaction.atomic
def vouch(*, member: Membership, known: Collection[Membership]) -> None:
    """Keep whom she has met and would let in; those not named any more are not. Nobody is told.

    Raises NotAllowed. Emits VouchesChosen.
    """
    policy.require(member, "reciprocity.vouch")
    numbers = {one.pk for one in known} - {member.pk}
    Vouch.objects.filter(by=member).exclude(whom__in=numbers).delete()
    Vouch.objects.bulk_create(
        [Vouch(group_id=member.group_id, by=member, whom_id=number) for number in sorted(numbers)],
        ignore_conflicts=True,
    )
    emit(events.VouchesChosen(group_id=member.group_id, by_id=member.pk))


@transaction.atomic
def read_first(*, member: Membership) -> None:
    """She has read what nobody checks. Twice is once. Raises NotAllowed. Emits CarefulRead the first time."""
    policy.require(member, "reciprocity.browse")
    _row, is_new = Careful.objects.get_or_create(membership=member, defaults={"group_id": member.group_id})
    if is_new:
        emit(events.CarefulRead(group_id=member.group_id, by_id=member.pk))
