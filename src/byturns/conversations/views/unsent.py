"""Words that can no longer go where they were meant to: they come back, so that none are lost."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from byturns.conversations.views import addresses
from byturns.groups.models import Membership
from byturns.ui.respond import respond


def not_there(request: HttpRequest, member: Membership) -> HttpResponse:
    """For what is not open to her (any more): typed words back with a 404. Raises Http404 without any."""
    if not typed(request):
        raise Http404
    return _back(request, _("This is not open to you any more."), 404, up=addresses.home(member))


def refused(request: HttpRequest, up: str, reason: str, *, kept: bool = False) -> HttpResponse:
    """For what is refused: typed words back with a 403. `kept` says that they are her draft as well."""
    return _back(request, reason, 403, up=up, kept=kept)


def typed(request: HttpRequest) -> str:
    """The words in the form that was posted."""
    return request.POST.get("words", "").replace("\x00", "").strip()


def _back(request: HttpRequest, reason: str, status: int, *, up: str, kept: bool = False) -> HttpResponse:
    return respond(
        request,
        "conversations/not_sent.html",
        {"reason": reason, "words": typed(request), "kept": kept, "up": up},
        status=status,
    )
