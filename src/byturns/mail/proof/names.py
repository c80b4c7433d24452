"""Asking the DNS: one small door, so that whoever checks a sender can be given other answers."""

from __future__ import annotations

import time
from functools import cache
from typing import Any, Protocol

import dns.exception
import dns.name
import dns.resolver

EACH = 4.0  # seconds for one question
ALTOGETHER = 10.0  # seconds for all questions about one mail: a DNS that is down must not hold up the others


class Unanswered(Exception):
    """The DNS did not answer in time, or answered that it cannot: nothing is known."""


class Resolver(Protocol):
    """Whatever answers questions to the DNS."""

    def look_up(self, name: str, kind: str) -> list[Any]:
        """All records of `kind` (TXT, A, AAAA, MX, PTR) under `name`; [] for none. Raises Unanswered.

        TXT gives tuples of bytes, MX pairs of number and name, the others text.
        """
        ...


class Dns:
    """The real DNS, for the questions about one mail: made anew for each, since its time runs out."""

    def __init__(self, server: str = "", *, each: float = EACH, altogether: float = ALTOGETHER) -> None:
        self._server, self._each = server, each
        self._until = time.monotonic() + altogether

    def look_up(self, name: str, kind: str) -> list[Any]:
        left = self._until - time.monotonic()
        if left <= 0:
            raise Unanswered(name)
        try:
            asked = dns.name.from_text(name)
        except (dns.exception.DNSException, UnicodeError):
            return []  # no such name can be
        try:
            answer = _asking(self._server).resolve(asked, kind, lifetime=min(self._each, left), search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError) as fault:
            raise Unanswered(name) from fault
        return [_plain(one, kind) for one in answer]


def is_server(written: str) -> bool:
    """Whether that names a DNS server: an address, and perhaps a port."""
    try:
        _asking(written)
    except ValueError:
        return False
    return True


@cache
def _asking(server: str) -> dns.resolver.Resolver:
    """`server` is an address and perhaps a port; "" stands for the machine's own."""
    made = dns.resolver.Resolver(configure=not server)
    if server:
        host, port = server.rsplit(":", 1) if server.count(":") == 1 else (server, "53")
        made.port = int(port)  # before the servers, which take it over
        made.nameservers = [host]
    return made


def _plain(one: Any, kind: str) -> Any:
    if kind == "TXT":
        return tuple(one.strings)
    if kind == "MX":
        return (one.preference, one.exchange.to_text(omit_final_dot=True))
    return one.target.to_text(omit_final_dot=True) if kind == "PTR" else one.address
