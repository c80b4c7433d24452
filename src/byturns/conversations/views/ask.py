"""Starting a conversation."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from byturns.conversations import actions, queries
from byturns.conversations.forms import AskForm
from byturns.conversations.kinds import GUIDES, Kind
from byturns.conversations.views import addresses, drafts
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.queries import typing
from byturns.ui.respond import back_to, respond


@opens_with("conversations.browse")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the group, or simply tell. What was not sent is kept as a draft and comes back."""
    member = cast("MemberRequest", request).member
    circles = queries.circles_of(member)
    writer = queries.writer(member)
    draft = queries.new_draft_of(member)
    kind = request.GET.get("kind", "")
    initial = {"kind": kind if kind in GUIDES else Kind.STORY}
    if draft is not None:
        initial = {
            "kind": initial["kind"] if kind in GUIDES else draft.kind or Kind.STORY,
            "title": draft.title,
            "words": draft.words,
            "note": draft.note,
        }
    if request.GET.get("circle") in {circle.public_id for circle in circles}:
        initial["circle"] = request.GET["circle"]
    form = AskForm(
        request.POST or None,
        initial=initial,
        voices=typing.may_type_for(member) if writer.types_for_others else [],
        circles={circle: queries.readers_in(circle) for circle in circles},
        everyone=writer.readers,
    )
    if form.is_valid():
        said = form.cleaned_data
        voice = form.spoken_for
        conversation = actions.open_conversation(
            member=voice or member,
            typed_by=member if voice else None,
            title=said["title"],
            words=said["words"],
            kind=said["kind"] or Kind.STORY,
            circle=form.chosen_circle,
            just_listening=said["just_listening"],
            note=said["note"],
            unnamed=said["unnamed"],
            once=said["once"],
        )
        first = conversation.messages.order_by("pk").first()
        return back_to(
            request,
            addresses.conversation(member, conversation),
            notice=_("It is with the group now."),
            undo=addresses.of_message("take_down", member, first) if first is not None else None,
        )
    tells = (form["kind"].value() or Kind.STORY) in {Kind.BEYOND, Kind.STORY}
    # Who came through a door has said what would help: the box comes first, the choice can be opened.
    chosen = kind if kind in GUIDES and not form.is_bound else ""
    if form.is_bound:
        drafts.keep_from(request, member, None)
    return respond(
        request,
        "conversations/ask.html",
        {
            "form": form,
            "writer": writer,
            "draft": draft,
            "chosen": chosen,
            "tells": tells,
            "hint": GUIDES[chosen].hint if chosen else "",
        },
        status=422 if form.is_bound else 200,
    )
