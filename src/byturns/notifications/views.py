"""Choosing one's mail, and the page with one button that stops it."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from byturns.core import clock, routes
from byturns.groups.access import MemberRequest, open_to_all, opens_with
from byturns.groups.models import Membership
from byturns.groups.queries import member_of_link
from byturns.groups.scoping import in_group
from byturns.mail import places
from byturns.notifications import actions, composing, queries
from byturns.notifications.forms import ChoicesForm, ShowsForm, VoiceForm
from byturns.notifications.kinds import Shows
from byturns.notifications.views_push import push_row
from byturns.ui.respond import back_to, respond


@opens_with("notifications.choose")
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """What comes by mail, when, and how much it shows: all on one page."""
    member = cast("MemberRequest", request).member
    choice = queries.choice_of(member)
    form = ChoicesForm(
        request.POST if request.method == "POST" else None,
        initial={
            "pace": choice.pace,
            "shows": choice.shows,
            "hour": choice.hour,
            "weekday": choice.weekday,
            "quiet_from": choice.quiet_from,
            "quiet_to": choice.quiet_to,
            "quiet_days": [int(day) for day in choice.quiet_days],
            "telling_subject": choice.telling_subject,
        },
    )
    if form.is_valid():
        try:
            actions.choose(member=member, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            page = routes.to("notifications:choices", group_slug=member.group.slug)
            return back_to(request, page, _("Kept. Your next mail will be like this."))
    account = member.person.account
    level, _telling = queries.strictest(member, choice)
    return respond(
        request,
        "notifications/choices.html",
        {
            "form": form,
            "address": account.email if account is not None else "",
            "came_back": account.mail_stopped_at if account is not None else None,
            # Somebody who opens the same mailbox chose less.
            "push": push_row(member),
            "writes_to": _writes_to(member),
            "rests_until": member.on_break_until if member.on_break(clock.today(member.group.zone)) else None,
            "held_to": "" if level == choice.showing else Shows(level).label,
        },
        status=422 if form.errors else 200,
    )


def _writes_to(member: Membership) -> dict[str, str]:
    """Where she begins a conversation by mail; nothing where no mail comes in."""
    if not settings.MAIL_IN:
        return {}
    return {"own": places.own_address_of(member), "group": places.group_address(member.group)}


@opens_with("notifications.choose")
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Try again whether mail reaches her, after it came back."""
    member = cast("MemberRequest", request).member
    actions.try_mail_again(member=member)
    page = routes.to("notifications:choices", group_slug=member.group.slug)
    return back_to(request, page, _("We try again. If mail still comes back, this page says so."))


@opens_with("notifications.choose")
@require_POST
def shows(request: HttpRequest) -> HttpResponse:
    """The answer to the one question at joining, or "later": it is not asked again."""
    member = cast("MemberRequest", request).member
    form = ShowsForm({"shows": request.POST.get("shows", "")})
    home = routes.to("conversations:home", group_slug=member.group.slug)
    if "later" in request.POST:
        actions.say_what_shows(member=member, shows="")
        return back_to(request, home, _("Mail stays quiet. You can choose under “My mail” at any time."))
    if form.is_valid():
        actions.say_what_shows(member=member, shows=form.cleaned_data["shows"])
        return back_to(request, home, _("Kept. Your next mail will be like this."))
    return respond(request, "notifications/shows.html", {"form": form}, status=422)


@opens_with("notifications.voice", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: HttpRequest) -> HttpResponse:
    """How the group's mail names itself."""
    member = cast("MemberRequest", request).member
    form = VoiceForm(
        request.POST if request.method == "POST" else None,
        initial={"sender": queries.sender_of(member.group)},
    )
    if form.is_valid():
        actions.name_voice(member=member, sender=form.cleaned_data["sender"])
        page = routes.to("notifications:voice", group_slug=member.group.slug)
        return back_to(request, page, _("Kept. The group’s next mail will be like this."))
    return respond(request, "notifications/voice.html", {"form": form}, status=422 if form.errors else 200)


@open_to_all
@csrf_exempt  # a mail program posts here by itself (RFC 8058); the signed address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One button that stops the mails; opening the page changes nothing, as mail scanners open links.

    The link dies when it is used, when she chooses anew, and after 30 days; its page then says where to go.
    """
    member, of_choice = _of(token)
    if member is None:
        return respond(request, "notifications/stop.html", {"dead": True}, status=404)
    with in_group(member.group_id):
        stopped = queries.is_stopped(member)
        dead = not stopped and composing.stamp(queries.choice_of(member), member) != of_choice
        if request.method == "POST" and not stopped and not dead:
            actions.stop(member=member)
            stopped = True
    known = {"stopped": stopped, "dead": dead}
    return respond(request, "notifications/stop.html", known, status=404 if dead else 200)


def _of(token: str) -> tuple[Membership | None, str]:
    """Whose link it is, and of which of her choices."""
    try:
        public_id, of_choice = composing.STOP.unsign_object(token, max_age=composing.STOPS_FOR)
    except BadSignature:
        return None, ""
    return member_of_link(Q(public_id=public_id)), of_choice
