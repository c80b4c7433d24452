"""Who may type for whom, and the letter that tells her."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from byturns.groups import policy, slots
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import typing as actions
from byturns.groups.forms.typing import TypistForm
from byturns.groups.models import TypingGrant
from byturns.groups.queries import typing as queries
from byturns.groups.views.directory import find
from byturns.ui.respond import back_to, respond


@opens_with("groups.people", factor=True)
def typing(request: MemberRequest, person: str) -> HttpResponse:
    """Name who may type for her, and take it back. She herself, or a steward whom she told."""
    whom = find(request, person)
    if not policy.check(request.member, "groups.name_typist", whom):
        raise Http404
    by_herself = whom.pk == request.member.pk
    form = TypistForm(request.POST or None, whom=whom, by_herself=by_herself)
    if form.is_valid():
        try:
            actions.name_typist(
                member=request.member,
                whom=whom,
                typist=form.cleaned_data["typist"],
                how_said=form.cleaned_data.get("how_said", ""),
            )
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            said = _("Kept.") if by_herself else _("Kept. Now print the letter that tells them.")
            return back_to(request, request.path, said)
    context = {"whom": whom, "form": form, "grants": list(queries.typists_of(whom)), "by_herself": by_herself}
    return respond(request, "groups/people/typing.html", context, status=422 if form.errors else 200)


@require_POST
@opens_with("groups.people", factor=True)
def end_typing(request: MemberRequest, person: str, typist: str) -> HttpResponse:
    """Take it back, or give it up."""
    grant = get_object_or_404(
        TypingGrant.objects.standing(), member__public_id=person, typist__public_id=typist
    )
    if not policy.check(request.member, "groups.end_typing", grant):
        raise Http404
    actions.end(member=request.member, grant=grant)
    slug = request.member.group.slug
    back = reverse("groups:me", args=[slug])
    if policy.check(request.member, "groups.name_typist", find(request, person)):
        back = reverse("groups:typing", args=[slug, person])
    return back_to(request, back, _("Ended. What was typed so far stays theirs."))


@opens_with("groups.people", factor=True)
@require_safe
def letter_to_her(request: MemberRequest, person: str) -> HttpResponse:
    """The letter in large print: who may type for her, who looked at how to reach her, how to say no."""
    whom = find(request, person)
    if not policy.check(request.member, "groups.name_typist", whom):
        raise Http404
    context = {
        "whom": whom,
        "grants": list(queries.typists_of(whom)),
        "looks": list(queries.looks_at(whom)),
        "slots": slots.filled("letter", whom),
    }
    return respond(request, "groups/people/letter_to_her.html", context)
