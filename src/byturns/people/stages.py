"""What is asked between the right code and being in."""

from __future__ import annotations

from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.http import HttpRequest

from byturns.people import factor, remembered


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """The second factor: of any kind, on devices that were not told to remember it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        account = self.login.user
        return (
            account is not None
            and factor.has_one(account)
            and not did_use_passwordless_login(request, account)
            and not remembered.is_known(request, account)
        )
