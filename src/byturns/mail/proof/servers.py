"""Whether the server that handed a mail over may send for its domain (SPF), checked by pyspf."""

from __future__ import annotations

import ipaddress
from typing import Any

import spf

from byturns.mail.proof.names import Resolver, Unanswered
from byturns.mail.proof.policies import Heard, Proof, aligned


class _Query(spf.query):  # type: ignore[misc]
    """pyspf's own question, with our door to the DNS behind it."""

    def __init__(self, ask: Resolver, **known: str) -> None:
        super().__init__(**known)
        self._ask = ask
        self._known: dict[tuple[str, str], list[Any]] = {}

    def dns(self, name: str, qtype: str, cnames: Any = None, ignore_void: bool = False) -> list[Any]:
        """As pyspf asks: a list, kept for the length of this one check. Ends a search in the void."""
        asked = (str(name).rstrip(".").lower(), qtype)
        if asked not in self._known:
            try:
                self._known[asked] = self._ask.look_up(*asked)
            except Unanswered as fault:
                raise spf.TempError(str(fault)) from fault
        found = list(self._known[asked])
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("nothing is there")
        return found


def checked(peer: str, helo: str, mail_from: str, domain: str, ask: Resolver) -> Proof:
    """What SPF says of a mail for `domain`; unasked when a server of the operator's own handed it over.

    An empty `mail_from` stands for the server's own name, as in the standard. Never raises.
    """
    try:
        if not ipaddress.ip_address(peer).is_global:
            return Proof("", Heard.UNASKED)
    except ValueError:
        return Proof("", Heard.UNASKED)
    envelope = (mail_from or f"postmaster@{helo}").rpartition("@")[2].lower().rstrip(".")
    if not aligned(envelope, domain, strict=False):
        return Proof(envelope, Heard.NOT)
    try:
        result = _Query(ask, i=peer, s=mail_from, h=helo).check()[0]
    except Exception:  # whatever a hostile record finds in the library
        result = "permerror"
    heard = {"pass": Heard.PASS, "temperror": Heard.UNANSWERED}.get(result, Heard.NOT)
    return Proof(envelope, heard)
