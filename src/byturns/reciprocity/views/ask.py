"""Asking, changing an ask, and letting one grow out of a conversation."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from byturns.conversations import queries as talk
from byturns.conversations.models import Conversation
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.queries import typing
from byturns.reciprocity import actions
from byturns.reciprocity.forms import AskForm, as_filled
from byturns.reciprocity.kinds import Help, Who
from byturns.reciprocity.models import Ask
from byturns.reciprocity.views import addresses
from byturns.ui.respond import back_to, respond


@opens_with("reciprocity.browse")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Ask for something, for oneself or typed for a member without a screen."""
    member, kind = request.member, request.GET.get("kind", "")
    form = AskForm(
        request.POST if request.method == "POST" else None,
        initial={"kind": kind if kind in Help.values else Help.LIFT},
        voices=typing.may_type_for(member),
        circles=talk.circles_of(member),
        group=member.group,
    )
    if form.is_valid() and form.wish is not None:
        voice = form.spoken_for
        made = actions.ask(
            member=voice or member,
            typed_by=member if voice else None,
            wish=form.wish,
            once=form.cleaned_data["once"],
        )
        return back_to(request, addresses.one(member, made), notice=_("It is asked."))
    context = {"form": form, "way": "new"}
    return respond(request, "reciprocity/ask.html", context, status=422 if form.errors else 200)


@opens_with("reciprocity.browse")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, ask_id: str) -> HttpResponse:
    """Change what is asked for."""
    member = request.member
    found = get_object_or_404(
        Ask.objects.visible_to(member).select_related("asked_by", "circle"), public_id=ask_id
    )
    policy.require(member, "reciprocity.change", found)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        initial=as_filled(found),
        voices=[],
        circles=talk.circles_of(member),
        group=member.group,
    )
    if form.is_valid() and form.wish is not None:
        actions.change(member=member, ask=found, wish=form.wish)
        return back_to(request, addresses.one(member, found), notice=_("Changed."))
    context = {"form": form, "way": "change", "place": addresses.one(member, found)}
    return respond(request, "reciprocity/ask.html", context, status=422 if form.errors else 200)


@opens_with("reciprocity.browse")
@require_http_methods(["GET", "HEAD", "POST"])
def grow(request: MemberRequest, public_id: str) -> HttpResponse:
    """An ask out of a conversation: its starter asks; anybody else puts it into words for her yes."""
    member = request.member
    source = get_object_or_404(
        Conversation.objects.visible_to(member).select_related("started_by", "circle"), public_id=public_id
    )
    policy.require(member, "reciprocity.grow", source)
    own = source.started_by_id == member.pk
    circle = source.circle
    form = AskForm(
        request.POST if request.method == "POST" else None,
        initial={"kind": Help.LIFT, "audience": circle.public_id if circle else Who.ALL},
        voices=[],
        circles=talk.circles_of(member) if own else [circle] if circle else [],
        group=member.group,
    )
    if form.is_valid() and form.wish is not None:
        if own:
            made = actions.ask(
                member=member, wish=form.wish, conversation=source, once=form.cleaned_data["once"]
            )
            return back_to(request, addresses.one(member, made), notice=_("It is asked."))
        made = actions.propose(member=member, conversation=source, wish=form.wish)
        return back_to(
            request, addresses.one(member, made), notice=_("It waits for their yes. Nobody else sees it.")
        )
    context = {"form": form, "way": "own" if own else "propose", "teller": source.started_by}
    return respond(request, "reciprocity/ask.html", context, status=422 if form.errors else 200)
