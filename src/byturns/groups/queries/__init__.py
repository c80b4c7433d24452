"""What pages and other apps ask about groups and who is in them."""

from __future__ import annotations

from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere
from byturns.people.models import Person


def memberships_of(person: Person) -> list[Membership]:
    """The person's own memberships in all groups, for the front door."""
    with everywhere("a person's own list of groups"):
        return list(Membership.objects.present().filter(person=person).select_related("group").order_by("pk"))
