"""Where people and one's own things stand in the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from byturns.core import routes
from byturns.groups import policy, queries
from byturns.people import mine
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


def _mine_in_each(request: HttpRequest) -> list[mine.Shown]:
    """From "Me": my own page in each of my groups, all I wrote there, and what is kept."""
    person = getattr(request, "person", None)
    found = []
    for member in queries.memberships_of(person) if person is not None else []:
        group = member.group
        there = [
            (
                "groups:me",
                _("Me in %(group)s"),
                _("What others read about you, and your pace."),
            ),
            ("groups:own_data", _("All I wrote in %(group)s"), _("One file, to read and to keep.")),
            ("groups:privacy", _("What %(group)s keeps about me"), _("For how long, and who can see it.")),
        ]
        found += [
            mine.Shown(label % {"group": group.name}, about, routes.to(page, group.slug))
            for page, label, about in there
        ]
    return found


mine.declare_many("groups", _mine_in_each)
declare(Place("people", _("People"), order=60, url=_people))
declare(Place("about_me", _("Me in this group"), order=10, url=_me, row="own"))
