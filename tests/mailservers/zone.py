"""A DNS of our own on a free port of this machine, answering from a table, and mail signed for it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import dkim
import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

Table = Mapping[tuple[str, str], list[str]]  # {("example.org", "TXT"): ["v=spf1 -all"]}


@dataclass
class Zone:
    """What it answers. `silent` names get no answer at all, `broken` ones get "I cannot"."""

    table: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    asked: list[tuple[str, str]] = field(default_factory=list)
    address: str = ""

    def answer(self, wire: bytes) -> bytes | None:
        asked = dns.message.from_wire(wire)
        [question] = asked.question
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = question.rdtype.name
        self.asked.append((name, kind))
        if name in self.silent:
            return None
        made = dns.message.make_response(asked)
        made.flags |= dns.flags.RA
        if name in self.broken:
            made.set_rcode(dns.rcode.SERVFAIL)
        elif found := self.table.get((name, kind)):
            texts = [_quoted(one) if kind == "TXT" else one for one in found]
            made.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *texts))
        elif not any(name == known for known, _kind in self.table):
            made.set_rcode(dns.rcode.NXDOMAIN)
        return made.to_wire()


def _quoted(text: str) -> str:
    parts = [text[place : place + 200] for place in range(0, len(text), 200)]
    return " ".join('"' + part.replace('"', '\\"') + '"' for part in parts)


@contextmanager
def served(table: Table) -> Iterator[Zone]:
    """The zone, answered by UDP until the block ends; `.address` is what BYTURNS_MAIL_DNS takes."""
    zone = Zone(dict(table))
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))
    zone.address = f"127.0.0.1:{line.getsockname()[1]}"

    def run() -> None:
        while True:
            wire, sender = line.recvfrom(4096)
            if wire == b"stop":
                return
            if (answer := zone.answer(wire)) is not None:
                line.sendto(answer, sender)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield zone
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"stop", line.getsockname())
        thread.join(5)
        line.close()


@cache
def key() -> tuple[bytes, str]:
    """A private key, and the record under which the other half is published. Made once a run."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = made.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    body = "".join(line for line in public.decode().splitlines() if not line.startswith("-"))
    return private, f"v=DKIM1; k=rsa; p={body}"


def signed(raw: bytes, domain: str, **how: object) -> bytes:
    """The mail with a signature of `domain` on top, under the selector `s1`."""
    private, _record = key()
    mail = dkim.DKIM(raw, **{name: how.pop(name) for name in ("signature_algorithm",) if name in how})
    return mail.sign(b"s1", domain.encode(), private, **how) + raw


def publishes(domain: str, *, dmarc: str = "", spf: str = "") -> dict[tuple[str, str], list[str]]:
    """The records of a domain that signs with `key()`."""
    made = {(f"s1._domainkey.{domain}", "TXT"): [key()[1]]}
    if dmarc:
        made["_dmarc." + domain, "TXT"] = [dmarc]
    if spf:
        made[domain, "TXT"] = [spf]
    return made
