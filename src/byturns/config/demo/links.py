"""Links that sign in as somebody of the made-up group; they can be used again."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse

ROLES = {
    "new": "a new member",
    "old": "an old hand",
    "steward": "a steward",
    "guest": "a guest",
}
_signer = Signer(salt="byturns.demo.links")


def sign_in_paths() -> list[tuple[str, str]]:
    """("a steward", "/demo/as/...") for each role."""
    return [(says, reverse("demo:sign_in", args=[_signer.sign(role)])) for role, says in ROLES.items()]


def mail_path() -> str:
    return reverse("demo:mail")


def role_of(token: str) -> str | None:
    """The role that a link's token names; None when it is not one of ours."""
    try:
        return _signer.unsign(token)
    except BadSignature:
        return None
