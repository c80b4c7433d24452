"""How somebody is reached, and who looked."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import contact as actions
from byturns.groups.forms.members import ContactForm
from byturns.groups.queries import typing as queries
from byturns.groups.views.directory import find
from byturns.ui.respond import back_to, respond


@opens_with("groups.people", factor=True)
def contact(request: MemberRequest, person: str) -> HttpResponse:
    """Ask first, then look: only the press of the button shows it, and is kept."""
    whom = find(request, person)
    if not policy.check(request.member, "groups.see_contact", whom):
        raise Http404
    details = actions.look(member=request.member, whom=whom) if request.method == "POST" else None
    return respond(request, "groups/people/contact.html", {"whom": whom, "details": details})


@opens_with("groups.people", factor=True)
def change_contact(request: MemberRequest, person: str) -> HttpResponse:
    """Change how a member without e-mail is reached. What is kept now is shown, so the look is kept too."""
    whom = find(request, person)
    if not policy.check(request.member, "groups.change_contact", whom):
        raise Http404
    if request.method != "POST":
        return respond(request, "groups/people/change_contact.html", {"whom": whom, "form": None})
    if "save" not in request.POST:
        actions.look(member=request.member, whom=whom)
        form = ContactForm(initial=ContactForm.start_with(whom), without_email=True)
        return respond(request, "groups/people/change_contact.html", {"whom": whom, "form": form})
    form = ContactForm(request.POST, without_email=True)
    if form.is_valid():
        try:
            actions.change(
                member=request.member,
                whom=whom,
                details=form.details(),
                contact_by=form.cleaned_data["contact_by"],
            )
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            return back_to(
                request,
                reverse("groups:person", args=[request.member.group.slug, whom.public_id]),
                _("Kept."),
            )
    return respond(request, "groups/people/change_contact.html", {"whom": whom, "form": form}, status=422)


@opens_with("groups.me")
def my_contact(request: MemberRequest) -> HttpResponse:
    """My own: how I am reached, and who has looked at it."""
    member = request.member
    form = ContactForm(request.POST or None, initial=ContactForm.start_with(member), mine=True)
    if form.is_valid():
        try:
            actions.change(
                member=member,
                whom=member,
                details=form.details(),
                contact_by=form.cleaned_data["contact_by"],
            )
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            return back_to(request, reverse("groups:my_contact", args=[member.group.slug]), _("Kept."))
    context = {"form": form, "looks": list(queries.looks_at(member))}
    return respond(request, "groups/people/my_contact.html", context, status=422 if form.errors else 200)
