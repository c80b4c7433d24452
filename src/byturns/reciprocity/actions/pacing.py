"""Saying what one may be asked for, how often and when."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.reciprocity import events
from byturns.reciprocity.kinds import Far, Help, Pace, Part
from byturns.reciprocity.models import Willing


@transaction.atomic
def choose_pace(
    *,
    member: Membership,
    pace: str,
    kinds: Collection[str] = (),
    far: str = Far.OUT,
    weekdays: Collection[str] = (),
    parts: Collection[str] = (),
) -> Willing:
    """Keep what she may be asked for. It limits being asked; she may offer more whenever she likes.

    Raises NotAllowed, and ValidationError for what is on no list. Emits PaceChosen.
    """
    policy.require(member, "reciprocity.choose_pace")
    good = {*kinds} <= {*Help.values} and {*parts} <= {*Part.values} and {*weekdays} <= {*"0123456"}
    if not good or pace not in Pace.values or far not in Far.values:
        raise ValidationError(_("Choose one of these."))
    wanted = {
        "pace": pace,
        "kinds": ",".join(kind for kind in Help.values if kind in kinds),
        "far": far,
        "weekdays": "".join(sorted(weekdays)),
        "parts": "".join(part for part in Part.values if part in parts),
    }
    kept, _made = Willing.objects.update_or_create(
        membership=member, defaults=wanted, create_defaults={**wanted, "group_id": member.group_id}
    )
    emit(events.PaceChosen(group_id=member.group_id, by_id=member.pk, membership_id=member.pk))
    return kept
