"""The signatures in a mail (DKIM), checked by dkimpy: only those that could speak for its sender."""

from __future__ import annotations

import logging
import re
from typing import Any

import dkim
from dkim.util import parse_tag_value

from byturns.mail.proof.names import Resolver, Unanswered
from byturns.mail.proof.policies import Heard, Proof, aligned

MOST = 5  # signatures that are checked
LARGEST = 12 * 1024 * 1024  # bytes: more would take more memory than a mail may
_quiet = logging.getLogger("byturns.mail.dkim")
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False  # what it tells of is in the mail, and mail is not for the log
_quiet.setLevel(logging.CRITICAL)


def checked(raw: bytes, domain: str, ask: Resolver) -> tuple[Proof, ...]:
    """What each signature of `domain`, or of its organization, is worth.

    The head is known to be one that the library can read. What a signature says raises nothing.
    """
    if len(raw) > LARGEST:
        return (Proof(domain, Heard.UNASKED),)
    mail = dkim.DKIM(raw, logger=_quiet)
    places = [place for place, one in enumerate(_signers(mail)) if aligned(one, domain, strict=False)]
    return tuple(_proof(mail, place, ask) for place in places[:MOST])


def _signers(mail: Any) -> list[str]:
    """The domain that each signature names, "" where it names none; in the order of the library."""
    found = []
    for name, value in mail.headers:
        if name.lower() == b"dkim-signature":
            try:
                found.append(parse_tag_value(value)[b"d"].decode("ascii").lower())
            except (KeyError, UnicodeDecodeError, dkim.InvalidTagValueList):
                found.append("")
    return found


def _proof(mail: Any, place: int, ask: Resolver) -> Proof:
    def txt(name: bytes, timeout: float = 0) -> bytes | None:
        records = ask.look_up(name.decode("ascii").rstrip("."), "TXT")
        return b"".join(records[0]) if records else None

    try:
        good = mail.verify(idx=place, dnsfunc=txt)
        if good and not _covers(mail):
            good = False
    except Unanswered:
        return Proof(_signers(mail)[place], Heard.UNANSWERED)
    except dkim.NaClNotFoundError:  # a newer kind of key, for which most also sign with the older
        return Proof(_signers(mail)[place], Heard.UNASKED)
    except Exception:  # a broken signature counts like none (RFC 6376 6.1)
        good = False
    return Proof(_signers(mail)[place], Heard.PASS if good else Heard.NOT)


def _covers(mail: Any) -> bool:
    """Whether it vouches for the sender and all of the words.

    The library also accepts what leaves From out, what covers only the beginning of the words (`l=`), so
    that others can add to them, and the old hash that can be forged.
    """
    fields = mail.signature_fields
    strong = re.fullmatch(rb"(rsa|ed25519)-sha256", fields[b"a"]) is not None
    return strong and b"from" in mail.include_headers and b"l" not in fields
