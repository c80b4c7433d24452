"""The group's own numbers for help, and when reported words are held back."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.safety import events
from byturns.safety.models import Choices, LocalNumber

REVIEW_AFTER = datetime.timedelta(days=182)


@transaction.atomic
def keep(*, member: Membership, entry: LocalNumber | None = None, **fields: Any) -> LocalNumber:
    """Add a number, or change `entry`. Keeping it says that it was checked today. Raises NotAllowed.

    Emits HelpNumbersChanged.
    """
    policy.require(member, "safety.numbers")
    entry = entry or LocalNumber(group_id=member.group_id)
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.checked_on = clock.today(member.group.zone)
    entry.review_by = entry.checked_on + REVIEW_AFTER
    entry.full_clean()
    entry.save()
    emit(events.HelpNumbersChanged(group_id=member.group_id, by_id=member.pk))
    return entry


@transaction.atomic
def remove(*, member: Membership, entry: LocalNumber) -> None:
    """Take a number out. Raises NotAllowed. Emits HelpNumbersChanged."""
    policy.require(member, "safety.numbers")
    entry.delete()
    emit(events.HelpNumbersChanged(group_id=member.group_id, by_id=member.pk))


@transaction.atomic
def choose(*, member: Membership, hold_message_at: int, hold_person_at: int) -> Choices:
    """Choose when reported words are held back; 0 is never, 1 is refused. Raises NotAllowed.

    Emits ChoicesChanged.
    """
    policy.require(member, "safety.choices")
    made, _ = Choices.objects.update_or_create(
        group_id=member.group_id,
        defaults={
            "hold_message_at": hold_message_at,
            "hold_person_at": hold_person_at,
            "changed_at": clock.now(),
        },
    )
    emit(events.ChoicesChanged(group_id=member.group_id, by_id=member.pk))
    return made
