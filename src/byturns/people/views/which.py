"""Which of the people who share a mailbox is here, and the PIN that keeps them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from byturns.people import actions, factor, passkeys, whoami
from byturns.people.asking import Asked, of_a_person
from byturns.people.forms import AskPinForm, ChangePinForm, NewPinForm
from byturns.people.models import Person
from byturns.people.onward import onward
from byturns.people.pins import pin_is
from byturns.ui.respond import back_to, respond

if TYPE_CHECKING:
    from byturns.people.models import Account


@require_http_methods(["GET", "HEAD", "POST"])
def which(request: HttpRequest) -> HttpResponseBase:
    """Ask who it is; for somebody with a PIN ask that too."""
    account = cast("Account", request.user)
    if passkeys.wants_options(request):
        return passkeys.options_to_show(account)
    people = whoami.people_of(account)
    onto = onward(request)
    fault = ""
    if "credential" in request.POST:
        if (shown := passkeys.of_whom(request, account)) is not None:
            return _in(request, shown, onto)
        fault = _("That passkey is not known here.")
    asked = next((one for one in people if one.public_id == request.POST.get("person")), None)
    if asked is None and len(people) == 1 and people[0].pin:
        asked = people[0]  # alone on the mailbox: only the PIN is left to ask
    if asked is not None and request.method == "POST" and not asked.pin:
        return _in(request, asked, onto)
    form = None
    if asked is not None:
        form = AskPinForm(request.POST if "pin" in request.POST else None)
        if form.is_valid() and pin_is(asked, form.cleaned_data["pin"], form):
            return _in(request, asked, onto)
    return respond(
        request,
        "people/which.html",
        {
            "people": people,
            "asked": asked,
            "form": form,
            "onto": onto,
            "fault": fault,
            "has_passkey": factor.has_passkey(account),
        },
        status=422 if fault or (form is not None and form.errors) else 200,
    )


def _in(request: HttpRequest, person: Person, onto: str) -> HttpResponse:
    whoami.become(request, person)
    return back_to(request, onto)


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Let somebody else of this mailbox in: the question is asked anew."""
    whoami.nobody(request)
    return back_to(request, "people:which")


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_person
def pin(request: Asked) -> HttpResponseBase:
    """Set a PIN, change it, or do without."""
    person = request.person
    taking_away = request.POST.get("act") == "away"
    data = request.POST if request.method == "POST" else None
    form: AskPinForm | NewPinForm | ChangePinForm
    away = AskPinForm(data if taking_away else None, prefix="away")
    form = (ChangePinForm if person.pin else NewPinForm)(None if taking_away else data)
    if taking_away and person.pin and away.is_valid() and pin_is(person, away.cleaned_data["pin"], away):
        actions.set_pin(person=person, pin="")
        whoami.become(request, person)
        return back_to(request, "people:me", _("Your PIN is gone."))
    if form.is_valid() and _may_change(person, form):
        actions.set_pin(person=person, pin=form.cleaned_data["pin"])
        whoami.become(request, person)
        return back_to(request, "people:me", _("Your PIN is kept. It is asked for from now on."))
    return respond(
        request,
        "people/pin.html",
        {"form": form, "away": away, "has_pin": bool(person.pin), "shares": whoami.shares(person)},
        status=422 if form.errors or away.errors else 200,
    )


def _may_change(person: Person, form: NewPinForm) -> bool:
    if not isinstance(form, ChangePinForm):
        return True
    return pin_is(person, form.cleaned_data["before"], form, "before")
