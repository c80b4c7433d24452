"""One file on its way in: how far it is, what was understood, whose names, and the decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byturns.core import clock
from byturns.groups import policy
from byturns.groups.access import MemberRequest, opens_with
from byturns.portability import queries
from byturns.portability.actions import deciding, preparing
from byturns.portability.forms import ChoicesForm, OrderForm
from byturns.portability.importing.parsing import orders
from byturns.portability.importing.parsing.report import without_numbers
from byturns.portability.kinds import TIME_TO_SAY, Source, State
from byturns.portability.models import Batch, StagedName
from byturns.portability.views import members
from byturns.ui.respond import asked_part, back_to, respond

PAGE = 30
FIRST_LINES = 20
TEMPLATES = {
    State.READING: "portability/reading.html",
    State.STAGED: "portability/report.html",
    State.TOLD: "portability/told.html",
    State.OPEN: "portability/told.html",
    State.REFUSED: "portability/refused.html",
    State.WITHDRAWN: "portability/refused.html",
}


def find(public_id: str) -> Batch:
    """The file of that name in this group, or 404."""
    return get_object_or_404(
        Batch.objects.select_related("group", "made_by", "decided_by"), public_id=public_id
    )


def _history(public_id: str) -> Batch:
    """The same, but not a list of members: that is decided row by row."""
    return get_object_or_404(
        Batch.objects.select_related("group", "made_by", "decided_by").exclude(kind=Source.MEMBERS),
        public_id=public_id,
    )


def address(batch: Batch, page: str = "batch") -> str:
    """A page of this file."""
    return reverse(
        f"portability:{page}", kwargs={"group_slug": batch.group.slug, "public_id": batch.public_id}
    )


@opens_with("portability.bring_in", factor=True)
@require_safe
def batch(request: MemberRequest, public_id: str) -> HttpResponse:
    """Where the file stands now."""
    found = find(public_id)
    if asked_part(request) == "progress" and found.state != State.READING:
        return back_to(request, address(found))  # it has been read: the waiting page goes on by itself
    if not found.is_history and found.state == State.STAGED:
        return members.show(request, found)
    context = _of_state(request, found)
    return respond(request, TEMPLATES[State(found.state)], {"batch": found, **context}, part="progress")


def _of_state(request: MemberRequest, batch: Batch) -> dict[str, Any]:
    if batch.state == State.READING:
        return {"url": address(batch)}
    if batch.state == State.STAGED:
        return _report(request, batch)
    if batch.state in {State.TOLD, State.OPEN} and batch.is_history:
        return {"by_hand": queries.not_reachable(batch), "numbers": _numbers(batch)}
    return {"numbers": batch.numbers}


def _report(request: MemberRequest, batch: Batch, **forms: Any) -> dict[str, Any]:
    """The dry run: figures, lines not understood, and the forms to say more."""
    page = _page_of_names(request, batch)
    return {
        "choices": forms.get("choices") or _choices(batch, page),
        "order": forms.get("order") or OrderForm(initial={"order": batch.order}, about=_each_way(batch)),
        "page": page,
        "numbers": _numbers(batch),
        "lines": _lines(queries.lines_of(batch)[:FIRST_LINES]),
        "more_lines": queries.lines_of(batch).count() > FIRST_LINES,
        "may_decide": policy.check(request.member, "portability.decide", batch),
        "earlier": Batch.objects.filter(digest=batch.digest)
        .exclude(pk=batch.pk)
        .exclude(state=State.WITHDRAWN)
        .exists(),
    }


def _each_way(batch: Batch) -> dict[str, str]:
    """One real line of the file, read in each order that it can be: who, at what time, on which day."""
    if batch.order_sure:
        return {}
    line = queries.line_to_date(batch)
    if line is None:
        return {}
    at = line.sent_at.astimezone(batch.group.zone)
    who = line.name.name or _("Somebody")
    said = _("Then {who} wrote at {time} on {day}.")
    days = orders.each_way(at.date(), batch.order)
    return {
        order: said.format(who=who, time=f"{at:%H:%M}", day=date_format(day, "j F Y"))
        for order, day in days.items()
    }


def _page_of_names(request: MemberRequest, batch: Batch) -> Page[StagedName]:
    return Paginator(queries.names_of(batch), PAGE).get_page(request.GET.get("page"))


def _choices(batch: Batch, page: Page[StagedName], data: Any = None) -> ChoicesForm:
    """The form with what was said so far, or with what was sent."""
    return ChoicesForm(
        data,
        names=list(page.object_list),
        people=list(queries.who_may_be()),
        others=list(queries.others_to_name(batch)),
        silence_hours=batch.silence_hours if batch.kind == Source.WHATSAPP else None,
        initial={"others": list(batch.others_there.values_list("membership__public_id", flat=True))},
    )


def _numbers(batch: Batch) -> dict[str, Any]:
    """The figures with moments in place of their writing."""
    found = dict(batch.numbers)
    for end in ("first", "last"):
        if found.get(end):
            found[end] = datetime.fromisoformat(found[end])
    if found.get("first") and found.get("last"):
        first, last = found["first"], found["last"]
        found["first_as"] = (
            "j F Y" if first.year != last.year else "j F" if first.month != last.month else "j"
        )
    found["new"] = found.get("messages", 0) - found.get("known", 0)
    return found


def _lines(rows: Any) -> list[dict[str, Any]]:
    """Lines for a page: no telephone number in them (settled point 17), long ones cut."""
    return [
        {"line": row.line, "to_line": row.to_line, "text": without_numbers(row.text)[:500], "why": row.why}
        for row in rows
    ]


@opens_with("portability.bring_in", factor=True)
@require_safe
def lines(request: MemberRequest, public_id: str) -> HttpResponse:
    """Every line that was not understood, with its number; or the notices of the program."""
    found = find(public_id)
    notices = request.GET.get("notices") == "1"
    page = Paginator(queries.lines_of(found, notices=notices), 100).get_page(request.GET.get("page"))
    return respond(
        request,
        "portability/lines.html",
        {"batch": found, "page": page, "lines": _lines(page.object_list), "notices": notices},
    )


def _again(request: MemberRequest, found: Batch, refused: str = "", **forms: Any) -> HttpResponse:
    """The report with what was wrong, or why it was refused; nothing that was typed is lost."""
    context = {"batch": found, "refused": refused, **_report(request, found, **forms)}
    return respond(request, "portability/report.html", context, status=403 if refused else 422)


@opens_with("portability.bring_in", factor=True)
@require_POST
def choose(request: MemberRequest, public_id: str) -> HttpResponse:
    """Keep all that was chosen on the page that was shown; then stay, or go on to the decision."""
    found = _history(public_id)
    page = _page_of_names(request, found)
    form = _choices(found, page, request.POST)
    verdict = policy.check(request.member, "portability.prepare", found)
    if not verdict:
        return _again(request, found, refused=str(verdict.reason), choices=form)
    if not form.is_valid():
        return _again(request, found, choices=form)
    try:
        preparing.choose(
            member=request.member,
            batch=found,
            said=form.said(),
            others=form.others(),
            silence_hours=form.cleaned_data.get("silence_hours"),
        )
    except policy.NotAllowed as refusal:  # decided by another steward at this very moment
        return _again(request, found, refused=str(refusal), choices=form)
    if "go_on" in request.POST:
        return back_to(request, address(found, "decide"))
    onto = f"{address(found)}?page={page.number}#choices"
    return back_to(request, onto, _("Kept. Nothing has been decided yet."))


@opens_with("portability.bring_in", factor=True)
@require_POST
def say_order(request: MemberRequest, public_id: str) -> HttpResponse:
    """Say how the dates are written."""
    found = _history(public_id)
    form = OrderForm(request.POST, about=_each_way(found))
    verdict = policy.check(request.member, "portability.prepare", found)
    if not verdict:
        return _again(request, found, refused=str(verdict.reason), order=form)
    if not form.is_valid():
        return _again(request, found, order=form)
    try:
        preparing.say_order(member=request.member, batch=found, order=form.cleaned_data["order"])
    except policy.NotAllowed as refusal:
        return _again(request, found, refused=str(refusal), order=form)
    return back_to(request, address(found), _("Kept."))


@opens_with("portability.bring_in", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: MemberRequest, public_id: str) -> HttpResponse:
    """First who will be told what, then the decision: everybody is told now."""
    found = _history(public_id)
    policy.require(request.member, "portability.decide", found)
    if request.method == "POST":
        deciding.decide(member=request.member, batch=found)
        return back_to(request, address(found), _("Decided. Everybody who can be reached is being told."))
    context = {
        "batch": found,
        "told": queries.who_is_told(found),
        "opens": clock.now() + TIME_TO_SAY,
        "days": TIME_TO_SAY.days,
        "numbers": _numbers(found),
        "is_chat": found.kind == Source.WHATSAPP,
    }
    return respond(request, "portability/decide.html", context)


@opens_with("portability.bring_in", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask first, then take all of it back."""
    found = find(public_id)
    verdict = policy.check(request.member, "portability.withdraw", found)
    if request.method == "POST":
        deciding.withdraw(member=request.member, batch=found)
        where = reverse("portability:bring", kwargs={"group_slug": found.group.slug})
        return back_to(request, where, _("Taken back. Its words are deleted."))
    return respond(request, "portability/withdraw.html", {"batch": found, "verdict": verdict})
