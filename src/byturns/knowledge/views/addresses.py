"""Addresses of this app's pages, from the member's own group."""

from __future__ import annotations

from byturns.core import routes
from byturns.groups.models import Membership
from byturns.knowledge.models import Experience, Page


def know(member: Membership) -> str:
    return routes.to("knowledge:know", group_slug=member.group.slug)


def mine(member: Membership) -> str:
    return routes.to("knowledge:mine", group_slug=member.group.slug)


def experience(member: Membership, of: Experience) -> str:
    return routes.to("knowledge:experience", group_slug=member.group.slug, experience_id=of.public_id)


def page(member: Membership, of: Page) -> str:
    return routes.to("knowledge:page", group_slug=member.group.slug, page_id=of.public_id)
