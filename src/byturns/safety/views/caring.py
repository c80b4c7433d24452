"""What stewards do to words: hide, show, close, open again, with a second factor and a reason."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from byturns.conversations import naming
from byturns.conversations.models import Conversation, Message
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.safety import forms, queries
from byturns.safety.actions import deeds
from byturns.safety.kinds import Deed
from byturns.safety.models import Act, Report
from byturns.ui.respond import back_to, respond

ACTS_SHOWN = 60


@opens_with("safety.cases", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def care(request: MemberRequest, what: str, public_id: str) -> HttpResponse:
    """Hide a message or conversation, or take that back. `?case=` ties it to a case I am on."""
    member = request.member
    thing: Message | Conversation
    if what == "message":
        thing = get_object_or_404(
            queries.message_in_reach(member).select_related("author", "said_by", "conversation"),
            public_id=public_id,
        )
    elif what == "conversation":
        thing = get_object_or_404(queries.conversation_in_reach(member), public_id=public_id)
    else:
        raise Http404
    policy.require(member, "conversations.hide", thing)
    form = forms.DeedForm(request.POST or None, deeds=_possible(thing))
    tied = request.GET.get("case", "").replace("\0", "")  # PostgreSQL takes no NUL
    case = Report.objects.heard_by(member).filter(public_id=tied).first()
    if form.is_valid():
        if isinstance(thing, Message):
            deeds.on_message(member=member, message=thing, report=case, **form.cleaned_data)
        else:
            deeds.on_conversation(member=member, conversation=thing, report=case, **form.cleaned_data)
        return back_to(
            request,
            request.get_full_path(),
            notice=_("Done. The person whose words these are has been told why."),
        )
    return respond(
        request,
        "safety/care.html",
        {
            "form": form,
            "thing": thing,
            "is_message": isinstance(thing, Message),
            "name": naming.name_of(thing) if isinstance(thing, Message) else "",
            "case": case,
        },
        status=422 if form.errors else 200,
    )


def _possible(thing: Message | Conversation) -> list[Deed]:
    possible = [Deed.SHOW if thing.hidden_at else Deed.HIDE]
    if isinstance(thing, Message):
        held = thing.hidden_at and Act.objects.filter(message=thing).values_list("deed", flat=True).first()
        return [Deed.SHOW, Deed.HIDE] if held == Deed.HOLD else possible
    return [*possible, Deed.REOPEN if thing.closed_at else Deed.CLOSE]


@opens_with("safety.acts")
@require_safe
def acts(request: MemberRequest) -> HttpResponse:
    """What was hidden, shown, closed and opened, newest first, with the reasons."""
    # Not what was done to words of mine: for those I am a member like any other.
    done = Act.objects.exclude(whose=request.member).exclude(message__typed_by=request.member)
    rows = done.select_related("by", "message", "conversation")[:ACTS_SHOWN]
    return respond(request, "safety/acts.html", {"acts": rows})
