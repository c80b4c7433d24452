"""Where safety stands in the menu: what lies between me and the stewards, and reports for who hears them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from byturns.groups import places_door, policy
from byturns.ui.places import Place, declare


def _mine(request: HttpRequest) -> str | None:
    return _when_allowed(request, "safety.mine", "safety:mine")


def _reports(request: HttpRequest) -> str | None:
    return _when_allowed(request, "safety.desk", "safety:cases")


def _contact(request: HttpRequest) -> str | None:
    """At the door of a group, for who is not in it: the page that needs no account."""
    group = places_door.stands_before(request)
    return None if group is None else reverse("safety:contact", kwargs={"slug": group.slug})


def _when_allowed(request: HttpRequest, rule: str, page: str) -> str | None:
    member = getattr(request, "member", None)
    if member is None or not policy.check(member, rule):
        return None
    return reverse(page, kwargs={"group_slug": member.group.slug})


declare(Place("contact", _("Write to the stewards"), order=5, url=_contact, row="own"))
declare(Place("told", _("You and the stewards"), order=40, url=_mine, row="own"))
declare(Place("reports", _("Reports"), order=41, url=_reports, row="own"))
