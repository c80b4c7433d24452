"""How allauth behaves in this house."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from byturns.core import outbox
from byturns.people import door


class Door(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up here without having been let to the door by a group; mail goes by the outbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return door.is_open(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Only codes are sent; what allauth would tell beside them, our own pages say."""
        if "code" in context:
            outbox.put("people.code", to=email, secret={"code": context["code"]})
        elif template_prefix == "account/email/unknown_account":
            outbox.put("people.unknown_address", to=email)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.set_unusable_password()
        return super().save_user(request, user, form, commit=commit)


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        # Printed codes alone count as a second factor too (settled point 5).
        if types is not None and "totp" in types and "recovery_codes" not in types:
            types = [*types, "recovery_codes"]
        return bool(super().is_mfa_enabled(user, types=types))
