"""A steward opens with a mailbox of her own: who shares it could act as her."""

from __future__ import annotations

from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere
from byturns.people import sharing
from byturns.people.models import Person


@sharing.forbid
def a_steward_is_among(people: list[Person]) -> bool:
    """Whether one of them is a steward of any group here."""
    with everywhere("a steward's mailbox is hers alone, whichever group she looks after"):
        return (
            Membership.objects.filter(person__in=people, role=Membership.Role.STEWARD)
            .exclude(status__in=Membership.OUTSIDE)
            .exists()
        )
