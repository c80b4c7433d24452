"""The code that opens the door: sent by mail, good for 15 minutes and five tries, in this browser only.

The page looks the same for a known address and for one nobody has. Somebody who guesses is not
answered by locking the member out but by longer codes: after ten wrong tries for an address, from
anywhere, the codes sent there have twelve digits for a day. A network that guesses wrong a hundred
times in an hour is refused for the rest of it.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core.internal.cryptokit import compare_user_code, generate_user_code
from django.http import HttpRequest, HttpResponseBase

from byturns.core import ids, outbox
from byturns.people import actions, tries
from byturns.people.models import Account

TRIES = 5
RESENDS = 2
GUESSES_BEFORE_LONG = 10
GUESSES_OF_A_NETWORK = 100
ASKED_TOO_OFTEN = 5  # codes for one address asked from one network in a quarter of an hour
NETWORK_TOO_OFTEN = 60  # codes asked from one network in a quarter of an hour


def may_ask(request: HttpRequest, email: str) -> bool:
    """Count one more code asked for. False: too many from this network; other networks are not touched."""
    here = tries.network(request)
    for_address = tries.wrong(f"asked:{here}:{email}", seconds=900)
    return for_address <= ASKED_TOO_OFTEN and tries.wrong(f"asked:{here}", seconds=900) <= NETWORK_TOO_OFTEN


def may_guess(request: HttpRequest) -> bool:
    """False when this network has guessed wrong too often."""
    return tries.so_far(f"guess:{tries.network(request)}") < GUESSES_OF_A_NETWORK


def wrong_guess(request: HttpRequest) -> None:
    """Count a wrong guess against the network it came from."""
    tries.wrong(f"guess:{tries.network(request)}", seconds=tries.HOUR)


class Code(LoginCodeVerificationProcess):  # type: ignore[misc]
    """One code on its way, kept in the session of the browser that asked."""

    @classmethod
    def send_to(cls, request: HttpRequest, email: str, *, may_make: bool, leads_to: str) -> None:
        """Send a code. An unknown address gets one too when the door is open (`may_make`), else a word
        that it is not known here.
        """
        found = Account.objects.filter(email__iexact=email).first()
        # A closed account stays closed, also when a group's link led here.
        closed = found is not None and not found.is_active
        account = None if closed else found
        login = Login(user=account, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=account, email=email))
        stage.state.update(
            initiated_by_user=True,
            may_make=may_make and not closed,
            leads_to=leads_to,
            id=ids.public_id(),
        )
        process = cls(stage)
        process.send()
        process.persist()

    @classmethod
    def waiting(cls, request: HttpRequest) -> Code | None:
        """The code this browser was sent, or None when there is none or it is too old."""
        stage = LoginStageController.enter(request, LoginByCodeStage.key)
        return None if stage is None else cls.resume(stage)

    @classmethod
    def resume(cls, stage: Any) -> Code | None:
        process = cls(stage=stage)
        return process if process.abort_if_invalid() else None

    @property
    def email(self) -> str:
        return str(self.state["email"])

    @property
    def can_resend(self) -> bool:
        return not self.is_resend_quota_reached(RESENDS)

    def generate_code(self) -> str:
        guessed = tries.so_far(f"guess:{self.email}") >= GUESSES_BEFORE_LONG
        self.state["code"] = generate_user_code(numeric=True, length=12 if guessed else 6, dashed=False)
        return str(self.state["code"])

    def send(self, skip_enumeration_mails: bool = False) -> None:
        # One mail either way, so that both answers take as long.
        if self.user or self.state["may_make"]:
            outbox.put("people.code", to=self.email, secret={"code": self.generate_code()})
        else:
            outbox.put("people.unknown_address", to=self.email, again=skip_enumeration_mails)

    def resend(self) -> None:
        """Send a fresh code; the one before stops working. The 15 minutes run on."""
        self.send(skip_enumeration_mails=True)
        self.record_resend()
        self.persist()

    def may_try(self) -> bool:
        """Count one more try; False when all are used up (also when many are sent at the same moment)."""
        return tries.wrong(f"code:{self.state['id']}", seconds=2 * tries.HOUR) <= TRIES

    def is_right(self, typed: str) -> bool:
        """Whether this is the code; spaces, dashes and the like do not count."""
        return bool(compare_user_code(actual=typed, expected=self.code))

    def record_invalid_attempt(self) -> bool:
        """Count a wrong try; False when it was the last one this code had."""
        tries.wrong(f"guess:{self.email}", seconds=24 * tries.HOUR)
        wrong_guess(self.request)
        return bool(super().record_invalid_attempt())

    def finish(self, redirect_url: str | None = None) -> HttpResponseBase:
        """The right code was typed: sign in, making the account first for whom a group's link let in."""
        if self.user is None:
            self._user = actions.mailbox(email=self.email)
        actions.mail_arrives(account=self.user)
        done: HttpResponseBase = super().finish(self.state["leads_to"] or None)
        return done
