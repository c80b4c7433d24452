"""One's own pages: about me, and that caring has ended."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byturns.groups import mails, slots
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import profile as actions
from byturns.groups.forms.profile import ProfileForm
from byturns.groups.queries import stewarding
from byturns.groups.queries import typing as typing_queries
from byturns.groups.views.directory import page_of, whose
from byturns.ui.respond import back_to, respond


@opens_with("groups.me")
@require_safe
def me(request: MemberRequest) -> HttpResponse:
    """Where everything of one's own is found."""
    member = request.member
    context = {
        "offer": stewarding.open_offer_to(member),
        "recoveries": [] if member.is_guest else list(stewarding.recoveries_for(member)),
        "slots": slots.filled("me", member),
        "types_for": [] if member.is_guest else typing_queries.may_type_for(member),
    }
    return respond(request, "groups/people/me.html", context)


@opens_with("groups.me")
@require_safe
def my_mails(request: MemberRequest) -> HttpResponse:
    """Which mails come to me now, and why."""
    member = request.member
    context = {
        "mine": [*mails.of(member, "anyone"), *mails.of(member, "member")],
        "as_steward": mails.of(member, "steward"),
        "has_mailbox": member.person.account_id is not None,
    }
    return respond(request, "groups/people/my_mails.html", context)


@opens_with("groups.profile")
def edit_profile(request: MemberRequest) -> HttpResponse:
    """Say something about oneself; each line with who may read it."""
    return _edit(request, None)


@opens_with("groups.profile", factor=True)
def edit_profile_for(request: MemberRequest, person: str) -> HttpResponse:
    """The same, typed for a member who named one for it."""
    return _edit(request, person)


def _edit(request: MemberRequest, person: str | None) -> HttpResponse:
    whom, typist = whose(request, person)
    form = ProfileForm(request.POST or None, initial=ProfileForm.start_with(whom))
    if form.is_valid():
        try:
            actions.save(member=whom, said=form.said(), typed_by=typist)
        except ValidationError as fault:
            whom.refresh_from_db()
            form.add_error("display_name", fault)
        else:
            return back_to(request, page_of(whom, typist), _("Kept."))
    context = {"form": form, "whom": whom, "typist": typist}
    status = 422 if form.errors else 200
    return respond(request, "groups/people/edit_profile.html", context, status=status)


@opens_with("groups.profile")
def caring_ended(request: MemberRequest) -> HttpResponse:
    """Caring has ended: a quiet page, and one button."""
    if request.method == "POST":
        actions.caring_has_ended(member=request.member)
        return back_to(request, page_of(request.member, None), _("Kept. Nobody was told."))
    return respond(request, "groups/people/caring_ended.html")
