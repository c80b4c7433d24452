"""The group's own help numbers, and when reported words are held back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byturns.core import clock
from byturns.groups.access import MemberRequest, opens_with
from byturns.safety import forms, queries, signposts
from byturns.safety.actions import numbers as acts
from byturns.safety.models import LocalNumber
from byturns.ui.respond import back_to, respond


@opens_with("safety.numbers")
@require_safe
def numbers(request: MemberRequest) -> HttpResponse:
    """All of the group's own numbers, and which want checking."""
    today = clock.today(request.member.group.zone)
    return respond(
        request,
        "safety/numbers.html",
        {
            "local": LocalNumber.objects.all(),
            "today": today,
            "stale": signposts.stale(today),
        },
    )


@opens_with("safety.numbers", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def number(request: MemberRequest, public_id: str | None = None) -> HttpResponse:
    """Add a number or change one; keeping it says that it was checked today."""
    entry = get_object_or_404(LocalNumber.objects.all(), public_id=public_id) if public_id else None
    form = forms.NumberForm(request.POST or None, instance=entry)
    if form.is_valid():
        acts.keep(member=request.member, entry=entry, **form.cleaned_data)
        return back_to(request, _list(request), notice=_("Kept. Members see it under “Help right now”."))
    return respond(
        request, "safety/number.html", {"form": form, "entry": entry}, status=422 if form.errors else 200
    )


@opens_with("safety.numbers", factor=True)
@require_POST
def remove(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take a number out."""
    acts.remove(
        member=request.member, entry=get_object_or_404(LocalNumber.objects.all(), public_id=public_id)
    )
    return back_to(request, _list(request), notice=_("Taken out."))


@opens_with("safety.choices", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: MemberRequest) -> HttpResponse:
    """Choose when reported words are held back until a steward has looked."""
    form = forms.ChoicesForm.of(queries.choices(), request.POST or None)
    if form.is_valid():
        acts.choose(member=request.member, **form.cleaned_data)
        return back_to(request, request.path, notice=_("Kept. The group’s log says that this was changed."))
    return respond(request, "safety/choices.html", {"form": form}, status=422 if form.errors else 200)


def _list(request: MemberRequest) -> str:
    return reverse("safety:numbers", kwargs={"group_slug": request.member.group.slug})
