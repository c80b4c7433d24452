"""What a domain asks of mail in its name (DMARC, RFC 7489), and what follows from all that was found: pure.

docs/mail.md has the table for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from publicsuffixlist import PublicSuffixList

from byturns.mail.kinds import Verdict

_IS_ONE = re.compile(r"v\s*=\s*DMARC1\s*(?:;|$)")


class Heard(StrEnum):
    """What one way of proof came to."""

    PASS = "pass"  # noqa: S105 - the word of the standard
    NOT = "not"  # it is not there, or it fails
    UNANSWERED = "unanswered"  # the DNS did not answer
    UNASKED = "unasked"  # there was nobody to ask about, or we cannot ask


@dataclass(frozen=True)
class Policy:
    """What a domain published for itself, or its organization for it."""

    strict_dkim: bool = False
    strict_spf: bool = False
    firm: bool = False  # it wants what fails kept out, and does not only watch


@dataclass(frozen=True)
class Proof:
    """One way of proof, with the domain that it speaks for."""

    domain: str
    heard: Heard


@dataclass(frozen=True)
class Found:
    """All that was found out about a mail whose From is under `domain`.

    `policy` is None when none is published, and `asked` False when the DNS did not answer that question.
    """

    domain: str
    policy: Policy | None = None
    asked: bool = True
    spf: Proof = Proof("", Heard.UNASKED)
    dkim: tuple[Proof, ...] = ()


def judge(found: Found) -> Verdict:
    """Whether the sender is proven. A DNS that does not answer proves nothing."""
    if not found.asked:
        return Verdict.NONE
    policy = found.policy or Policy(strict_dkim=True, strict_spf=True)
    signed = _best(one.heard for one in found.dkim if aligned(one.domain, found.domain, policy.strict_dkim))
    sent = found.spf.heard
    if sent is not Heard.UNASKED and not aligned(found.spf.domain, found.domain, policy.strict_spf):
        sent = Heard.NOT
    if Heard.PASS in {signed, sent}:
        return Verdict.PASS
    if found.policy is None or Heard.UNANSWERED in {signed, sent} or signed is Heard.UNASKED:
        return Verdict.NONE
    if sent is Heard.UNASKED and not policy.firm:
        return Verdict.NONE  # a server in front took it: perhaps it came from a server that may send
    return Verdict.FAIL


def _best(heard: Iterable[Heard]) -> Heard:
    order = [Heard.PASS, Heard.UNANSWERED, Heard.UNASKED, Heard.NOT]
    return min(heard, key=order.index, default=Heard.NOT)


def aligned(one: str, other: str, strict: bool) -> bool:
    """Whether both are the same domain or, if not `strict`, belong to one organization."""
    if not one or not other:
        return False
    return one == other or (not strict and organization(one) == organization(other))


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def organization(domain: str) -> str:
    """The domain that was registered: `example.co.uk` for `mail.example.co.uk`."""
    return _suffixes().privatesuffix(domain) or domain


def policy_in(records: Sequence[str], *, of_organization: bool = False) -> Policy | None:
    """The policy among the texts under `_dmarc`; None if there is none that can be followed, or two."""
    ours = [one for one in records if _IS_ONE.match(one)]
    if len(ours) != 1:
        return None
    said = [part.partition("=") for part in ours[0].split(";")]
    tags = {name.strip().lower(): value.strip().lower() for name, _is, value in said}
    wishes = {"none", "quarantine", "reject"}
    wish = tags.get("p", "")
    if wish not in wishes and not tags.get("rua"):
        return None
    if of_organization and tags.get("sp") in wishes:
        wish = tags["sp"]
    return Policy(
        strict_dkim=tags.get("adkim") == "s",
        strict_spf=tags.get("aspf") == "s",
        firm=wish in {"quarantine", "reject"},
    )
