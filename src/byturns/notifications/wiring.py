"""Where the pages of this app are found in the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from byturns.core import routes
from byturns.groups import policy
from byturns.ui.places import Place
from byturns.ui.places import declare as declare_place


def declare() -> None:
    """My mail stands beside what else is one's own."""
    declare_place(Place("mail", _("My mail"), order=12, url=_choices, row="own"))


def _choices(request: HttpRequest) -> str | None:
    member = getattr(request, "member", None)
    if member is None or not policy.check(member, "notifications.choose"):
        return None
    return routes.to("notifications:choices", group_slug=member.group.slug)
