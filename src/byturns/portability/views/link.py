"""What becomes of one's own words, by a link that needs no account.

GET shows figures and buttons, never words: mail programs open links by themselves. The words show only
after a press, to who has the link that only the address got.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from byturns.core import pace
from byturns.groups import policy
from byturns.groups.access import open_to_all
from byturns.groups.models import Membership
from byturns.groups.scoping import in_group
from byturns.portability import queries
from byturns.portability.actions import owning
from byturns.portability.kinds import State
from byturns.portability.models import OwnerLink, StagedName
from byturns.portability.views import acts
from byturns.ui.respond import back_to, respond

PAGE = 50


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what can be done; POST does it. A dead or unknown link says so, with what to do instead."""
    link = queries.by_token(token)
    if link is None:
        return respond(request, "portability/link_over.html", status=410)
    with in_group(link.group_id):
        names = queries.names_covered(link)
        if not names or link.batch.state not in {State.TOLD, State.OPEN}:
            return respond(
                request, "portability/link_over.html", {"contact": link.group.slug}, status=410
            ).render()
        if request.method == "POST":
            return _post(request, link, names)
        return _show(request, link, names)


def _post(request: HttpRequest, link: OwnerLink, names: list[StagedName]) -> HttpResponse:
    if pace.too_fast(f"mine:{link.pk}", times=120, seconds=3600):
        return respond(request, "portability/link_over.html", {"too_fast": True}, status=429).render()
    name = next((one for one in names if one.public_id == request.POST.get("name")), None)
    if name is None:
        return _show(request, link, names)
    act = request.POST.get("act", "")
    if act == "words" and _may_read(link, name):
        return _show(request, link, names, words_of=name)
    if act == "mine":
        return _claim(request, link, name)
    done = acts.do(request.POST, member=None, name=name)
    return back_to(request, request.path, done or _("Nothing was chosen, so nothing was changed."))


def _may_read(link: OwnerLink, name: StagedName) -> bool:
    """An address's owner reads what came from it; by a member's link, sent for a guess, only what is hers."""
    if link.membership is None:
        return True
    return bool(policy.check(link.membership, "portability.read_own", name))


def _claim(request: HttpRequest, link: OwnerLink, name: StagedName) -> HttpResponse:
    """She says yes. As a member who is signed in, the words are hers here from now on."""
    if link.name_id is None:
        # A member's own link confirms nothing by itself: that the name is hers is only a steward's guess.
        return back_to(
            request,
            request.path,
            _("Thank you. To have it confirmed, open “My words from before” in the group."),
        )
    person = getattr(request, "person", None)
    member = None
    if person is not None:
        member = Membership.objects.full().filter(person=person).select_related("group").first()
    if member is None and name.membership_id is not None:
        return back_to(
            request,
            request.path,
            _("Thank you. If you are a member of the group, sign in first and then press this once more."),
        )
    owning.say_mine(member=member, name=name)
    return back_to(request, request.path, _("Thank you. It is noted that these words are yours."))


def _show(
    request: HttpRequest, link: OwnerLink, names: list[StagedName], words_of: StagedName | None = None
) -> HttpResponse:
    """The page, drawn while the fence is open."""
    words = None
    if words_of is not None:
        words = Paginator(queries.own_words(words_of), PAGE).get_page(request.POST.get("page"))
    rows = [(name, len(queries.own_words(name)), _may_read(link, name)) for name in names]
    answer = respond(
        request,
        "portability/link.html",
        {
            "link": link,
            "its_group": link.group,
            "batch": link.batch,
            "is_open": link.batch.state == State.OPEN,
            "rows": rows,
            "words_of": words_of,
            "words": words,
        },
    )
    return answer.render()
