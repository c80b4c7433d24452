"""My own pace, and saying no."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from byturns.groups.access import MemberRequest, opens_with
from byturns.reciprocity import actions, queries
from byturns.reciprocity.forms import PaceForm, pace_as_filled
from byturns.reciprocity.models import Asked
from byturns.reciprocity.views import addresses
from byturns.reciprocity.views.one import find
from byturns.ui.respond import back_to, respond


@opens_with("reciprocity.choose_pace")
@require_http_methods(["GET", "HEAD", "POST"])
def pace(request: MemberRequest) -> HttpResponse:
    """What I may be asked for, how often and when."""
    member = request.member
    form = PaceForm(
        request.POST if request.method == "POST" else None, initial=pace_as_filled(queries.willing(member))
    )
    if form.is_valid():
        actions.choose_pace(member=member, **form.cleaned_data)
        return back_to(request, addresses.of("mine", member), notice=_("Kept. Nobody else sees it."))
    return respond(request, "reciprocity/pace.html", {"form": form}, status=422 if form.errors else 200)


@opens_with("reciprocity.browse")
@require_POST
def decline(request: MemberRequest, ask_id: str) -> HttpResponse:
    """Not this time."""
    member, found = request.member, find(request, ask_id)
    asked = get_object_or_404(Asked.objects.waiting().select_related("ask"), ask=found, member=member)
    actions.decline(member=member, asked=asked)
    return back_to(request, addresses.of("mine", member), notice=_("That is fine. Nobody is told."))
