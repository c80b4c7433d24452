"""Pages of the frame and of the way in, which belong to no group."""

from __future__ import annotations

from tests.authorization.declared import Answer, Page
from tests.authorization.roles import Role
from tests.authorization.things import Thing


def _factor(role: Role, thing: Thing) -> Answer:
    """Who has a second factor shows it first."""
    return Answer.FACTOR if role.key == "stale" else Answer.OPEN


def _sign_in(role: Role, thing: Thing) -> Answer:
    return Answer.OPEN


def _code(role: Role, thing: Thing) -> Answer:
    """Nobody waits for a code here: on to asking for one (which sends on who is signed in)."""
    return Answer.SIGN_IN


def _on_the_way(role: Role, thing: Thing) -> Answer:
    """Nobody is signing in here: on to the beginning, or home for who is in already."""
    return Answer.SIGN_IN if role.standing == "anonymous" else Answer.OPEN


def _front(role: Role, thing: Thing) -> Answer:
    return Answer.WHICH if role.standing == "nobody" else Answer.OPEN


PAGES = (
    Page("healthz", door="open"),
    Page("front", door="open", judge=_front),
    Page("ui:leave", door="open"),
    Page("ui:look", "GP", door="open"),
    Page("ui:parts", door="open"),
    Page(
        "account_request_login_code",
        "GP",
        door="open",
        judge=_sign_in,
        fill=lambda w, t: {"email": "somebody@example.org"},
    ),
    Page("account_login", "GP", door="open", judge=_sign_in),
    Page("account_confirm_login_code", "GP", door="open", judge=_code),
    Page("mfa_login_webauthn", "P", door="open", judge=_code),
    Page("mfa_authenticate", "GP", door="open", judge=_on_the_way),
    Page("mfa_reauthenticate", "GP", door="person"),
    Page("account_reauthenticate", "GP", door="person"),
    Page("account_logout", "P", door="open"),
    Page("people:me", door="person"),
    Page("people:which", "GP", door="account"),
    Page("people:change", "P", door="account"),
    Page("people:pin", "GP", door="person", fill=lambda w, t: {"pin": "2468", "again": "2468"}),
    Page("people:name", "GP", door="person", fill=lambda w, t: {"name": "Somebody"}),
    Page("people:drafts", "GP", door="person", fill=lambda w, t: {"keep": "on"}),
    Page("people:devices", "GP", door="person", fill=lambda w, t: {"act": "others"}),
    Page(
        "people:address",
        "GP",
        door="person",
        judge=_factor,
        fill=lambda w, t: {"email": "elsewhere@example.org"},
    ),
    Page("people:address_code", "GP", door="person"),
    Page("people:factor", door="person"),
    Page("people:factor_app", "GP", door="person", judge=_factor),
    Page("people:factor_codes", "GP", door="person", judge=_factor),
    Page("people:factor_passkey", "GP", door="person", judge=_factor),
    Page("people:factor_away", "P", door="person", judge=_factor, fill=lambda w, t: {"key": "0" * 16}),
    Page("people:send_on", door="person"),
)
