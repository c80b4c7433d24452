"""Choosing one's mail, and the page with one button that stops it."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from byturns.core import routes
from byturns.groups.access import MemberRequest, open_to_all, opens_with
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.notifications import actions, composing, queries
from byturns.notifications.forms import ChoicesForm, VoiceForm
from byturns.notifications.kinds import Pace
from byturns.ui.respond import back_to, respond


@opens_with("notifications.choose")
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """What comes by mail, when, and how much it shows: all on one page."""
    member = cast("MemberRequest", request).member
    choice = queries.choice_of(member)
    form = ChoicesForm(
        request.POST or None,
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
            return back_to(request, page, _("Kept. It holds from the next mail on."))
    account = member.person.account
    return respond(
        request,
        "notifications/choices.html",
        {"form": form, "address": account.email if account is not None else ""},
        status=422 if form.errors else 200,
    )


@opens_with("notifications.voice", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: HttpRequest) -> HttpResponse:
    """How the group's mail names itself."""
    member = cast("MemberRequest", request).member
    form = VoiceForm(request.POST or None, initial={"sender": queries.sender_of(member.group)})
    if form.is_valid():
        actions.name_voice(member=member, sender=form.cleaned_data["sender"])
        page = routes.to("notifications:voice", group_slug=member.group.slug)
        return back_to(request, page, _("Kept. It holds from the next mail on."))
    return respond(request, "notifications/voice.html", {"form": form}, status=422 if form.errors else 200)


@open_to_all
@csrf_exempt  # a mail program posts here by itself (RFC 8058); the signed address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One button that stops the mails; opening the page changes nothing, as mail scanners open links."""
    member = _of(token)
    with in_group(member.group_id):
        stopped = queries.choice_of(member).pace == Pace.NONE
        if request.method == "POST" and not stopped:
            actions.stop(member=member)
            stopped = True
    return respond(request, "notifications/stop.html", {"stopped": stopped})


def _of(token: str) -> Membership:
    try:
        public_id = composing.STOP.unsign(token)
    except BadSignature:
        raise Http404 from None
    with everywhere("a link in a mail names its reader"):
        found = Membership.objects.full().filter(public_id=public_id).select_related("group").first()
    if found is None:
        raise Http404
    return found
