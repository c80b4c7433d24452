"""A member without e-mail, and guests from outside: made by a steward."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import leaving
from byturns.groups.actions import members as actions
from byturns.groups.forms.members import GuestForm, RecordForm
from byturns.groups.views.directory import find
from byturns.ui.respond import back_to, respond


@opens_with("groups.record_member", factor=True)
def record_member(request: MemberRequest) -> HttpResponse:
    """Make the record of a member who has no e-mail."""
    form = RecordForm(request.POST or None, without_email=True)
    if form.is_valid():
        try:
            whom = actions.record(
                member=request.member,
                display_name=form.cleaned_data["display_name"],
                contact_by=form.cleaned_data["contact_by"],
                details=form.details(),
            )
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            slug = request.member.group.slug
            if whom.owes_a_yes:
                return back_to(
                    request,
                    reverse("groups:agreement_by_voice", args=[slug]),
                    _("They are a member now. First: do they say yes to what you agreed?"),
                )
            return back_to(
                request,
                reverse("groups:typing", args=[slug, whom.public_id]),
                _("They are a member now. Who may type for them?"),
            )
    status = 422 if form.errors else 200
    return respond(request, "groups/people/record_member.html", {"form": form}, status=status)


@opens_with("groups.guests", factor=True)
def let_guest_in(request: MemberRequest) -> HttpResponse:
    """Make a guest of somebody from outside."""
    form = GuestForm(request.POST or None)
    if form.is_valid():
        try:
            actions.let_guest_in(member=request.member, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            return back_to(
                request,
                reverse("groups:looking_after", args=[request.member.group.slug]),
                _("Written down, and told by mail. Propose the visit from within a conversation."),
            )
    status = 422 if form.errors else 200
    return respond(request, "groups/people/let_guest_in.html", {"form": form}, status=status)


@require_POST
@opens_with("groups.guests", factor=True)
def end_guest(request: MemberRequest, person: str) -> HttpResponse:
    """End a guest's time here."""
    leaving.end_guest(member=request.member, whom=find(request, person))
    return back_to(
        request, reverse("groups:looking_after", args=[request.member.group.slug]), _("The visit is over.")
    )
