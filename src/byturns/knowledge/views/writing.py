"""Writing the lines of a page. Who saves later never loses her words, and never wipes another's."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from byturns.groups.access import opens_with
from byturns.knowledge import actions, queries
from byturns.knowledge.forms_page import LineForm
from byturns.knowledge.models import LineVersion, RestsOn
from byturns.knowledge.views import addresses, pages
from byturns.ui.respond import back_to, respond


@opens_with("knowledge.read")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, page_id: str) -> HttpResponse:
    """Add a line."""
    member, page = pages.find(request, page_id)
    form = LineForm(request.POST or None, told=queries.whole(member, page).told)
    if form.is_valid():
        said = form.cleaned_data
        actions.write_line(
            member=member,
            page=page,
            section=said["section"],
            words=said["words"],
            rests_on=form.uses,
            once=said["once"],
        )
        return back_to(request, addresses.page(member, page), notice=_("It stands on the page."))
    return respond(
        request, "knowledge/line.html", {"form": form, "page": page}, status=422 if form.is_bound else 200
    )


@opens_with("knowledge.read")
@require_http_methods(["GET", "HEAD", "POST"])
def rewrite(request: HttpRequest, page_id: str, line_id: str) -> HttpResponse:
    """Change a line, or take it out. Changed by somebody else meanwhile, both stand side by side."""
    member, page = pages.find(request, page_id)
    line = queries.line(page, line_id)
    if line is None:
        raise Http404
    if request.POST.get("out"):
        actions.take_line_out(member=member, line=line)
        return back_to(
            request, addresses.page(member, page), notice=_("Taken out. It is among the versions.")
        )
    newest = queries.newest(line)
    chosen = RestsOn.objects.filter(version=newest).values_list("use__public_id", flat=True)
    initial = {
        "words": newest.words,
        "section": line.section,
        "seen": newest.number,
        "rests_on": list(chosen),
    }
    told = queries.whole(member, page).told
    form = LineForm(request.POST or None, initial=initial, told=told)
    form.fields["section"].disabled = True
    theirs: LineVersion | None = None
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.rewrite_line(
                member=member,
                line=line,
                words=said["words"],
                rests_on=form.uses,
                seen=said["seen"] or 0,
            )
        except actions.ChangedMeanwhile:
            theirs = newest
            data = request.POST.copy()
            data["seen"] = str(newest.number)
            form = LineForm(data, initial=initial, told=told)
            form.fields["section"].disabled = True
            form.is_valid()
        else:
            return back_to(request, addresses.page(member, page), notice=_("Changed."))
    return respond(
        request,
        "knowledge/line.html",
        {"form": form, "page": page, "line": line, "theirs": theirs},
        status=422 if form.is_bound else 200,
    )
