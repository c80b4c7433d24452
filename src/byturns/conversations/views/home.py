"""The first page: what would help, who waits, what is new."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from byturns.conversations import queries
from byturns.conversations.kinds import Kind
from byturns.core import clock
from byturns.groups import slots
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.queries import stewarding
from byturns.ui.respond import respond

WAITING = 6
NEW = 12


@opens_with("conversations.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Home of the group; a guest sees the conversations that are open to her and nothing else."""
    member = cast("MemberRequest", request).member
    if member.is_guest:
        return respond(request, "conversations/guest_home.html", {"rows": queries.guest_rows(member)})
    # Who rests is not asked for anything; what is new can still be read.
    resting = member.on_break(clock.today(member.group.zone))
    waiting = [] if resting else queries.waiting_rows(member, limit=WAITING + 1)
    above = {one.conversation.pk for one in waiting[:WAITING]}
    new = queries.new_rows(member, limit=NEW + 1, without=above)
    context: dict[str, Any] = {
        "doors": [(kind.value, kind.label) for kind in Kind if kind != Kind.STORY],
        "waiting": waiting[:WAITING],
        "more_wait": len(waiting) > WAITING,
        "new": new[:NEW],
        "more_new": len(new) > NEW,
        "own": queries.at_home(member),
        "resting": resting,
        "slots": slots.filled("home", member),
        "rests_on_one": member.is_steward and stewarding.duties().rests_on_one,
    }
    return respond(request, "conversations/home.html", context)
