"""Pages about mail inside the group."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from byturns.conversations import queries as talk
from byturns.conversations.models import Message
from byturns.core import routes
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.groups.policy import NotAllowed
from byturns.mail import letting_in, lines, places, queries, second
from byturns.mail.forms import AddressForm, LeadForm, MarkForm
from byturns.people import whoami
from byturns.ui.respond import back_to, respond

# --- For stewards ---


@opens_with("mail.held")
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """Mails that did not go through, with the reason."""
    rows = queries.stopped(cast("MemberRequest", request).member)
    return respond(
        request,
        "mail/held.html",
        {
            "rows": [row for row in rows if not row.by_program],
            "by_programs": [row for row in rows if row.by_program],
        },
    )


@opens_with("mail.let_in", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def held_one(request: HttpRequest, mail_id: str) -> HttpResponse:
    """One held mail that was meant for all, and what can be done for whoever wrote it."""
    member = cast("MemberRequest", request).member
    one = queries.held_for_all(member, mail_id)
    if one is None:
        raise Http404
    page = routes.to("mail:held", group_slug=member.group.slug)
    form = LeadForm(request.POST if "whom" in request.POST else None)
    fault = ""
    if request.method == "POST" and "invite" in request.POST:
        try:
            if letting_in.invite_writer(member=member, kept=one.row):
                return back_to(request, page, _("The invitation is on its way. It works for 14 days."))
        except NotAllowed as refused:
            fault = str(refused)
    elif form.is_valid():
        whom = form.cleaned_data["whom"]
        if letting_in.lead_to_member(member=member, kept=one.row, whom=whom):
            return back_to(request, page, _("They are asked whether it is theirs. Nobody else is told."))
        fault = _("They cannot be asked just now. Try again tomorrow, or speak with them.")
    known = {
        "it": one,
        "form": form if letting_in.can_be_led_on(one.row) else None,
        "may_invite": letting_in.can_be_invited(one.row),
        "fault": fault,
    }
    return respond(request, "mail/held_one.html", known, status=422 if fault or form.errors else 200)


# --- One's own ---


@opens_with("mail.addresses")
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: HttpRequest) -> HttpResponse:
    """From which mailboxes she writes: add one, see them, take one away."""
    member = cast("MemberRequest", request).member
    page = routes.to("mail:addresses", group_slug=member.group.slug)
    form = AddressForm(request.POST if "address" in request.POST else None)
    marks = MarkForm(
        request.POST if "letters" in request.POST else None, initial={"letters": second.mark_of(member)}
    )
    if "own" in request.POST:
        places.own_address(member)
        return back_to(
            request,
            routes.to("notifications:choices", group_slug=member.group.slug) + "#writing",
            _("This is your address. You can keep it in your address book."),
        )
    if "away" in request.POST:
        for row in second.of(member):
            if row.public_id == request.POST["away"]:
                second.take_away(member=member, row=row)
        return back_to(request, page, _("Taken away. Mail from there is no longer taken as yours."))
    if form.is_valid():
        try:
            second.add(member=member, address=form.cleaned_data["address"])
        except ValidationError as fault:
            form.add_error("address", fault)
        else:
            return back_to(request, page, _("A mail has gone there. Press the button it leads to."))
    if marks.is_valid():
        second.mark(member=member, letters=marks.cleaned_data["letters"])
        return back_to(request, page, _("Kept. Your next mail will be like this."))
    account = member.person.account
    return respond(
        request,
        "mail/addresses.html",
        {
            "form": form,
            "marks": marks if whoami.shares(member.person) else None,
            "rows": second.of(member),
            "signs_in": account.email if account is not None else "",
            "returned": len(queries.returned(member)),
        },
        status=422 if form.errors or marks.errors else 200,
    )


@opens_with("mail.returned")
@require_safe
def returned_list(request: HttpRequest) -> HttpResponse:
    """Her mails that did not go through."""
    member = cast("MemberRequest", request).member
    return respond(request, "mail/returned_list.html", {"rows": queries.returned(member)})


@opens_with("mail.returned")
@require_safe
def returned(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of her mails that did not go through, with her words and the reason."""
    member = cast("MemberRequest", request).member
    one = queries.returned_one(member, public_id)
    if one is None:
        raise Http404
    return respond(request, "mail/returned.html", {"it": one})


# --- The whole mail ---


@opens_with("mail.whole")
@require_http_methods(["GET", "HEAD", "POST"])
def whole(request: HttpRequest, public_id: str, message_id: str) -> HttpResponse:
    """The whole mail that a message came as; its writer can put back lines that were left out."""
    member = cast("MemberRequest", request).member
    message, it = _whole(member, public_id, message_id)
    if request.method == "POST" and not it.is_hers:
        raise Http404
    where = routes.to("conversations:conversation", group_slug=member.group.slug, public_id=public_id)
    place = f"{where}?at={message_id}#m-{message_id}"
    fault = ""
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("line") if one.isascii() and one.isdigit()]
        if "all" in request.POST:
            chosen = [line.number for line in it.lines]
        try:
            lines.put_back(member=member, message=message, places=chosen)
        except ValidationError as refused:
            fault = refused.messages[0]
        else:
            return back_to(request, place, _("The lines are back. Others see that the message was changed."))
    known = {
        "it": it,
        "place": place,
        "fault": fault,
        "public_id": public_id,
        "message_id": message_id,
    }
    return respond(request, "mail/whole.html", known, status=422 if fault else 200)


@opens_with("mail.whole")
@require_safe
def raw(request: HttpRequest, public_id: str, message_id: str) -> HttpResponse:
    """The mail as it came, headers and all, for its writer, while it is kept."""
    member = cast("MemberRequest", request).member
    message, _it = _whole(member, public_id, message_id)
    found = queries.raw_of(member, message)
    if found is None:
        raise Http404
    answer = HttpResponse(found, content_type="message/rfc822")
    answer["Content-Disposition"] = 'attachment; filename="mail.eml"'
    return answer


def _whole(member: Membership, public_id: str, message_id: str) -> tuple[Message, queries.Whole]:
    opened = talk.opened_by(member, public_id)
    message = talk.on_page(member, opened, message_id) if opened is not None else None
    it = queries.whole_mail(member, message) if message is not None else None
    if message is None or it is None:
        raise Http404
    return message, it
