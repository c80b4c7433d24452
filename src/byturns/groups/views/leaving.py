"""Going, and what becomes of the words."""

from __future__ import annotations

from typing import cast

from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byturns.groups import policy
from byturns.groups.access import MemberRequest, at_the_door, open_to_all, opens_with
from byturns.groups.actions import leaving as actions
from byturns.groups.forms.leaving import DeathForm, LeaveForm, RemoveForm, WordsForm
from byturns.groups.letters_members import whose_words
from byturns.groups.models import Membership
from byturns.groups.queries.words import may_still_become
from byturns.groups.scoping import in_group
from byturns.groups.views.directory import find
from byturns.people.models import Account
from byturns.ui.respond import back_to, respond


@at_the_door
@opens_with("groups.see_leaving")
def leave(request: MemberRequest) -> HttpResponse:
    """Leave the group: three ways for the words, each with what it means."""
    verdict = policy.check(request.member, "groups.leave")
    form = LeaveForm(request.POST or None)
    if verdict and form.is_valid():
        account = cast("Account", request.user)
        actions.leave(member=request.member, words=form.cleaned_data["words"])
        if not Account.objects.filter(pk=account.pk, people__isnull=False).exists():
            logout(request)
        return back_to(request, reverse("groups:goodbye"))
    status = 422 if form.errors else 200
    return respond(request, "groups/people/leave.html", {"form": form, "verdict": verdict}, status=status)


@opens_with("groups.record_leaving", factor=True)
def record_leaving(request: MemberRequest, person: str) -> HttpResponse:
    """A steward writes down that a member without e-mail leaves."""
    whom = find(request, person)
    if not policy.check(request.member, "groups.record_leaving", whom):
        raise Http404
    form = LeaveForm(request.POST or None)
    if form.is_valid():
        actions.leave(member=whom, words=form.cleaned_data["words"], said_to=request.member)
        return back_to(request, _looking_after(request), _("Written down. They have left."))
    context = {"form": form, "whom": whom}
    return respond(request, "groups/people/record_leaving.html", context, status=422 if form.errors else 200)


@open_to_all
@require_safe
def goodbye(request: HttpRequest) -> HttpResponse:
    """After leaving: a kind word, nothing to do."""
    return respond(request, "groups/people/goodbye.html")


@open_to_all
def my_words_after(request: HttpRequest, token: str) -> HttpResponse:
    """Who is gone says what becomes of her words. The link from the mail is the key."""
    whom = whose_words(token)
    if whom is None:
        raise Http404
    with in_group(whom.group_id):
        ways = may_still_become(whom)
        form = WordsForm(request.POST or None, open_ways=ways)
        if form.is_valid():
            actions.settle_words(whom=whom, words=form.cleaned_data["words"])
            return back_to(request, request.path)
        removed = whom.status == Membership.Status.REMOVED
        context = {
            "form": form,
            "ways": ways,
            "said": "" if whom.is_present else whom.words_wish,
            "reason": whom.ended_reason if removed else "",
        }
        status = 422 if form.errors else 200
        return respond(request, "groups/people/my_words_after.html", context, status=status)


@opens_with("groups.remove", factor=True)
def remove(request: MemberRequest, person: str) -> HttpResponse:
    """A steward removes somebody, with a reason."""
    whom = find(request, person)
    form = RemoveForm(request.POST or None)
    verdict = policy.check(request.member, "groups.remove", whom)
    if verdict and form.is_valid():
        try:
            actions.remove(member=request.member, whom=whom, reason=form.cleaned_data["reason"])
        except ValidationError as fault:
            form.add_error("reason", fault)
        else:
            return back_to(request, _looking_after(request), _("Done. They are told why, by mail."))
    context = {"form": form, "whom": whom, "verdict": verdict}
    return respond(request, "groups/people/remove.html", context, status=422 if form.errors else 200)


@opens_with("groups.note_death", factor=True)
def note_death(request: MemberRequest, person: str) -> HttpResponse:
    """A member has died."""
    whom = find(request, person)
    form = DeathForm(request.POST or None)
    verdict = policy.check(request.member, "groups.note_death", whom)
    if verdict and form.is_valid():
        actions.note_death(member=request.member, whom=whom, tell=form.cleaned_data["tell"])
        return back_to(
            request, _looking_after(request), _("Kept. No more mail goes there. Their words stay.")
        )
    context = {"form": form, "whom": whom, "verdict": verdict}
    return respond(request, "groups/people/note_death.html", context, status=422 if form.errors else 200)


def _looking_after(request: MemberRequest) -> str:
    return reverse("groups:looking_after", args=[request.member.group.slug])
