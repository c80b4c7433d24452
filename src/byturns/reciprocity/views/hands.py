"""Offering, taking it back, agreeing, thanking."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.reciprocity import actions
from byturns.reciprocity.forms import OfferForm, ThanksForm
from byturns.reciprocity.models import Hand
from byturns.reciprocity.views import addresses
from byturns.reciprocity.views.one import find
from byturns.ui.respond import back_to, respond


def _hand(request: MemberRequest, ask_id: str, hand_id: str) -> Hand:
    """A hand that the asker may know of. Raises Http404, also for everybody but her."""
    found = find(request, ask_id)
    hands = Hand.objects.seen_by_asker().filter(ask=found, public_id=hand_id)
    hand = get_object_or_404(hands.select_related("helper", "thanks"))
    hand.ask = found
    if not policy.check(request.member, "reciprocity.speak_for", found):
        raise Http404
    return hand


@opens_with("reciprocity.browse")
@require_POST
def offer(request: MemberRequest, ask_id: str) -> HttpResponse:
    """Offer to help."""
    member, found = request.member, find(request, ask_id)
    policy.require(member, "reciprocity.offer", found)
    form = OfferForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    hand = actions.offer(member=member, ask=found, words=words)
    said = _("It is agreed. Thank you.") if hand.agreed_at else _("They can say yes now. Thank you.")
    return back_to(request, addresses.one(member, found), notice=said)


@opens_with("reciprocity.browse")
@require_POST
def take_back(request: MemberRequest, ask_id: str) -> HttpResponse:
    """Take back an offer or a yes."""
    member, found = request.member, find(request, ask_id)
    hand = get_object_or_404(Hand.objects.filter(ask=found, helper=member))
    actions.take_back(member=member, hand=hand)
    return back_to(request, addresses.of("mine", member), notice=_("Taken back. You need not say why."))


@opens_with("reciprocity.browse")
@require_POST
def agree(request: MemberRequest, ask_id: str, hand_id: str) -> HttpResponse:
    """Say yes to an offer."""
    hand = _hand(request, ask_id, hand_id)
    actions.agree(member=request.member, hand=hand)
    return back_to(request, addresses.one(request.member, hand.ask), notice=_("It is agreed."))


@opens_with("reciprocity.browse")
@require_http_methods(["GET", "HEAD", "POST"])
def thank(request: MemberRequest, ask_id: str, hand_id: str) -> HttpResponse:
    """Say thank you, for two people alone."""
    hand = _hand(request, ask_id, hand_id)
    policy.require(request.member, "reciprocity.thank", hand)
    place = addresses.one(request.member, hand.ask)
    thanks = getattr(hand, "thanks", None)
    form = ThanksForm(
        request.POST if request.method == "POST" else None,
        initial={"words": thanks.words if thanks is not None else ""},
    )
    if form.is_valid():
        actions.thank(member=request.member, hand=hand, words=form.cleaned_data["words"])
        return back_to(request, place, notice=_("Kept. Only the two of you read it."))
    context = {"form": form, "hand": hand, "place": place}
    return respond(request, "reciprocity/thank.html", context, status=422 if form.errors else 200)
