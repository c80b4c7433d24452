"""One message: everything that can be done with it, and doing it."""

from __future__ import annotations

from typing import cast

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byturns.conversations import actions, links, queries
from byturns.conversations.forms import EditForm
from byturns.conversations.kinds import Ack
from byturns.conversations.models import Message
from byturns.conversations.naming import is_named
from byturns.conversations.views import addresses, unsent
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.ui.respond import back_to, respond


def find(request: HttpRequest, public_id: str, message_id: str) -> tuple[Membership, Message]:
    """The reader, and the message if it has a place on her page. Raises Http404."""
    member = cast("MemberRequest", request).member
    conversation = queries.open_to(member, public_id)
    message = queries.on_page(member, conversation, message_id) if conversation is not None else None
    if message is None:
        raise Http404
    return member, message


def find_own(request: HttpRequest, public_id: str, message_id: str) -> tuple[Membership, Message]:
    """As `find`; words of one's own, or typed for somebody, also where one cannot read any more.

    Who left a circle or blocks the starter must still be able to take down what she said there.
    """
    member = cast("MemberRequest", request).member
    own = (
        Message.objects.filter(Q(author=member) | Q(typed_by=member))
        .filter(conversation__public_id=public_id, public_id=message_id)
        .select_related("author", "typed_by", "conversation")
        .first()
    )
    return (member, own) if own is not None else find(request, public_id, message_id)


def after_own(member: Membership, message: Message) -> str:
    """Where to go after one's own words went or came back: their place, or home if that is closed."""
    if policy.check(member, "conversations.view", message.conversation):
        return place_of(member, message)
    return addresses.home(member)


def place_of(member: Membership, message: Message) -> str:
    """The address of the message on the page that holds it."""
    return addresses.place_of(member, message)


@opens_with("conversations.read")
@require_safe
def message(request: HttpRequest, public_id: str, message_id: str) -> HttpResponse:
    """What can be done with one message."""
    member, found = find(request, public_id, message_id)
    return respond(
        request,
        "conversations/message.html",
        {
            "message": found,
            "row": queries.row_of(found, member),
            "place": place_of(member, found),
            "looks": queries.looks_at(found) if found.author_id == member.pk and found.unnamed else [],
            "can_edit": policy.check(member, "conversations.edit", found),
            "can_take_down": policy.check(member, "conversations.take_down", found)
            and found.taken_down_at is None,
            "can_put_back": found.taken_down_at is not None
            and policy.check(member, "conversations.put_back", found),
            "can_look_behind": policy.check(member, "conversations.look_behind", found),
            "person": found.author if is_named(found) and found.author_id != member.pk else None,
            "links": links.of_message(member, found),
        },
    )


@opens_with("conversations.read")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str, message_id: str) -> HttpResponse:
    """Change what one wrote."""
    try:
        member, found = find(request, public_id, message_id)
    except Http404:
        return unsent.not_there(request, cast("MemberRequest", request).member)
    verdict = policy.check(member, "conversations.edit", found)
    if not verdict and request.method == "POST" and unsent.typed(request):
        return unsent.refused(request, place_of(member, found), str(verdict.reason))
    policy.require(member, "conversations.edit", found)
    form = EditForm(request.POST or None, initial={"words": found.words, "note": found.note})
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.edit_message(member=member, message=found, words=said["words"], note=said["note"])
        except policy.NotAllowed as refusal:
            return unsent.refused(request, place_of(member, found), str(refusal))
        return back_to(request, place_of(member, found), notice=_("Changed."))
    return respond(
        request,
        "conversations/edit.html",
        {"form": form, "message": found, "place": place_of(member, found)},
        status=422 if form.is_bound else 200,
    )


@opens_with("conversations.read")
@require_http_methods(["GET", "HEAD", "POST"])
def before(request: HttpRequest, public_id: str, message_id: str) -> HttpResponse:
    """How a message read before it was changed, for its writer; posting removes that for good."""
    member, found = find(request, public_id, message_id)
    policy.require(member, "conversations.older_texts", found)
    if request.method == "POST":
        actions.forget_older_texts(member=member, message=found)
        return back_to(request, place_of(member, found), notice=_("The old text is gone for good."))
    return respond(
        request,
        "conversations/before.html",
        {"message": found, "older": queries.older_texts_of(found), "place": place_of(member, found)},
    )


@opens_with("conversations.read")
@require_POST
def take_down(request: HttpRequest, public_id: str, message_id: str) -> HttpResponse:
    """Take a message down; the next page offers to put it back."""
    member, found = find_own(request, public_id, message_id)
    actions.take_down(member=member, message=found)
    return back_to(
        request,
        after_own(member, found),
        notice=_("Taken down. You can put it back for half an hour."),
        undo=addresses.of_message("put_back", member, found),
    )


@opens_with("conversations.read")
@require_POST
def put_back(request: HttpRequest, public_id: str, message_id: str) -> HttpResponse:
    """Undo taking down."""
    member, found = find_own(request, public_id, message_id)
    actions.put_back(member=member, message=found)
    return back_to(request, after_own(member, found), notice=_("It is back."))


@opens_with("conversations.browse")
@require_POST
def acknowledge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say "I hear you" and its like to the message named by the button, or take it back."""
    kind, _dot, message_id = request.POST.get("m", "").partition(".")
    if kind not in Ack.values:
        raise Http404
    member, found = find(request, public_id, message_id)
    actions.acknowledge(member=member, message=found, kind=kind)
    if getattr(request, "htmx", False):
        row = queries.row_of(found, member)
        return TemplateResponse(request, "conversations/heard.html", {"row": row})
    return back_to(request, place_of(member, found))
