"""What pages and other apps ask about groups and who is in them."""

from __future__ import annotations

from django.db.models import Q

from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere
from byturns.people.models import Person


def memberships_of(person: Person) -> list[Membership]:
    """The person's own memberships in all groups, for the front door."""
    with everywhere("a person's own list of groups"):
        return list(Membership.objects.present().filter(person=person).select_related("group").order_by("pk"))


def member_of_link(which: Q) -> Membership | None:
    """The full member whom a link in a mail names, asked from outside any group; None when she is none now.

    Her group and her account come with her.
    """
    with everywhere("a link in a mail names its reader"):
        rows = Membership.objects.full().select_related("group", "person__account")
        return rows.filter(which).first()
