"""Who looks after the group, and whether it rests on one pair of shoulders."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from byturns.groups.models import Membership, Recovery, StewardOffer


@dataclass(frozen=True)
class Duties:
    """Who does what for the group."""

    stewards: list[Membership]
    listeners: list[Membership]
    hearers: list[Membership]
    guests: list[Membership]

    @property
    def rests_on_one(self) -> bool:
        """Only one steward: if she falls ill, nobody can let anyone in or help (D13)."""
        return len(self.stewards) < 2

    @property
    def needs_hearers(self) -> bool:
        """A report about a steward has nowhere to go but to two members named for it (point 11)."""
        return self.rests_on_one and len(self.hearers) < 2


def duties() -> Duties:
    """The stewards, listeners, those who hear reports, and the guests, in one query."""
    present = list(Membership.objects.present().order_by("display_name", "pk"))
    rows = [row for row in present if not row.is_guest]
    return Duties(
        stewards=[row for row in rows if row.is_steward],
        listeners=[row for row in rows if row.is_listener],
        hearers=[row for row in rows if row.hears_reports],
        guests=[row for row in present if row.is_guest],
    )


def open_offer_to(member: Membership) -> StewardOffer | None:
    """The question "would you be a steward?" that waits for her answer."""
    return StewardOffer.objects.filter(whom=member, answered_at=None).select_related("by").first()


def open_offers() -> QuerySet[StewardOffer]:
    """All such questions that wait, for stewards."""
    return StewardOffer.objects.filter(answered_at=None).select_related("whom").order_by("at")


def everybody() -> QuerySet[Membership]:
    """All members, those who hide from the People page too: for a steward on duty."""
    return Membership.objects.full().select_related("person").order_by("display_name", "pk")


def recoveries_for(member: Membership) -> QuerySet[Recovery]:
    """Changes of e-mail address under way that she has to do with; all of them for a steward."""
    rows = Recovery.objects.open().select_related("membership", "opened_by", "second").order_by("opened_at")
    if member.is_steward:
        return rows
    return rows.filter(second=member) | rows.filter(membership=member)
