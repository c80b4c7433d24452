"""Who may do what. Each app registers its rules here; nothing else decides.

A rule gives a `Verdict`: yes, or no with a sentence the member can read. Rules are for full members
unless they say `guests=True`, so a professional is out of every future feature by default. Everyone
who left is out of everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from byturns.groups.models import Membership


@dataclass(frozen=True)
class Verdict:
    """Whether it is allowed, and if not, why: a sentence for the member."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOW = Verdict(True)


def refuse(reason: str | Promise) -> Verdict:
    """No, because of `reason`, a whole translated sentence."""
    return Verdict(False, reason)


class NotAllowed(PermissionDenied):
    """The member can see it but may not do it. `str()` is the sentence to show."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict.reason))


@dataclass(frozen=True)
class Rule:
    name: str
    judge: Callable[..., Verdict]
    guests: bool
    stewards_only: bool
    says: str


RULES: dict[str, Rule] = {}
Judge = TypeVar("Judge", bound=Callable[..., Verdict])

GONE = refuse(_("You are no longer a member of this group."))
NOT_FOR_GUESTS = refuse(_("This is for members of the group. You are here as a guest."))
STEWARDS_ONLY = refuse(_("Only a steward can do this. You can ask one on the People page."))


def rule(name: str, *, guests: bool = False, stewards_only: bool = False) -> Callable[[Judge], Judge]:
    """Register the judge of `name`. It is asked only about members who passed the flags."""

    def register(judge: Judge) -> Judge:
        if name in RULES:
            raise ValueError(f"two rules are called {name}")
        RULES[name] = Rule(name, judge, guests, stewards_only, (judge.__doc__ or "").strip().split("\n")[0])
        return judge

    return register


def check(member: Membership, name: str, thing: Any = None) -> Verdict:
    """The verdict for `member` on rule `name` about `thing`. Raises KeyError for an unknown rule."""
    found = RULES[name]
    if not member.is_present:
        return GONE
    if member.is_guest and not found.guests:
        return NOT_FOR_GUESTS
    if found.stewards_only and not member.is_steward:
        return STEWARDS_ONLY
    return found.judge(member) if thing is None else found.judge(member, thing)


def require(member: Membership, name: str, thing: Any = None) -> None:
    """The first line of each action. Raises NotAllowed with the reason."""
    verdict = check(member, name, thing)
    if not verdict:
        raise NotAllowed(verdict)
