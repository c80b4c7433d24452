"""Who may type for whom."""

from __future__ import annotations

from django.db.models import QuerySet

from byturns.groups.models import ContactLook, Membership, TypingGrant


def may_type_for(member: Membership) -> list[Membership]:
    """The members whose words she may type, by name. Empty for most."""
    grants = TypingGrant.objects.standing().filter(typist=member).values("member")
    return list(Membership.objects.filter(pk__in=grants).order_by("display_name", "pk"))


def typists_of(member: Membership) -> QuerySet[TypingGrant]:
    """Who may type for her now."""
    return TypingGrant.objects.standing().filter(member=member).select_related("typist").order_by("given_at")


def looks_at(member: Membership) -> QuerySet[ContactLook]:
    """Who looked at how to reach her, newest first: hers to read, or to have printed."""
    return ContactLook.objects.filter(membership=member).select_related("by").order_by("-at", "-pk")
