"""Where the agreement stands in the menu; from there it is one step to what is kept, and to inviting."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from byturns.core import routes
from byturns.groups.models import Group
from byturns.ui.places import Place, declare


def _agreement(request: HttpRequest) -> str | None:
    member = getattr(request, "member", None)
    return None if member is None else routes.to("groups:agreement", member.group.slug)


def before(request: HttpRequest, group: Group) -> None:
    """Note that this page is at the door of a group, for somebody who is invited but not yet inside.

    Never for who asks to join: they learn nothing of the group, its address neither.
    """
    request.door_of = group  # type: ignore[attr-defined]


def stands_before(request: HttpRequest) -> Group | None:
    """The group at whose door this page is, for who holds a link; None on all other pages."""
    return getattr(request, "door_of", None)


declare(Place("agreement", _("What we agree"), order=15, url=_agreement, row="own"))
