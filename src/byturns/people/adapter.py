"""How allauth behaves in this house.

Only its flows are used (the code in the session, the stages of signing in, second factors); every
page is our own. An address is proven by its code each time, so there is no list of addresses apart
from the account's.
"""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from byturns.people import devices, door
from byturns.ui import look

WAIT = _l("That was tried too often. Please wait five minutes, then try again.")
NOT_RIGHT = _l("That is not the right code. Look at it once more; spaces do not matter.")


class Door(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up here without having been let to the door by a group; pages and mails are ours."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "rate_limited": WAIT,
        "too_many_login_attempts": WAIT,
        "incorrect_code": NOT_RIGHT,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return door.is_open(request)

    def get_login_stages(self) -> list[str]:
        return ["allauth.account.stages.LoginByCodeStage", "byturns.people.stages.SecondStep"]

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our own pages say what happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Our own letters say it (letters.py)."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return door.leads_to(request) or "/"

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, _("This way in is closed. Ask a steward of your group, please."))
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        door.close(request)
        devices.say_less(request)
        if look.read(request).shared:
            request.session.set_expiry(0)  # others use this device: closing the browser signs out
        return response


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": NOT_RIGHT,
    }
