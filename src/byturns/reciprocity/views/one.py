"""One ask: reading it, and what the asker does with it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.reciprocity import actions, queries
from byturns.reciprocity.forms import OfferForm
from byturns.reciprocity.kinds import State
from byturns.reciprocity.models import Ask
from byturns.reciprocity.policy import READ_FIRST
from byturns.reciprocity.views import addresses
from byturns.ui.respond import back_to, respond


def find(request: MemberRequest, ask_id: str) -> Ask:
    """The ask, if it is open to her. Raises Http404."""
    rows = Ask.objects.visible_to(request.member).select_related("asked_by", "circle", "conversation")
    return get_object_or_404(rows, public_id=ask_id)


@opens_with("reciprocity.browse")
@require_safe
def ask(request: MemberRequest, ask_id: str) -> HttpResponse:
    """One ask, with what this member can do about it."""
    member = request.member
    opened = queries.opened_by(member, ask_id)
    if opened is None:
        raise Http404
    found = opened.ask
    talk = found.conversation
    may_offer = None if opened.my_hand else policy.check(member, "reciprocity.offer", found)
    context = {
        "opened": opened,
        "ask": found,
        "row": opened.row,
        "form": OfferForm(),
        "pairs": queries.pairs(member, found, opened.agreed),
        "talk": talk if talk and policy.check(member, "conversations.view", talk) else None,
        "may_offer": may_offer,
        "may_pass": not found.is_over,
        "reads_first": may_offer is READ_FIRST,
        "may_change": opened.speaks_for_asker and policy.check(member, "reciprocity.change", found),
        "may_end": opened.speaks_for_asker and policy.check(member, "reciprocity.end", found),
        "may_done": bool(opened.agreed) and not found.is_over,
        "may_answer": found.state == State.PROPOSED and found.asked_by_id == member.pk,
    }
    return respond(request, "reciprocity/one.html", context)


@opens_with("reciprocity.browse")
@require_POST
def answer_proposal(request: MemberRequest, ask_id: str) -> HttpResponse:
    """The teller's yes (`yes=1`) or no to what somebody put into words for her."""
    member, found = request.member, find(request, ask_id)
    yes = request.POST.get("yes") == "1"
    actions.answer_proposal(member=member, ask=found, yes=yes)
    if yes:
        return back_to(request, addresses.one(member, found), notice=_("It is asked, in your name."))
    return back_to(request, addresses.of("mine", member), notice=_("It is gone. Nobody is told."))


@opens_with("reciprocity.browse")
@require_POST
def end(request: MemberRequest, ask_id: str) -> HttpResponse:
    """Done (`how=done`), or not needed any more."""
    member, found = request.member, find(request, ask_id)
    if request.POST.get("how") == "done":
        actions.say_done(member=member, ask=found)
        return back_to(request, addresses.one(member, found), notice=_("Good. It is done."))
    actions.end(member=member, ask=found)
    return back_to(request, addresses.one(member, found), notice=_("Nobody is asked any more."))
