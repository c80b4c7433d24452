"""What nobody checks, whom one knows, what the group sets, and passing on how one is reached."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from byturns.core import routes
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.reciprocity import actions, trust
from byturns.reciprocity.forms import FirstWordsForm, TrustForm, VouchForm
from byturns.reciprocity.models import Ask, Hand, Vouch
from byturns.reciprocity.views import addresses
from byturns.reciprocity.views.one import find
from byturns.ui.respond import back_to, respond


@opens_with("reciprocity.browse")
@require_http_methods(["GET", "HEAD", "POST"])
def careful(request: MemberRequest) -> HttpResponse:
    """The one page before somebody helps in a home, in a car or with things of value for the first time."""
    member = request.member
    wanted = request.POST.get("ask", "") or request.GET.get("ask", "")
    ask = Ask.objects.visible_to(member).filter(public_id=wanted[:12]).first() if wanted else None
    if request.method == "POST":
        actions.read_first(member=member)
        place = addresses.one(member, ask) if ask is not None else addresses.of("asked", member)
        return back_to(request, place, notice=_("Thank you for reading it."))
    return respond(request, "reciprocity/careful.html", {"ask": ask, "rule": trust.rule_of()})


@opens_with("reciprocity.vouch")
@require_http_methods(["GET", "HEAD", "POST"])
def vouch(request: MemberRequest) -> HttpResponse:
    """Whom I have met and would let in. Nobody reads it."""
    member = request.member
    others = list(
        Membership.objects.listed_for(member).full().exclude(pk=member.pk).order_by("display_name", "pk")
    )
    known = set(Vouch.objects.filter(by=member).values_list("whom", flat=True))
    form = VouchForm(request.POST if request.method == "POST" else None, others=others, known=known)
    if form.is_valid():
        # Who hides from the People page keeps what was said before.
        hidden = Membership.objects.filter(pk__in=known - {one.pk for one in others})
        actions.vouch(member=member, known=[*form.chosen, *hidden])
        return back_to(request, addresses.of("mine", member), notice=_("Kept. Nobody else sees it."))
    return respond(request, "reciprocity/vouch.html", {"form": form}, status=422 if form.errors else 200)


@opens_with("reciprocity.set_trust")
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: MemberRequest) -> HttpResponse:
    """For whom help in a home, in a car or with things of value is open: stewards set it."""
    set_so = trust.rule_of()
    form = TrustForm(
        request.POST if request.method == "POST" else None,
        initial={"weeks": set_so.weeks, "vouches": set_so.vouches},
    )
    if form.is_valid():
        actions.set_trust(member=request.member, **form.cleaned_data)
        return back_to(request, addresses.of("asked", request.member), notice=_("Kept."))
    return respond(request, "reciprocity/rules.html", {"form": form}, status=422 if form.errors else 200)


def _pair(request: MemberRequest, ask_id: str, hand_id: str) -> tuple[Membership, Ask, Hand]:
    """One of the two who agreed, with what it is about. Raises Http404, for everybody else."""
    member, found = request.member, find(request, ask_id)
    both = Q(helper=member) | Q(ask__asked_by=member)
    hands = Hand.objects.seen_by_asker().agreed().filter(both, ask=found, public_id=hand_id)
    return member, found, get_object_or_404(hands.select_related("conversation__circle"))


@opens_with("reciprocity.browse")
@require_POST
def write(request: MemberRequest, ask_id: str, hand_id: str) -> HttpResponse:
    """Begin the conversation of two who agreed, or close it for both (`act=close`)."""
    member, found, hand = _pair(request, ask_id, hand_id)
    if request.POST.get("act") == "close":
        actions.close_pair(member=member, hand=hand)
        return back_to(request, addresses.one(member, found), notice=_("It is closed, for both of you."))
    form = FirstWordsForm(request.POST)
    if not form.is_valid():
        return back_to(request, addresses.one(member, found), notice=_("Write something there first."))
    made = actions.write_first(member=member, hand=hand, words=form.cleaned_data["words"])
    names = {"group_slug": member.group.slug, "public_id": made.public_id}
    return back_to(request, routes.to("conversations:conversation", **names))


@opens_with("reciprocity.browse")
@require_POST
def details(request: MemberRequest, ask_id: str, hand_id: str) -> HttpResponse:
    """Let the other of two who agreed see one's own number or address, or no longer."""
    member, found, hand = _pair(request, ask_id, hand_id)
    actions.pass_details(member=member, hand=hand, kinds=request.POST.getlist("kind"))
    return back_to(request, addresses.one(member, found), notice=_("Kept. You can change it again."))
