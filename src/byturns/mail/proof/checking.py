"""The verdict on a mail's sender, from all that the DNS says."""

from __future__ import annotations

import re
from dataclasses import dataclass

import dkim

from byturns.mail.kinds import Verdict
from byturns.mail.proof import policies, servers, signatures
from byturns.mail.proof.names import Resolver, Unanswered
from byturns.mail.proof.policies import Found
from byturns.mail.reading import headers, letter, people
from byturns.mail.reading.letter import Letter


@dataclass(frozen=True)
class Hand:
    """Who handed a mail over, as the door saw it."""

    peer: str = ""  # address of the other server; "" when it did not come to us by itself
    helo: str = ""
    mail_from: str = ""


def verdict(raw: bytes, hand: Hand, ask: Resolver) -> Verdict:
    """The verdict on a mail as it came. Any bytes give one; nothing is raised."""
    domain = _domain(raw)
    if domain is None:
        return Verdict.NONE
    try:
        policy = _policy(domain, ask)
    except Unanswered:
        return policies.judge(Found(domain, asked=False))
    return policies.judge(
        Found(
            domain,
            policy,
            spf=servers.checked(hand.peer, hand.helo, hand.mail_from, domain, ask),
            dkim=signatures.checked(raw, domain, ask),
        )
    )


def _domain(raw: bytes) -> str | None:
    """The domain of From, if it is the same to everybody who reads this mail; else None.

    Our reader and the one that checks signatures must see the same From, or a mail could be signed in one
    name and read in another.
    """
    head = headers.head_of(raw)
    if headers.is_ambiguous(head):
        return None
    read = letter.read(head)
    sender = read.writer.only if isinstance(read, Letter) else None
    try:
        signed = [value for name, value in dkim.rfc822_parse(head)[0] if name.lower() == b"from"]
        written = people.named([re.sub(r"\r?\n[ \t]*", " ", one.decode("utf-8")).strip() for one in signed])
        domain = (sender or "").rpartition("@")[2].encode("idna").decode("ascii").lower()
    except (dkim.DKIMException, UnicodeError, IndexError):
        return None
    return domain if domain and written.only == sender else None


def _policy(domain: str, ask: Resolver) -> policies.Policy | None:
    """What the domain publishes or, if nothing, its organization. Raises Unanswered."""
    found = policies.policy_in(_texts(f"_dmarc.{domain}", ask))
    above = policies.organization(domain)
    if found is None and above != domain:
        found = policies.policy_in(_texts(f"_dmarc.{above}", ask), of_organization=True)
    return found


def _texts(name: str, ask: Resolver) -> list[str]:
    return [b"".join(one).decode("utf-8", "replace") for one in ask.look_up(name, "TXT")]
