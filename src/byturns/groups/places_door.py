"""Where the agreement stands in the menu; from there it is one step to what is kept, and to inviting."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from byturns.core import routes
from byturns.ui.places import Place, declare


def _agreement(request: HttpRequest) -> str | None:
    member = getattr(request, "member", None)
    return None if member is None else routes.to("groups:agreement", member.group.slug)


declare(Place("agreement", _("What we agree"), order=15, url=_agreement, row="own"))
