"""Pages of inviting: who was invited, the link to pass on, the poster, and the invitation itself."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byturns.core import addresses
from byturns.groups import places_door, policy, qr
from byturns.groups.access import MemberRequest, open_to_all, opens_with
from byturns.groups.actions import invitations as actions
from byturns.groups.forms.door import AcceptForm, InviteForm
from byturns.groups.models import Invitation, Membership
from byturns.groups.queries import agreement as agreements
from byturns.groups.queries import door as queries
from byturns.groups.queries import privacy as privacy_queries
from byturns.groups.scoping import in_group
from byturns.groups.views.ways import as_html, home_of
from byturns.people import actions as people_actions
from byturns.people import whoami
from byturns.people.models import Account, Person
from byturns.people.onward import carrying
from byturns.ui.respond import back_to, respond


@opens_with("groups.invite")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: MemberRequest) -> HttpResponse:
    """Invite by e-mail; the open invitations; the link that may be passed on."""
    member = request.member
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            actions.invite(member=member, **form.cleaned_data)
        except policy.NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            return back_to(request, request.path, _("The invitation is on its way. It works for 14 days."))
    return respond(
        request,
        "groups/door/invite.html",
        {
            "form": form,
            "invitations": queries.invitations_for(member),
            "link": join_link(member),
            "takes_askers": member.group.takes_askers,
        },
        status=422 if form.errors else 200,
    )


@opens_with("groups.invite", factor=True)
@require_POST
def take_back(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take an open invitation back."""
    invitation = get_object_or_404(queries.invitations_for(request.member), public_id=public_id)
    actions.take_back(member=request.member, invitation=invitation)
    return back_to(request, _invite_page(request), _("The invitation is taken back. Its link is dead."))


@opens_with("groups.join_link", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def join_link_settings(request: MemberRequest) -> HttpResponse:
    """A steward makes a new link, or switches asking off and on."""
    member = request.member
    if request.method == "POST":
        if "reset" in request.POST:
            actions.reset_join_link(member=member)
            return back_to(request, _invite_page(request), _("There is a new link. The old one is dead."))
        on = "on" in request.POST
        actions.switch_join_link(member=member, on=on)
        said = _("People can ask to join again.") if on else _("Nobody can ask to join for now.")
        return back_to(request, _invite_page(request), said)
    return respond(request, "groups/door/join_link.html", {"takes_askers": member.group.takes_askers})


@opens_with("groups.invite")
@require_safe
def poster(request: MemberRequest) -> HttpResponse:
    """A page to print and pin up: what the group is, and the way to ask. Nothing about members."""
    group = request.member.group
    if not group.takes_askers:
        raise Http404
    link = join_link(request.member)
    return respond(
        request,
        "groups/door/poster.html",
        {"link": link, "picture": qr.svg(link, label=_("Code to photograph: it leads to the address below"))},
    )


def join_link(member: Membership) -> str:
    """The whole address that may be passed on."""
    return addresses.full(reverse("groups:join", kwargs={"token": member.group.join_token}))


def _invite_page(request: MemberRequest) -> str:
    return reverse("groups:invite", kwargs={"group_slug": request.member.group.slug})


# --- The invitation, as its reader sees it ---------------------------------------------------------


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows who invites to what; POST joins. A dead link says why, each in its own words."""
    invitation = queries.invitation_of(token)
    if invitation is None:
        raise Http404
    person: Person | None = getattr(request, "person", None)
    here = queries.membership_here(invitation.group, person) if person is not None else None
    if (dead := actions.why_dead(invitation)) is not None:
        return _dead(request, invitation, dead, here)
    account = request.user if request.user.is_authenticated else None
    if account is not None:
        if account.email.lower() != invitation.email.lower():
            return respond(request, "groups/door/invited_elsewhere.html", status=403)
        if person is None and account.people.exists():
            return redirect(carrying(reverse("people:which"), request.path))
    elif (owner := queries.account_of(invitation.email)) is not None:
        return _come_in_first(request, invitation, owner)
    with in_group(invitation.group):
        return _offer(request, invitation, token, person, here)


def _offer(
    request: HttpRequest, invitation: Invitation, token: str, person: Person | None, here: Membership | None
) -> HttpResponse:
    """The page that joins. All that it shows is looked up here, while the fence is open."""
    places_door.before(request, invitation.group)
    now = agreements.current()
    version = now.version if now else 0
    form = AcceptForm(
        request.POST or None,
        known=person,
        agreement=now is not None,
        initial={"version": version, "who": "other" if here is not None and here.is_present else "me"},
    )
    fault = None
    if form.is_valid():
        who = person if form.cleaned_data.get("who", "other") == "me" else None
        try:
            member = actions.accept(
                token=token,
                name=form.cleaned_data["name"],
                version=form.cleaned_data["version"],
                person=who,
            )
        except actions.InvitationIsDead as dead:
            return _dead(request, invitation, dead.why, here)
        except policy.NotAllowed as refused:
            form.add_error(None, str(refused))
        except ValidationError as refused:
            if hasattr(refused, "error_dict"):
                form.add_error(None, refused)
            else:  # the agreement changed: the new one is on the page, and needs its own tick
                fault = refused.messages[0]
                kept = {**request.POST.dict(), "version": version}
                kept.pop("yes", None)
                form = AcceptForm(kept, known=person, agreement=now is not None)
        else:
            return _let_in(request, member)
    return respond(
        request,
        "groups/door/invited.html",
        {
            "invitation": invitation,
            "by": invitation.made_by.display_name if invitation.made_by else "",
            "its_group": invitation.group,
            "welcome": as_html(invitation.group.welcome),
            "limits": as_html(now.limits) if now else "",
            "words": as_html(now.words) if now else "",
            "here": here if here is not None and here.is_present else None,
            "form": form,
            "fault": fault,
            "privacy_url": reverse("groups:invited_privacy", kwargs={"token": token}),
        },
        status=422 if form.errors else 200,
    )


def _let_in(request: HttpRequest, member: Membership) -> HttpResponse:
    account = cast("Account", member.person.account)
    onto = reverse("groups:why", kwargs={"group_slug": member.group.slug})
    if request.user.is_authenticated and request.user.pk == account.pk:
        whoami.become(request, member.person)
        return redirect(onto)
    return people_actions.sign_in(request, account, person=member.person, leads_to=onto)


def _come_in_first(request: HttpRequest, invitation: Invitation, owner: Account) -> HttpResponse:
    """The address is known here: its reader signs in by this very link, then says who is joining.

    The link does that once, in one browser; from then on she signs in as always and comes back here.
    """
    comes_in = request.method == "POST" and "come_in" in request.POST
    if invitation.came_in_at is not None or (comes_in and not actions.come_in_by(invitation=invitation)):
        return redirect(carrying(reverse("account_request_login_code"), request.path))
    if comes_in:
        return people_actions.sign_in(request, owner, leads_to=request.path)
    return respond(request, "groups/door/invited_known.html")


def _dead(
    request: HttpRequest, invitation: Invitation, why: actions.Dead, here: Membership | None
) -> HttpResponse:
    """Why the link does nothing any more. The group is named only to who is in it."""
    if here is not None and here.is_present and (why == actions.Dead.USED or why == actions.Dead.IN_ALREADY):
        return back_to(request, home_of(here), _("You are in already. Welcome back."))
    return respond(request, "groups/door/invited_dead.html", {"why": str(why)}, status=410)


@open_to_all
@require_safe
def invited_privacy(request: HttpRequest, token: str) -> HttpResponse:
    """What is kept about people, to read before joining."""
    invitation = queries.invitation_of(token)
    if invitation is None or actions.why_dead(invitation) is not None:
        raise Http404
    places_door.before(request, invitation.group)
    return respond(
        request,
        "groups/agreement/privacy_open.html",
        {
            "notice": privacy_queries.notice(invitation.group),
            "back": reverse("groups:invited", kwargs={"token": token}),
        },
    )
