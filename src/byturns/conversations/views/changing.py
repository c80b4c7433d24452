"""What the starter changes about a conversation, and what each member wants to hear of it."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from byturns.conversations import actions, queries
from byturns.conversations.forms import ChangeForm
from byturns.conversations.models import Conversation, Follow
from byturns.conversations.views import addresses
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.ui.respond import back_to, respond


def find(request: HttpRequest, public_id: str) -> tuple[Membership, Conversation]:
    """The reader and the conversation, if it is open to her. Raises Http404."""
    member = cast("MemberRequest", request).member
    found = queries.open_to(member, public_id)
    if found is None:
        raise Http404
    return member, found


@opens_with("conversations.read")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change title, kind and "just listening"."""
    member, found = find(request, public_id)
    policy.require(member, "conversations.change", found)
    form = ChangeForm(
        request.POST or None,
        initial={"title": found.title, "kind": found.kind, "just_listening": found.just_listening},
    )
    address = addresses.conversation(member, found)
    if form.is_valid():
        actions.change_conversation(member=member, conversation=found, **form.cleaned_data)
        return back_to(request, address, notice=_("Changed."))
    return respond(
        request,
        "conversations/change.html",
        {"form": form, "conversation": found, "place": address},
        status=422 if form.is_bound else 200,
    )


@opens_with("conversations.read")
@require_POST
def needed(request: HttpRequest, public_id: str) -> HttpResponse:
    """No answer needed, or needed after all (`needed=1`)."""
    member, found = find(request, public_id)
    wanted = request.POST.get("needed") == "1"
    actions.say_no_answer_needed(member=member, conversation=found, needed=wanted)
    return back_to(
        request,
        addresses.conversation(member, found),
        notice=_("The group knows that you would like an answer.")
        if wanted
        else _("Nobody is asked to answer."),
    )


@opens_with("conversations.read")
@require_POST
def answer_after(request: HttpRequest, public_id: str) -> HttpResponse:
    """It helped (`helped=1`), or she still needs something: then it waits again."""
    member, found = find(request, public_id)
    helped = request.POST.get("helped") == "1"
    actions.answer_after(member=member, conversation=found, helped=helped)
    return back_to(
        request,
        addresses.conversation(member, found),
        notice=_("Thank you. Nobody is told what you answered.")
        if helped
        else _("It waits for an answer again. Nobody is told what you answered."),
    )


@opens_with("conversations.read")
@require_POST
def follow(request: HttpRequest, public_id: str) -> HttpResponse:
    """Follow or mute this conversation, or go back to what she chose for the group."""
    member, found = find(request, public_id)
    wish = request.POST.get("wish", "")
    if wish not in Follow.Wish.values:
        wish = ""
    actions.follow(member=member, conversation=found, wish=wish)
    said = {
        "follow": _("You will hear of everything new here."),
        "mute": _("You will hear nothing more of this. You can still read it under Talk."),
        "": _("You will hear of this as of everything else."),
    }
    return back_to(request, addresses.conversation(member, found), notice=said[wish])
