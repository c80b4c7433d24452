"""Pages that a mail leads to, without sign-in: each does one named thing, by a button, and shows no word.

Opening one changes nothing, as mail scanners open links. Whoever keeps apart by a PIN is asked for it.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from byturns.groups.access import open_to_all
from byturns.groups.models import Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.queries import member_of_link
from byturns.groups.scoping import in_group
from byturns.mail import asking, by_asking, by_letter, commands, intake, leading, places, queries, second
from byturns.mail.kinds import State, Way, Why
from byturns.mail.letters import CONFIRM, TOO, WHICH, YES
from byturns.mail.models import Inbound, SecondAddress
from byturns.people.forms import AskPinForm
from byturns.people.models import Person
from byturns.people.pins import pin_is
from byturns.ui.respond import respond

METHODS = ["GET", "HEAD", "POST"]


@open_to_all
@require_http_methods(METHODS)
def was_this_you(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a mail is hers; of an answer to a letter, for which of its items it was."""
    kept = _mail(YES, token)
    writer = member_of_link(Q(pk=kept.membership_id))
    asks = by_asking.key_of(kept) if kept.way == Way.ASKING and kept.membership_id is None else None
    if writer is None and asks is None:
        raise Http404
    pin = _Pin(request, writer.person if writer is not None else None)
    with in_group(kept.group_id or 0):
        items = by_letter.items_of(kept, writer) if writer is not None else []
        if request.method == "POST" and kept.state == State.ASKED:
            if "no" in request.POST:
                intake.say_no(kept)
            elif pin.is_shown() and kept.way == Way.LETTER and writer is not None:
                by_letter.choose(kept, writer, request.POST.get("item", ""))
            elif pin.is_shown():
                intake.say_yes(kept, writer)
            kept.refresh_from_db(fields=["state", "why"])
    what = places.found(kept.rcpt_to).given if kept.way == Way.COMMAND else None
    known = {
        "state": _state(kept),
        "came_at": kept.came_at,
        "pin": pin.form,
        "items": items,
        "of_letter": kept.way == Way.LETTER,
        "deed": what.deed if what is not None else None,
    }
    if writer is not None and kept.state in {State.POSTED, State.DONE}:
        about = what.command.conversation_id if what is not None else kept.conversation_id
        known["place"] = leading.place_to_go(writer, about)
    return respond(request, "mail/was_this_you.html", known, status=pin.status)


@open_to_all
@require_http_methods(METHODS)
def command(request: HttpRequest, token: str) -> HttpResponse:
    """What a mail offered, done by its button; a deed that offers others has a button for each."""
    what = commands.given(token)
    if what is None:
        return respond(request, "mail/command.html", {"dead": True}, status=404)
    pin = _Pin(request, what.command.membership.person)
    offered = commands.open_to(what.command, what.deed)
    wanted = request.POST.get("deed")
    chosen = next((one for one in offered if one.name == wanted), None)
    chosen = chosen if what.deed.offers else what.deed
    known = {"deed": what.deed, "done": what.is_done, "made_at": what.command.made_at, "refused": ""}
    if request.method == "POST" and chosen is not None and not what.is_done and pin.is_shown():
        with in_group(what.command.group_id):
            try:
                commands.carry_out(what, chosen)
                known |= {"deed": chosen, "done": True}
            except NotAllowed as refusal:
                known["refused"] = str(refusal)
    status = 403 if known["refused"] else pin.status
    known |= {"offered": offered, "wanted": wanted, "pin": pin.form}
    member, about = what.command.membership, what.command.conversation_id
    known |= {"place": leading.place_to_go(member, about), "about": leading.shown_about(member, about)}
    return respond(request, "mail/command.html", known, status=status)


@open_to_all
@require_http_methods(METHODS)
def is_this_you_too(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a mail from an unknown address is hers; the address then confirms itself."""
    kept, writer = _mail_and_writer(TOO, token)
    pin, fault = _Pin(request, writer.person), ""
    with in_group(writer.group_id):
        if request.method == "POST" and kept.state == State.ASKED and kept.why == Why.TOO:
            if "no" in request.POST:
                intake.say_no(kept)
            elif pin.is_shown():
                try:
                    second.say_this_is_me(member=writer, kept=kept)
                except ValidationError as refused:
                    fault = refused.messages[0]
            kept.refresh_from_db(fields=["state", "why", "agreed_at"])
    known = {
        "state": _state(kept),
        "came_at": kept.came_at,
        "sender": queries.masked_sender(kept),
        "agreed": kept.agreed_at is not None,
        "pin": pin.form,
        "fault": fault,
    }
    return respond(request, "mail/is_this_you_too.html", known, status=422 if fault else pin.status)


@open_to_all
@require_http_methods(METHODS)
def which_of_you(request: HttpRequest, token: str) -> HttpResponse:
    """Which of those who open a mailbox wrote a mail: a button each."""
    kept = _mail(WHICH, token)
    people = asking.either_of(kept)
    asked = next((one for one in people.values() if one.public_id == request.POST.get("member")), None)
    pin = _Pin(request, asked.person if asked is not None else None)
    if request.method == "POST" and kept.state == State.ASKED and kept.why == Why.EITHER:
        if "no" in request.POST:
            intake.say_no(kept)
        elif asked is not None and pin.is_shown():
            with in_group(asked.group_id):
                intake.say_which(kept, asked)
        kept.refresh_from_db(fields=["state", "why"])
    known = {
        "state": _state(kept),
        "came_at": kept.came_at,
        "people": list(people.values()),
        "asked": asked,
        "pin": pin.form,
    }
    return respond(request, "mail/which_of_you.html", known, status=pin.status)


@open_to_all
@require_http_methods(METHODS)
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody who reads an address says that it is theirs. Names no group and nobody."""
    try:
        public_id, of_address = CONFIRM.unsign_object(token, max_age=second.WAITS)
    except BadSignature:
        raise Http404 from None
    member = member_of_link(Q(public_id=public_id))
    if member is None:
        raise Http404
    with in_group(member.group_id):
        row = SecondAddress.objects.filter(membership=member, public_id=of_address).first()
        if row is None:
            raise Http404
        posted = 0
        if request.method == "POST" and row.confirmed_at is None:
            posted = second.confirm(row=row)
            row.refresh_from_db(fields=["confirmed_at"])
    known = {"done": row.confirmed_at is not None, "posted": posted}
    return respond(request, "mail/confirm_address.html", known)


class _Pin:
    """The PIN of somebody who keeps apart: its form, and whether it was shown. Nothing for who has none."""

    def __init__(self, request: HttpRequest, person: Person | None) -> None:
        self.person = person
        self.form: AskPinForm | None = None
        self.status = 200
        if person is not None and person.pin:
            self.form = AskPinForm(request.POST if "pin" in request.POST else None)

    def is_shown(self) -> bool:
        if self.form is None or self.person is None:
            return True
        right = self.form.is_valid() and pin_is(self.person, self.form.cleaned_data["pin"], self.form)
        self.status = 200 if right or not self.form.is_bound else 422
        return right


def _state(kept: Inbound) -> str:
    """What its writer is told: a mail that came twice stands with the group, which is all she asks."""
    return State.POSTED if kept.why == Why.REPEATED else kept.state


def _mail(signer: Signer, token: str) -> Inbound:
    try:
        kept = Inbound.objects.filter(public_id=signer.unsign(token)).defer("raw").first()
    except BadSignature:
        raise Http404 from None
    if kept is None:
        raise Http404
    return kept


def _mail_and_writer(signer: Signer, token: str) -> tuple[Inbound, Membership]:
    kept = _mail(signer, token)
    writer = member_of_link(Q(pk=kept.membership_id))
    if writer is None:
        raise Http404
    return kept, writer
