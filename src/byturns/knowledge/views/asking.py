"""Asking the writer's leave, and her answer."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from byturns.conversations import naming
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.knowledge import actions, forms, queries
from byturns.knowledge.models import Use
from byturns.knowledge.views import addresses, keeping
from byturns.ui.respond import back_to, respond


@opens_with("knowledge.ask")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, public_id: str, message_id: str) -> HttpResponse:
    """One button: ask whether these words may be kept."""
    member = cast("MemberRequest", request).member
    message = keeping.find_message(member, public_id, message_id)
    policy.require(member, "knowledge.ask", message)
    if request.method == "POST":
        actions.ask_leave(member=member, message=message)
        return back_to(
            request,
            addresses.know(member),
            notice=_("Asked. Nothing is kept unless the person who wrote it says yes."),
        )
    return respond(
        request,
        "knowledge/ask.html",
        {
            "message": message,
            "name": naming.name_of(message),
            "words": mark_safe(message.html),  # noqa: S308 - made safe when the words were written
        },
    )


@opens_with("knowledge.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, use_id: str) -> HttpResponse:
    """The question to the writer: yes to the words as they stand here, or no."""
    member = cast("MemberRequest", request).member
    use = queries.use_for(member, use_id)
    if use is None:
        raise Http404
    policy.require(member, "knowledge.answer", use)
    if request.POST.get("answer") == "no":
        actions.answer_no(member=member, use=use)
        return back_to(
            request, addresses.know(member), notice=_("Nothing is kept, and nobody is told that you said no.")
        )
    if use.page is not None:
        return _for_page(request, member, use)
    form = forms.KeepForm(request.POST or None, initial={"words": use.message.words if use.message else ""})
    found = form.found(keeping.names_in(use.teller)) if form.is_valid() else []
    if form.is_valid() and not found:
        kept = actions.answer_yes(member=member, use=use, said=form.cleaned_data)
        return back_to(
            request,
            addresses.experience(member, kept),
            notice=_("Kept. It can be taken back at any time."),
        )
    return keeping.show(request, member, form, use=use, for_other=use.teller_id != member.pk, found=found)


def _for_page(request: HttpRequest, member: Membership, use: Use) -> HttpResponse:
    """May what she told stand on a page? One button each."""
    if request.method == "POST":
        actions.say_yes_to_page(member=member, use=use)
        return back_to(
            request, addresses.mine(member), notice=_("Thank you. You can take it back at any time.")
        )
    experience = use.experience
    return respond(
        request,
        "knowledge/leave_page.html",
        {
            "use": use,
            "for_other": use.teller_id != member.pk,
            "kept": queries.as_read(member, experience) if experience is not None else None,
        },
    )
