"""Keeping something, and changing it."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from byturns.conversations import queries as talk
from byturns.conversations.models import Message
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.knowledge import actions, forms, queries
from byturns.knowledge.models import Experience
from byturns.knowledge.views import addresses
from byturns.ui.respond import back_to, respond


def names_in(member: Membership) -> list[str]:
    """The names of all others who are or were in the group, for the guard."""
    return list(Membership.objects.exclude(pk=member.pk).values_list("display_name", flat=True))


def show(request: HttpRequest, member: Membership, form: forms.KeepForm, **more: Any) -> HttpResponse:
    """The form, with what the guard found in what was sent."""
    return respond(
        request,
        "knowledge/keep.html",
        {"form": form, "subjects": queries.subject_names(member), **more},
        status=422 if form.is_bound else 200,
    )


@opens_with("knowledge.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Tell an experience from scratch."""
    member = cast("MemberRequest", request).member
    return _keep(request, member, None)


@opens_with("knowledge.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def keep_said(request: HttpRequest, public_id: str, message_id: str) -> HttpResponse:
    """Keep words of one's own from a conversation."""
    member = cast("MemberRequest", request).member
    message = find_message(member, public_id, message_id)
    policy.require(member, "knowledge.keep", message)
    return _keep(request, member, message)


def find_message(member: Membership, public_id: str, message_id: str) -> Message:
    """The message of that address, if she may read its words. Raises Http404."""
    found = talk.readable(member, message_id)
    if found is None or found.conversation.public_id != public_id:
        raise Http404
    return found


def _keep(request: HttpRequest, member: Membership, message: Message | None) -> HttpResponse:
    form = forms.KeepForm(request.POST or None, initial={"words": message.words if message else ""})
    found = form.found(names_in(member)) if form.is_valid() else []
    if form.is_valid() and not found:
        kept = actions.keep(
            member=member, said=form.cleaned_data, message=message, once=form.cleaned_data["once"]
        )
        return back_to(
            request, addresses.experience(member, kept), notice=_("Kept. You can take it back at any time.")
        )
    return show(request, member, form, message=message, found=found)


def find_own(request: HttpRequest, experience_id: str) -> tuple[Membership, Experience]:
    """The reader, and the experience if it is hers. Raises Http404."""
    member = cast("MemberRequest", request).member
    found = queries.own(member, experience_id)
    if found is None:
        kept = queries.one(member, experience_id)
        if kept is None:
            raise Http404
        found = kept.experience
    return member, found


@opens_with("knowledge.read")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, experience_id: str) -> HttpResponse:
    """Change what one told."""
    member, found = find_own(request, experience_id)
    policy.require(member, "knowledge.change", found)
    form = forms.KeepForm(request.POST or None, initial=forms.initial_of(found))
    shown = form.found(names_in(member)) if form.is_valid() else []
    if form.is_valid() and not shown:
        actions.change(member=member, experience=found, said=form.cleaned_data)
        return back_to(request, addresses.experience(member, found), notice=_("Changed."))
    return show(request, member, form, experience=found, found=shown)


@opens_with("knowledge.read")
@require_POST
def still_right(request: HttpRequest, experience_id: str) -> HttpResponse:
    """Its message was changed since: what was kept of it may be found again as it is."""
    member, found = find_own(request, experience_id)
    actions.say_still_right(member=member, experience=found)
    return back_to(request, addresses.experience(member, found), notice=_("The group can find it again."))
