"""The first start in the browser, and what the first steward sees next."""

from __future__ import annotations

import time
from typing import cast

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from byturns.groups import wording
from byturns.groups.access import MemberRequest, open_to_all, opens_with
from byturns.groups.actions import setup as actions
from byturns.groups.forms.setup import StartForm, as_lines
from byturns.groups.models import Membership
from byturns.groups.queries import door as queries
from byturns.people import actions as people_actions
from byturns.people import factor
from byturns.people.models import Account
from byturns.ui.respond import back_to, respond

CODES = "codes_to_print"
CODES_SHOWN = 60 * 60  # seconds that a reload still shows them
MAIL = "mail_tried"


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Make the group and its first steward: for who has the one-time link, 404 for everybody else."""
    if not queries.setup_is_open(token):
        raise Http404
    lent = {"questions": as_lines([str(one) for one in wording.QUESTIONS]), "welcome": wording.WELCOME}
    form = StartForm(request.POST or None, initial=lent)
    if form.is_valid():
        asked = {**form.cleaned_data, "questions": form.cleaned_data["questions"].split("\n")}
        try:
            steward = actions.start_group(token=token, start=actions.Start(**asked))
        except ValidationError as fault:
            form.add_error("slug", fault)
        except actions.LinkIsDead as dead:
            raise Http404 from dead
        else:
            return _welcome_in(request, steward)
    return respond(request, "groups/door/start.html", {"form": form}, status=422 if form.errors else 200)


def _welcome_in(request: HttpRequest, steward: Membership) -> HttpResponse:
    """Sign the first steward in, give her printed codes, try whether mail works."""
    begin = reverse("groups:begin", kwargs={"group_slug": steward.group.slug})
    account = cast("Account", steward.person.account)
    answer = people_actions.sign_in(request, account, person=steward.person, leads_to=begin)
    if not factor.has_one(account):
        request.session[CODES] = {
            "codes": people_actions.printed_codes(account=account),
            "until": time.time() + CODES_SHOWN,
        }
    request.session[MAIL] = str(actions.try_mail(member=steward))
    return answer


@opens_with("groups.settings")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: MemberRequest) -> HttpResponse:
    """Printed codes, whether mail works, and what to do next."""
    if request.method == "POST":
        if "printed" in request.POST:
            request.session.pop(CODES, None)
            return back_to(request, request.path, _("Good. Keep them where only you find them."))
        request.session[MAIL] = str(actions.try_mail(member=request.member))
        return back_to(request, request.path)
    kept = request.session.get(CODES)
    tried = request.session.get(MAIL)
    return respond(
        request,
        "groups/door/begin.html",
        {
            "codes": kept["codes"] if kept and kept["until"] > time.time() else None,
            "mail": tried or ("" if queries.mail_leaves() else str(queries.MailTried.KEPT)),
            "address": cast("Account", request.user).email,
        },
    )
