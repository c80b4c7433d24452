"""Pages about what the group agreed on, what is kept of people, and the consent asked apart."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byturns.groups import wording
from byturns.groups.access import MemberRequest, at_the_door, opens_with
from byturns.groups.actions import agreement as actions
from byturns.groups.forms.agreement import NewVersionForm, YesForm
from byturns.groups.models import JoinReason, Membership
from byturns.groups.queries import agreement as queries
from byturns.groups.queries import privacy as privacy_queries
from byturns.groups.views.ways import as_html, home_of
from byturns.people import kept
from byturns.people.onward import onward
from byturns.ui.respond import back_to, respond


@at_the_door
@opens_with("groups.agreement")
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: MemberRequest) -> HttpResponse:
    """The limits first, then the agreement, what changed since the member's last yes, and the yes."""
    member = request.member
    now = queries.current()
    fault = None
    form = YesForm(request.POST or None, initial={"version": now.version if now else 0})
    if form.is_valid():
        new_here = member.agreed_version == 0
        try:
            actions.say_yes(member=member, version=form.cleaned_data["version"])
        except ValidationError as refused:
            # A page from before the change: the new version is shown, and needs a tick of its own.
            fault = refused.messages[0]
            form = YesForm(initial={"version": now.version if now else 0})
        else:
            return _after_the_yes(request, new_here)
    return respond(
        request,
        "groups/agreement/agreement.html",
        {
            "agreement": now,
            "limits": as_html(now.limits) if now else "",
            "words": as_html(now.words) if now else "",
            "changed": queries.changes_for(member, now) if now else None,
            "form": form,
            "fault": fault,
            "versions": queries.versions(),
        },
        status=422 if form.errors or fault else 200,
    )


def _after_the_yes(request: MemberRequest, new_here: bool) -> HttpResponse:
    member = request.member
    thanks = _("Thank you. You can read this again at any time under “What we agree”.")
    asked_why = JoinReason.objects.filter(membership=member).exists()
    if new_here and not kept.waiting(request) and not asked_why and not member.is_guest:
        return back_to(request, reverse("groups:why", kwargs={"group_slug": member.group.slug}), thanks)
    return back_to(request, onward(request, home_of(member)), thanks)


@at_the_door
@opens_with("groups.agreement")
@require_safe
def version(request: MemberRequest, number: int) -> HttpResponse:
    """An earlier version, as it was."""
    earlier = get_object_or_404(queries.versions(), version=number)
    return respond(
        request,
        "groups/agreement/version.html",
        {"agreement": earlier, "limits": as_html(earlier.limits), "words": as_html(earlier.words)},
    )


@opens_with("groups.publish_agreement", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: MemberRequest) -> HttpResponse:
    """A steward writes a new version; everyone is asked again."""
    now = queries.current()
    start = {
        "based_on": now.version if now else 0,
        "words": now.words if now else wording.AGREEMENT,
        "limits": now.limits if now else wording.LIMITS,
    }
    form = NewVersionForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            actions.publish(member=request.member, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            return back_to(
                request, _agreement_of(request), _("The new version counts now. Everybody is asked.")
            )
    return respond(
        request,
        "groups/agreement/publish.html",
        {"form": form, "now": now},
        status=422 if form.errors else 200,
    )


@opens_with("groups.record_yes", factor=True)
@require_safe
def by_voice(request: MemberRequest) -> HttpResponse:
    """Members without a mailbox who owe a yes: a steward reads it to them."""
    now = queries.current()
    return respond(
        request,
        "groups/agreement/by_voice.html",
        {
            "owing": queries.owing_by_voice(request.member.group.agreement_version),
            "limits": as_html(now.limits) if now else "",
            "words": as_html(now.words) if now else "",
        },
    )


@opens_with("groups.record_yes", factor=True)
@require_POST
def record_yes(request: MemberRequest, public_id: str) -> HttpResponse:
    """Write down one such yes."""
    whom = get_object_or_404(Membership.objects.present().select_related("person"), public_id=public_id)
    actions.record_yes(member=request.member, whom=whom)
    page = reverse("groups:typing", args=[request.member.group.slug, whom.public_id])
    return back_to(
        request,
        page,
        _(
            "The yes is written down, with your name and today’s date. Next: who may type for them? "
            "Then print the letter that tells them."
        ),
    )


@at_the_door
@opens_with("groups.privacy")
@require_safe
def privacy(request: MemberRequest) -> HttpResponse:
    """What is kept, where, for how long and who can see it."""
    return respond(
        request, "groups/agreement/privacy.html", {"notice": privacy_queries.notice(request.member.group)}
    )


@opens_with("groups.health")
@require_http_methods(["GET", "HEAD", "POST"])
def health(request: MemberRequest) -> HttpResponse:
    """The consent about words on one's own health: apart from joining, taken back in one step."""
    member = request.member
    if request.method == "POST":
        if "give" in request.POST:
            actions.give_health_consent(member=member)
            return back_to(
                request, _next(request) or request.path, _("Thank you. You can take it back here.")
            )
        actions.withdraw_health_consent(member=member)
        return back_to(request, request.path, _("You have taken your yes back. It counts from now on."))
    return respond(
        request,
        "groups/agreement/health.html",
        {
            "given": queries.health_consent_of(member),
            "is_old": queries.health_consent_is_old(member),
            "next": _next(request) or "",
        },
    )


def _agreement_of(request: MemberRequest) -> str:
    return reverse("groups:agreement", kwargs={"group_slug": request.member.group.slug})


def _next(request: HttpRequest) -> str | None:
    """A page of this same group to go on to, if the link said one."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    slug = request.path.split("/")[2]
    return wanted if wanted.startswith(f"/g/{slug}/") and "\\" not in wanted else None
