"""Addresses of this app's pages, from the member's own group."""

from __future__ import annotations

from byturns.core import routes
from byturns.groups.models import Membership
from byturns.reciprocity.models import Ask


def of(name: str, member: Membership, **names: str) -> str:
    return routes.to(f"reciprocity:{name}", group_slug=member.group.slug, **names)


def one(member: Membership, ask: Ask) -> str:
    return of("one", member, ask_id=ask.public_id)
