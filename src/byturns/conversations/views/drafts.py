"""Keeping what is typed: as one types (JSON) and by a plain button."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from byturns.conversations import actions, queries
from byturns.conversations.kinds import Kind, Note
from byturns.conversations.models import Conversation
from byturns.conversations.views import addresses, unsent
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.ui.respond import back_to


def keep_from(request: HttpRequest, member: Membership, conversation: Conversation | None) -> datetime:
    """Keep what stands in the posted form, whether or not it could be sent as it is."""
    kind, note = request.POST.get("kind", ""), request.POST.get("note", "")
    return actions.keep_draft(
        member=member,
        conversation=conversation,
        words=request.POST.get("words", "").replace("\x00", ""),
        title=request.POST.get("title", "").replace("\x00", ""),
        kind=kind if kind in Kind.values else "",
        note=note if note in Note.values else "",
        once=request.POST.get("once", ""),
    )


@opens_with("conversations.browse")
@require_POST
def keep_new(request: HttpRequest) -> HttpResponse:
    """Keep a conversation that is not started yet, or throw it away."""
    member = cast("MemberRequest", request).member
    address = reverse("conversations:ask", kwargs={"group_slug": member.group.slug})
    return _keep(request, member, None, address)


@opens_with("conversations.read")
@require_POST
def keep_reply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a reply that is not sent yet, or throw it away."""
    member = cast("MemberRequest", request).member
    conversation = queries.open_to(member, public_id)
    if conversation is None:
        if "later" not in request.POST:
            raise Http404
        return unsent.not_there(request, member)
    return _keep(
        request, member, conversation, addresses.conversation(member, conversation) + "?said=1#reply"
    )


def _keep(
    request: HttpRequest, member: Membership, conversation: Conversation | None, address: str
) -> HttpResponse:
    if "drop" in request.POST:
        actions.drop_draft(member=member, conversation=conversation)
        return back_to(request, address, notice=_("Thrown away."))
    saved_at = keep_from(request, member, conversation)
    if "later" in request.POST:
        return back_to(request, address, notice=_("Kept for later. Only you can see it."))
    return JsonResponse({"saved_at": saved_at.isoformat()})
