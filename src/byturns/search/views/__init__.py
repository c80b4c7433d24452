"""The page for finding words."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from byturns.groups.access import MemberRequest, opens_with
from byturns.search import kept, queries, remembered
from byturns.search.forms import FindForm
from byturns.search.query import parse
from byturns.ui.paging import page_number
from byturns.ui.respond import back_to, respond


@opens_with("conversations.browse")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find words that were said. What was looked for never stands in the address: it is posted, kept
    aside for a while, and shown under a random name."""
    member = cast("MemberRequest", request).member
    if request.method == "POST":
        form = FindForm(request.POST)
        if form.is_valid():
            key = remembered.keep(member, form.cleaned_data)
            address = reverse("search:find", kwargs={"group_slug": member.group.slug})
            return back_to(request, f"{address}?{urlencode({'s': key})}")
        return respond(request, "search/find.html", {"form": form}, status=422)
    key = request.GET.get("s", "")
    asked = remembered.recall(member, key) if key else None
    if asked is None:
        return respond(request, "search/find.html", {"form": FindForm(), "is_over": bool(key)})
    query = parse(asked["words"])
    number = page_number(request) or 1
    sheet, is_most = queries.sheet_with_most(member, query, number, kind=asked["kind"], when=asked["when"])
    return respond(
        request,
        "search/find.html",
        {
            "form": FindForm(initial=asked),
            "searched": True,
            "sheet": sheet,
            "is_most": is_most,
            "hits": queries.hits(member, sheet.messages, query),
            # Beside the first page of messages, unless she narrowed it to some kind or time of them.
            "kept": kept.hits(member, query) if number == 1 and not (asked["kind"] or asked["when"]) else [],
            "keep": urlencode({"s": key}),
            "no_words": not query,
        },
    )
