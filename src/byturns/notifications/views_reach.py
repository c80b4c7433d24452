"""Whom words reach before they are sent, and a steward's notice to everyone."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from byturns.conversations import queries as talk
from byturns.conversations.models import Conversation
from byturns.core import clock, routes
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.notifications import actions
from byturns.notifications import reach as reaches
from byturns.ui.respond import back_to, respond

EVENING = 17  # from this hour on, what still comes today comes tonight


@opens_with("notifications.reach")
@require_safe
def reach(request: HttpRequest) -> HttpResponse:
    """One line for beside the button: how many read it, and how many get it by mail today."""
    member = cast("MemberRequest", request).member
    if "c" in request.GET:
        found = reaches.of_answer(member, _open_to(member, request.GET["c"]))
    else:
        wanted = request.GET.get("circle", "")
        circle = next((one for one in talk.circles_of(member) if one.public_id == wanted), None)
        if wanted and circle is None:
            raise Http404
        found = reaches.of_new(member, circle)
    context = {"reach": found, "tonight": _is_evening(member)}
    return respond(request, "notifications/reach.html", context, part="reach")


@opens_with("notifications.to_everyone", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def to_everyone(request: HttpRequest, public_id: str) -> HttpResponse:
    """One button that sends it to everyone at once, and how rarely that can be."""
    member = cast("MemberRequest", request).member
    found = _open_to(member, public_id)
    if request.method == "POST":
        actions.send_to_everyone(member=member, conversation=found)
        page = routes.to(
            "conversations:conversation", group_slug=member.group.slug, public_id=found.public_id
        )
        return back_to(request, page, _("It is on its way to everyone."))
    context = {
        "conversation": found,
        "verdict": policy.check(member, "notifications.to_everyone", found),
        "reach": reaches.of_new(member, to_everyone=True),
        "tonight": _is_evening(member),
    }
    return respond(request, "notifications/to_everyone.html", context)


def _is_evening(member: Membership) -> bool:
    return clock.now().astimezone(member.group.zone).hour >= EVENING


def _open_to(member: Membership, public_id: str) -> Conversation:
    found = talk.open_to(member, public_id)
    if found is None:
        raise Http404
    return found
