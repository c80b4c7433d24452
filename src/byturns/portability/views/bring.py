"""Bringing a file, and the files that were brought."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from byturns.groups.access import MemberRequest, opens_with
from byturns.portability import queries
from byturns.portability.actions import bringing
from byturns.portability.forms import BringForm
from byturns.ui.respond import back_to, respond


@opens_with("portability.bring_in", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: MemberRequest) -> HttpResponse:
    """Choose a file; what was brought before stands below."""
    form = BringForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        batch = bringing.start(
            member=request.member,
            kind=form.cleaned_data["kind"],
            file_name=file.name or "",
            chunks=file.chunks(),
            order=form.cleaned_data["order"],
        )
        where = {"group_slug": request.member.group.slug, "public_id": batch.public_id}
        return back_to(request, reverse("portability:batch", kwargs=where))
    return respond(
        request,
        "portability/bring.html",
        {
            "form": form,
            "batches": list(queries.batches()[:50]),
            "claims": queries.open_claims().count(),
        },
        status=422 if form.errors else 200,
    )
