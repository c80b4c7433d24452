"""What our mails look like."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from byturns.groups.access import MemberRequest, opens_with
from byturns.notifications import examples as kept
from byturns.notifications import queries
from byturns.notifications.kinds import SHOWS_ABOUT, Shows
from byturns.ui.respond import respond


@opens_with("notifications.choose")
@require_safe
def examples(request: HttpRequest) -> HttpResponse:
    """An example of each mail that comes to me, at my level or another; made up, and nobody's words."""
    member = cast("MemberRequest", request).member
    mine, _telling = queries.strictest(member, queries.choice_of(member))
    wanted = request.GET.get("level", "")
    level = Shows(wanted if wanted in Shows.values else mine)
    context = {
        "shown": kept.of(member, level),
        "sender": queries.sender_of(member.group),
        "level": level,
        "about": SHOWS_ABOUT[level],
        "levels": list(Shows),
        "mine": level == mine,
    }
    return respond(request, "notifications/examples.html", context)
