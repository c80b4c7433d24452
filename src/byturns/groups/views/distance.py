"""Keeping away from somebody, and the list of whom."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import distance as actions
from byturns.groups.models import Distance
from byturns.groups.queries import directory
from byturns.groups.views.directory import find
from byturns.ui.respond import back_to, respond


@opens_with("groups.keep_away")
@require_safe
def kept_away(request: MemberRequest) -> HttpResponse:
    """The people I keep away from. Nobody else can see this list."""
    return respond(request, "groups/people/kept_away.html", {"rows": directory.kept_away(request.member)})


@require_POST
@opens_with("groups.keep_away")
def keep_away(request: MemberRequest, person: str) -> HttpResponse:
    """Mute or block (`kind`)."""
    whom = find(request, person)
    kind = request.POST.get("kind", "")
    if kind not in Distance.Kind.values:
        kind = Distance.Kind.MUTE
    actions.keep_away(member=request.member, whom=whom, kind=kind)
    return back_to(request, _list(request), _("Done. The other person is not told."))


@require_POST
@opens_with("groups.keep_away")
def come_near(request: MemberRequest, person: str) -> HttpResponse:
    """End a mute or a block, also of somebody who has left."""
    row = get_object_or_404(directory.kept_away(request.member), whom__public_id=person)
    actions.come_near(member=request.member, whom=row.whom)
    return back_to(request, _list(request), _("Done. The other person is not told."))


def _list(request: MemberRequest) -> str:
    return reverse("groups:kept_away", args=[request.member.group.slug])
