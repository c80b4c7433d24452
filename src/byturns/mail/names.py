"""How our own addresses are written: under the domain, and under the one mailbox where there is only one."""

from __future__ import annotations

from django.conf import settings


def at(name: str) -> str:
    """The whole address of ours that is called `name`; under the one mailbox, where the operator has one."""
    box = f"{settings.MAIL_BOX}+" if settings.MAIL_BOX else ""
    return f"{box}{name}@{settings.MAIL_DOMAIN}"


def name_of(address: str) -> str:
    """What an address of ours is called, in small letters; "" for one that is not ours."""
    local, _at, domain = address.strip().lower().rpartition("@")
    if domain != settings.MAIL_DOMAIN.lower():
        return ""
    box = settings.MAIL_BOX.lower()
    return local.removeprefix(f"{box}+") if box else local


def is_ours(address: str) -> bool:
    """Whether an address is under our domain."""
    return address.rpartition("@")[2].lower() == settings.MAIL_DOMAIN.lower()
