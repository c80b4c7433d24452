"""What members see of a history: that it comes, their own words in it, and claims."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.portability import queries
from byturns.portability.actions import claiming, owning
from byturns.portability.forms import ClaimForm
from byturns.portability.kinds import State
from byturns.portability.models import Claim, StagedName
from byturns.portability.views import acts
from byturns.ui.respond import back_to, respond

PAGE = 30


@opens_with("portability.history")
@require_safe
def history(request: MemberRequest) -> HttpResponse:
    """What comes or came from before; never whose words, nor which."""
    return respond(
        request,
        "portability/history.html",
        {
            "batches": queries.for_members(request.member),
            "may_bring": policy.check(request.member, "portability.bring_in"),
        },
    )


@opens_with("portability.my_words")
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """My names in what was brought in, and what I can say about others' claims."""
    return _mine(request, ClaimForm())


def _mine(request: MemberRequest, form: ClaimForm, status: int = 200) -> HttpResponse:
    member = request.member
    return respond(
        request,
        "portability/mine.html",
        {
            "names": queries.my_names(member),
            "by_address": queries.names_by_my_address(member),
            "to_witness": queries.claims_to_witness(member),
            "form": form,
        },
        status=status,
    )


def _page(request: MemberRequest) -> str:
    return reverse("portability:mine", kwargs={"group_slug": request.member.group.slug})


@opens_with("portability.my_words")
@require_POST
def claim(request: MemberRequest) -> HttpResponse:
    """Say under which name one was there; or take a name that wrote from one's own address."""
    member = request.member
    if "name" in request.POST:
        for name in queries.names_by_my_address(member):
            if name.public_id == request.POST["name"]:
                claiming.claim_by_address(member=member, name=name)
                return back_to(request, _page(request), _("These words are yours now."))
        raise Http404
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _mine(request, form, status=422)
    claiming.claim_by_name(member=member, called=form.cleaned_data["called"])
    # The same is said whether or not there is such a name: else anybody could find out who was there.
    return back_to(
        request, _page(request), _("Thank you. If there is such a name, the stewards will look at it.")
    )


@opens_with("portability.my_words")
@require_POST
def witness(request: MemberRequest, public_id: str) -> HttpResponse:
    """Say, as one who was there, whether a name is another member's."""
    found = get_object_or_404(Claim.objects.select_related("name__batch", "membership"), public_id=public_id)
    if found.pk not in {one.pk for one in queries.claims_to_witness(request.member)}:
        raise Http404
    claiming.bear_witness(member=request.member, claim=found, yes="yes" in request.POST)
    return back_to(request, _page(request), _("Thank you."))


@opens_with("portability.my_words")
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: MemberRequest, public_id: str) -> HttpResponse:
    """My words under one name: hide, take down, or let the whole group read one."""
    member = request.member
    rows = StagedName.objects.filter(membership=member, batch__state__in=[State.TOLD, State.OPEN])
    name = get_object_or_404(rows.select_related("batch__decided_by", "imported"), public_id=public_id)
    if request.method == "POST":
        return _do(request, name)
    may_read = policy.check(member, "portability.read_own", name)
    page = Paginator(queries.own_words(name) if may_read else [], PAGE).get_page(request.GET.get("page"))
    return respond(
        request,
        "portability/own.html",
        {
            "name": name,
            "page": page,
            "is_open": name.batch.state == State.OPEN,
            "may_read": may_read,
            "may_widen": policy.check(member, "portability.widen", name),
            "asked": Claim.objects.filter(name=name, membership=member).exists(),
        },
    )


def _do(request: MemberRequest, name: StagedName) -> HttpResponse:
    member, said = request.member, request.POST
    act = said.get("act", "")
    here = request.get_full_path()
    if act in {"wide", "narrow"}:
        owning.widen(member=member, name=name, key=said.get("key", ""), wide=act == "wide")
        told = (
            _("The whole group can read it now.")
            if act == "wide"
            else _("Only those who were there see it again.")
        )
        return back_to(request, here, told)
    if act == "confirm":
        settled = claiming.ask_to_confirm(member=member, name=name)
        asked = _("Thank you. Somebody else who was there is asked on their page.")
        return back_to(request, here, _("Thank you. These words are yours now.") if settled else asked)
    done = acts.do(said, member=member, name=name)
    if done is None:
        return back_to(request, here, _("Nothing was chosen, so nothing was changed."))
    return back_to(request, _page(request) if act == "not-mine" else here, done)
