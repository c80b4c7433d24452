"""Where people and one's own things stand in the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from byturns.core import routes
from byturns.groups import policy
from byturns.ui.places import Place, declare


def _people(request: HttpRequest) -> str | None:
    return _when_allowed(request, "groups.people", "groups:people")


def _me(request: HttpRequest) -> str | None:
    return _when_allowed(request, "groups.me", "groups:me")


def _when_allowed(request: HttpRequest, rule: str, page: str) -> str | None:
    member = getattr(request, "member", None)
    if member is None or not policy.check(member, rule):
        return None
    return routes.to(page, member.group.slug)


declare(Place("people", _("People"), order=60, url=_people))
declare(Place("about_me", _("Me in this group"), order=10, url=_me, row="own"))
