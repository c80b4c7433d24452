"""A guest in a conversation: asking, saying no, letting her read, ending it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from byturns.conversations import actions, queries
from byturns.conversations.forms import VisitForm
from byturns.conversations.models import GuestVisit
from byturns.conversations.views import addresses
from byturns.conversations.views.changing import find
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.ui.respond import back_to, respond


@opens_with("conversations.propose_visit_page", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """A steward asks whether a guest may come into this conversation."""
    member, found = find(request, public_id)
    policy.require(member, "conversations.propose_visit", found)
    form = VisitForm(request.POST or None, guests=queries.guests())
    if form.is_valid():
        until = datetime.combine(
            form.cleaned_data["until"] + timedelta(days=1), time(0), tzinfo=member.group.zone
        )
        try:
            visit = actions.propose_visit(member=member, conversation=found, guest=form.chosen, until=until)
        except ValueError:
            form.add_error(
                "until", _("Choose a later day: members have three days to say no before the guest comes.")
            )
        else:
            return back_to(
                request,
                addresses.of_visit("visit", member, visit),
                notice=_("Everyone who wrote here has been told."),
            )
    return respond(
        request,
        "conversations/propose_visit.html",
        {"form": form, "conversation": found, "place": addresses.conversation(member, found)},
        status=422 if form.is_bound else 200,
    )


@opens_with("conversations.browse")
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, public_id: str, visit_id: str) -> HttpResponse:
    """About one visit; who wrote there says no, or lets the guest read what she wrote before."""
    member, found = find(request, public_id)
    coming = get_object_or_404(
        GuestVisit.objects.select_related("guest", "conversation"), conversation=found, public_id=visit_id
    )
    policy.require(member, "conversations.see_visit", coming)
    if request.method == "POST":
        return back_to(request, addresses.of_visit("visit", member, coming), notice=_do(request, coming))
    return respond(
        request,
        "conversations/visit.html",
        {
            "visit": coming,
            "conversation": found,
            "place": addresses.conversation(member, found),
            "state": queries.visit_as_seen_by(member, coming),
            "can_object": policy.check(member, "conversations.object_to_visit", coming),
            "can_let_read": policy.check(member, "conversations.let_guest_read", coming),
            "can_stop": policy.check(member, "conversations.stop_visit", coming),
        },
    )


def _do(request: HttpRequest, coming: GuestVisit) -> str:
    member = cast("MemberRequest", request).member
    wish = request.POST.get("wish", "")
    if wish == "no":
        actions.object_to_visit(member=member, visit=coming)
        return _("The guest will not come. Nobody is told that it was you.")
    if wish == "stop":
        actions.stop_visit(member=member, visit=coming)
        return _("The visit has ended.")
    actions.let_guest_read(member=member, visit=coming, yes=wish == "read")
    if wish == "read":
        return _("The guest may read what you wrote before.")
    return _("What you wrote before stays closed to the guest.")
