"""Where the search stands in the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from byturns.groups import policy
from byturns.ui.places import Place, declare


def _find(request: HttpRequest) -> str | None:
    member = getattr(request, "member", None)
    if member is None or not policy.check(member, "conversations.browse"):
        return None
    try:
        return reverse("search:find", kwargs={"group_slug": member.group.slug})
    except NoReverseMatch:  # a house may be put together without a search
        return None


declare(Place("find", _("Find words"), order=5, url=_find, row="own"))
