"""Where my words are used, and taking them back."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from byturns.groups.access import MemberRequest, opens_with
from byturns.knowledge import actions, queries
from byturns.knowledge.views import addresses
from byturns.ui.respond import back_to, respond


@opens_with("knowledge.mine")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All I said yes to, with one button each to take it back."""
    member = cast("MemberRequest", request).member
    return respond(
        request,
        "knowledge/mine.html",
        {"ledger": queries.ledger(member), "waiting": queries.waiting(member)},
    )


@opens_with("knowledge.mine")
@require_POST
def take_back(request: HttpRequest, use_id: str) -> HttpResponse:
    """One step, no reason."""
    member = cast("MemberRequest", request).member
    use = queries.own_use(member, use_id)
    if use is None:
        raise Http404
    actions.take_back(member=member, use=use)
    return back_to(
        request,
        addresses.mine(member),
        notice=_("Taken back. It is gone from everything that was made of it."),
    )
