"""Where it stands in the menu, and on a member's own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from byturns.core import routes
from byturns.groups import policy, slots
from byturns.groups.models import Membership
from byturns.ui.places import Place, declare


def _know(request: HttpRequest) -> str | None:
    member = getattr(request, "member", None)
    if member is None or not policy.check(member, "knowledge.read"):
        return None
    try:
        return routes.to("knowledge:know", group_slug=member.group.slug)
    except NoReverseMatch:  # a house may be put together without it
        return None


def _mine(member: Membership) -> Mapping[str, Any] | None:
    return {} if policy.check(member, "knowledge.mine") else None


declare(Place("know", _("What we know"), order=50, url=_know))
slots.declare(slots.Slot("me", "knowledge", "knowledge/_me.html", _mine))
