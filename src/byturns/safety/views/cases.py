"""The stewards' list of reports and one case. Who is not on a case finds nothing at its address."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from byturns.core import clock
from byturns.groups.access import MemberRequest, opens_with
from byturns.safety import forms, queries, signposts
from byturns.safety.actions import casework
from byturns.safety.models import LocalNumber, Report
from byturns.ui.forms import Form
from byturns.ui.respond import back_to, respond

SETTLED_SHOWN = 60


@opens_with("safety.cases")
@require_safe
def cases(request: MemberRequest) -> HttpResponse:
    """What wants looking at, the most pressing first, and what was settled lately."""
    heard = Report.objects.heard_by(request.member).select_related(
        "about", "message__author", "message__said_by", "conversation", "taken_by"
    )
    moment = clock.now()
    waiting = sorted(heard.open(), key=lambda report: report.due_at)
    today = clock.today(request.member.group.zone)
    return respond(
        request,
        "safety/cases.html",
        {
            "waiting": [(report, queries.name_on_case(report), report.is_late(moment)) for report in waiting],
            "settled": heard.exclude(closed_at=None).order_by("-closed_at")[:SETTLED_SHOWN],
            "stale": signposts.stale(today),
            "stale_local": LocalNumber.objects.stale(today),
        },
    )


@opens_with("safety.cases")
@require_safe
def case(request: MemberRequest, public_id: str) -> HttpResponse:
    """One case: what was said, what was noted, and what can be done."""
    return _page(request, _find(request, public_id))


@opens_with("safety.cases")
@require_POST
def take(request: MemberRequest, public_id: str) -> HttpResponse:
    """Say "I am looking at this", or that I no longer am."""
    report = _find(request, public_id)
    if report.taken_by_id == request.member.pk:
        casework.let_go(member=request.member, report=report)
    else:
        casework.take(member=request.member, report=report)
    return _back(request, report)


@opens_with("safety.cases")
@require_POST
def note(request: MemberRequest, public_id: str) -> HttpResponse:
    """Write a note."""
    report = _find(request, public_id)
    form = forms.NoteForm(request.POST)
    if form.is_valid():
        casework.note(member=request.member, report=report, words=form.cleaned_data["words"])
        return _back(request, report, _("Noted."))
    return _page(request, report, note_form=form)


@opens_with("safety.cases")
@require_POST
def judge(request: MemberRequest, public_id: str) -> HttpResponse:
    """Say how grave it is."""
    report = _find(request, public_id)
    form = forms.JudgeForm(request.POST)
    if form.is_valid():
        casework.judge(member=request.member, report=report, severity=form.cleaned_data["severity"])
        return _back(request, report)
    return _page(request, report, judge_form=form)


@opens_with("safety.cases", factor=True)
@require_POST
def settle(request: MemberRequest, public_id: str) -> HttpResponse:
    """Settle it, with an outcome and a reason."""
    report = _find(request, public_id)
    form = forms.SettleForm(request.POST)
    if form.is_valid():
        casework.settle(member=request.member, report=report, **form.cleaned_data)
        return _back(request, report, _("Finished. Whoever told you hears of it."))
    return _page(request, report, settle_form=form)


@opens_with("safety.cases")
@require_POST
def reopen(request: MemberRequest, public_id: str) -> HttpResponse:
    """Open a settled case again."""
    report = _find(request, public_id)
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        casework.reopen(member=request.member, report=report, reason=form.cleaned_data["reason"])
        return _back(request, report, _("Open again."))
    return _page(request, report, reason_form=form)


def _find(request: MemberRequest, public_id: str) -> Report:
    rows = Report.objects.heard_by(request.member).select_related(
        "by",
        "about",
        "message",
        "message__author",
        "message__said_by",
        "conversation",
        "taken_by",
        "closed_by",
    )
    return get_object_or_404(rows, public_id=public_id)


def _back(request: MemberRequest, report: Report, notice: str | None = None) -> HttpResponse:
    address = reverse(
        "safety:case", kwargs={"group_slug": request.member.group.slug, "public_id": report.public_id}
    )
    return back_to(request, address, notice=notice)


def _page(request: MemberRequest, report: Report, **given: Form) -> HttpResponse:
    page = {
        "report": report,
        "name": queries.name_on_case(report),
        "teller": queries.teller_on_case(report),
        "late": report.is_late(clock.now()),
        "snapshots": report.snapshots.all(),
        "notes": report.notes.select_related("by"),
        "others": queries.others_about(report, request.member),
        "note_form": forms.NoteForm(auto_id="note_%s"),
        "judge_form": forms.JudgeForm(auto_id="judge_%s", initial={"severity": report.severity}),
        "settle_form": forms.SettleForm(auto_id="settle_%s"),
        "reason_form": forms.ReasonForm(auto_id="reason_%s"),
        **given,
    }
    return respond(request, "safety/case.html", page, status=422 if given else 200)
