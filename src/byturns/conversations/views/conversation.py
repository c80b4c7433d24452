"""One conversation: reading it and answering."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from byturns.conversations import actions, links, queries
from byturns.conversations.forms import ReplyForm
from byturns.conversations.kinds import Kind, guide_for
from byturns.conversations.models import Conversation
from byturns.conversations.naming import heading_of, starter_of
from byturns.conversations.views import addresses, drafts, reading, unsent
from byturns.core import clock
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.groups.queries import typing
from byturns.ui.paging import page_number
from byturns.ui.respond import back_to, respond


@opens_with("conversations.read")
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read a conversation a page at a time, and answer below it. Reading moves the read point."""
    member = cast("MemberRequest", request).member
    found = queries.opened_by(member, public_id)
    if found is None:
        return unsent.not_there(request, member)
    form = reply_form(request, member, found)
    if form.is_valid():
        try:
            return _send(request, member, found, form)
        except policy.NotAllowed as refusal:
            return _give_back(request, member, found, str(refusal))
    if request.method == "POST" and not (verdict := policy.check(member, "conversations.reply", found)):
        return _give_back(request, member, found, str(verdict.reason))
    if form.is_bound:
        drafts.keep_from(request, member, found)
    paper = "paper" in request.GET
    number = page_number(request)
    if "at" in request.GET:
        number = queries.page_holding(found, member, request.GET["at"])
    page = queries.page_of(found, member, number=number, whole=paper or request.GET.get("all") == "1")
    template = "conversations/paper.html" if paper else "conversations/conversation.html"
    response = respond(
        request,
        template,
        {
            **about(member, found),
            "page": page,
            "form": form,
            "sent_back": form.is_bound,
            # What was just done is told where she is: below the messages, above the box.
            "said": "said" in request.GET,
        },
        status=422 if form.is_bound else 200,
    )
    unread = page.shown and max(page.shown) > (cast("Any", found).read_to or 0)
    if unread and reading.moves_read_point(request):
        reading.after_sending(response, member, found, page.shown)
    return response


def _give_back(request: HttpRequest, member: Membership, found: Conversation, reason: str) -> HttpResponse:
    """The words of a refused answer, on the page and as the draft: somebody closed it while she wrote."""
    kept = bool(unsent.typed(request)) and bool(policy.check(member, "conversations.view", found))
    if kept:
        drafts.keep_from(request, member, found)
    return unsent.refused(request, addresses.conversation(member, found), reason, kept=kept)


def about(member: Membership, found: Conversation) -> dict[str, Any]:
    """What the page says around the messages."""
    known = cast("Any", found)
    guide = guide_for(found.kind, just_listening=found.just_listening)
    starter = starter_of(found, member)
    return {
        "conversation": found,
        "heading": heading_of(found, member),
        "starter": starter,
        "hue": Kind.LISTEN if found.just_listening else found.kind,
        "asked": str(guide.asked).format(name=starter),
        "cue": guide.cue,
        "is_mine": found.started_by_id == member.pk,
        "can_answer": policy.check(member, "conversations.still_open", found),
        "visits": queries.visits_of(found) if known.has_visit else [],
        "links": links.of_conversation(member, found),
        "keep_url": addresses.of_conversation("keep_reply", member, found),
        "now": clock.now(),
    }


def reply_form(request: HttpRequest, member: Membership, found: Conversation) -> ReplyForm:
    """The form for an answer, with the draft in it."""
    known = cast("Any", found)
    form = ReplyForm(
        request.POST if request.method == "POST" else None,  # an empty one is an answer without words
        initial={"words": known.draft_words or "", "note": known.draft_note or ""},
        voices=typing.may_type_for(member) if known.types_for_others else [],
        guest=member.is_guest,
        # Who started it without her name is not given away by her own next words.
        started=found.unnamed if found.started_by_id == member.pk else None,
    )
    guide = guide_for(found.kind, just_listening=found.just_listening)
    form.fields["words"].label = str(guide.reply_label)
    return form


def _send(request: HttpRequest, member: Membership, found: Conversation, form: ReplyForm) -> HttpResponse:
    said, voice = form.cleaned_data, form.spoken_for
    message = actions.reply(
        member=voice or member,
        typed_by=member if voice else None,
        conversation=found,
        words=said["words"],
        note=said["note"],
        unnamed=form.without_name,
        show_name=form.shows_name,
        once=said["once"],
    )
    last = cast("Any", found).total // queries.PAGE + 1
    return back_to(
        request,
        # To her own words; the notice and the way back stand right below them.
        f"{addresses.conversation(member, found)}?page={last}&said=1#m-{message.public_id}",
        notice=_("It is with the group now."),
        undo=addresses.of_message("take_down", member, message),
    )
