"""Who may type for a member: named by her, taken back whenever she likes (settled point 36)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from byturns.core import clock, text
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.models import Membership, TypingGrant


@transaction.atomic
def name_typist(*, member: Membership, whom: Membership, typist: Membership, how_said: str) -> TypingGrant:
    """`whom` lets `typist` type for her; `member` is she, or the steward whom she told (`how_said`).

    A letter to print tells her. Named twice it is one. Raises NotAllowed, and ValidationError when it
    does not say how she told it, when the steward names herself, or when the typist is not a member.
    Emits TypistNamed.
    """
    policy.require(member, "groups.name_typist", whom)
    if member.pk == typist.pk and member.pk != whom.pk:
        raise ValidationError(
            _("You cannot write yourself down here. Ask another steward, so that two of you know of it.")
        )
    said = text.tidy(how_said).strip()
    if member.pk != whom.pk and not said:
        raise ValidationError(_("Write how and when they told you, such as “by telephone on 3 May”."))
    if typist.pk == whom.pk or not typist.is_present or typist.is_guest:
        raise ValidationError(_("Choose another member of the group."))
    try:
        with transaction.atomic():
            grant = TypingGrant.objects.create(
                group_id=whom.group_id, member=whom, typist=typist, how_said=said, recorded_by=member
            )
    except IntegrityError:
        return TypingGrant.objects.get(member=whom, typist=typist, revoked_at=None)
    emit(events.TypistNamed(group_id=whom.group_id, by_id=member.pk, grant_id=grant.pk))
    return grant


@transaction.atomic
def end(*, member: Membership, grant: TypingGrant) -> None:
    """Take it back, or give it up. What was typed stays hers. Raises NotAllowed. Emits TypingEnded."""
    policy.require(member, "groups.end_typing", grant)
    if TypingGrant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=clock.now()):
        emit(events.TypingEnded(group_id=grant.group_id, by_id=member.pk, grant_id=grant.pk))
