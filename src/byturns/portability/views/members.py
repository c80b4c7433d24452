"""A list of members: a dry run first, then row by row."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from byturns.groups.access import MemberRequest, opens_with
from byturns.portability import queries
from byturns.portability.actions import members as actions
from byturns.portability.forms import ListForm
from byturns.portability.kinds import Source
from byturns.portability.models import Batch, StagedMember
from byturns.ui.respond import back_to, respond

AT_ONCE = 50


def _rows(batch: Batch) -> list[StagedMember]:
    return list(StagedMember.objects.filter(batch=batch, done="")[:AT_ONCE])


def show(
    request: MemberRequest, batch: Batch, form: ListForm | None = None, status: int = 200
) -> HttpResponse:
    """The rows that still wait, with what looked odd in them."""
    return respond(
        request,
        "portability/list.html",
        {
            "batch": batch,
            "form": form or ListForm(rows=_rows(batch)),
            "numbers": batch.numbers,
            "unknown": [column for column, ours in batch.numbers.get("columns", {}).items() if not ours],
            "lines": list(queries.lines_of(batch)[:100]),
        },
        status=status,
    )


@opens_with("portability.bring_in", factor=True)
@require_POST
def use(request: MemberRequest, public_id: str) -> HttpResponse:
    """Invite, write down or leave out, as was chosen for each row."""
    batch = get_object_or_404(Batch.objects.filter(kind=Source.MEMBERS), public_id=public_id)
    form = ListForm(request.POST, rows=_rows(batch))
    if not form.is_valid():
        return show(request, batch, form, status=422)
    faults = actions.use(member=request.member, batch=batch, wishes=form.wishes())
    where = reverse("portability:batch", args=[request.member.group.slug, batch.public_id])
    if faults:
        said = ngettext(
            "One row could not be done; it says why.", "%(n)d rows could not be done; each says why.", faults
        ) % {"n": faults}
        return back_to(request, where, said)
    return back_to(request, where, _("Done."))
