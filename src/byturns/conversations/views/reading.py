"""Moving the read point once the page is out, never while it is made (settled point 13)."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse

from byturns.conversations import actions
from byturns.conversations.models import Conversation
from byturns.groups.models import Membership
from byturns.groups.scoping import in_group

log = logging.getLogger("byturns.conversations")


def moves_read_point(request: HttpRequest) -> bool:
    """Whether a person asked for the whole page to read it: not HEAD, prefetch, paper or a part."""
    if request.method != "GET" or "paper" in request.GET:
        return False
    htmx = getattr(request, "htmx", None)
    if htmx and not htmx.boosted:
        return False
    foreseen = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return "prefetch" not in foreseen and "prerender" not in foreseen


def after_sending(
    response: HttpResponse, member: Membership, conversation: Conversation, shown: list[int]
) -> None:
    """Move `member`'s read point over `shown` when `response` has gone out to her.

    The server closes a response after its last byte; the write is then one short transaction of its
    own. An error there is logged: the page was good, and the next visit moves the point.
    """

    def write() -> None:
        if response.status_code != 200:
            return
        try:
            with in_group(member.group_id):
                actions.move_read_point(member=member, conversation=conversation, shown=shown)
        except Exception:
            log.exception("the read point of membership %s was not moved", member.pk)

    # Django keeps its closers here; it has no public way to run something after the last byte.
    response._resource_closers.append(write)  # type: ignore[attr-defined]
