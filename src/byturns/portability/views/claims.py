"""Claims, for the stewards."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.portability import queries
from byturns.portability.actions import claiming
from byturns.portability.models import Claim
from byturns.ui.respond import back_to, respond


@opens_with("portability.bring_in", factor=True)
@require_safe
def claims(request: MemberRequest) -> HttpResponse:
    """Who says which name is theirs, and what is still missing."""
    rows = [
        (claim, policy.check(request.member, "portability.answer_claim", claim), claiming.has_number(claim))
        for claim in queries.open_claims()
    ]
    return respond(request, "portability/claims.html", {"rows": rows})


@opens_with("portability.bring_in", factor=True)
@require_POST
def answer(request: MemberRequest, public_id: str) -> HttpResponse:
    """Yes or no to one claim."""
    found = get_object_or_404(Claim.objects.select_related("name__batch", "membership"), public_id=public_id)
    claiming.answer(member=request.member, claim=found, yes="yes" in request.POST)
    where = reverse("portability:claims", kwargs={"group_slug": request.member.group.slug})
    return back_to(request, where, _("Kept."))
