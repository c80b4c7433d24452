"""The page where a member may say to herself why she came."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import reasons as actions
from byturns.groups.forms.reasons import ReasonsForm
from byturns.groups.models import JoinReason
from byturns.groups.views.ways import home_of
from byturns.ui.respond import back_to, respond


@opens_with("groups.join_reason")
@require_http_methods(["GET", "HEAD", "POST"])
def why(request: MemberRequest) -> HttpResponse:
    """See, write, change or delete one's own reasons. Nobody else has a page that shows them."""
    member = request.member
    kept = JoinReason.objects.filter(membership=member).first()
    if request.method == "POST" and "delete" in request.POST:
        actions.delete(member=member)
        return back_to(request, request.path, _("It is deleted."))
    start = {"reasons": kept.reasons, "words": kept.words} if kept else {}
    form = ReasonsForm(request.POST or None, initial=start)
    if form.is_valid():
        actions.keep(member=member, **form.cleaned_data)
        return back_to(request, home_of(member), _("Kept, for you alone. You can change or delete it."))
    return respond(
        request,
        "groups/door/why.html",
        {"form": form, "kept": kept},
        status=422 if form.errors else 200,
    )
