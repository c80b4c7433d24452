"""What our own border says of a mail's sender.

Only what the operator's mail server wrote counts: the `Authentication-Results` that bears the name stated in
BYTURNS_MAIL_BORDER (RFC 8601), and only the uppermost of them, since a sender can write more below it. With
no such name, nothing is ever proven and each mail is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence

from byturns.mail.kinds import Verdict
from byturns.mail.proof.policies import aligned
from byturns.mail.reading.results import Result, Results, taken_apart


def verdict(results: Sequence[str], border: str, sender: str) -> Verdict:
    """The verdict of the border called `border` on a mail whose From is `sender`.

    A pass of DMARC counts when it names the domain of From, or one of its organization. Without any, DKIM or
    SPF must pass for the very domain of From. A word on another From proves nothing about this one.
    """
    said = _ours(results, border)
    domain = sender.rpartition("@")[2].lower()
    if said is None or not said.sound:
        return Verdict.NONE
    dmarc = [one for one in said.results if one.method == "dmarc"]
    judged = [found for one in dmarc for found in one.domains("header.from")]
    if not all(aligned(found, domain, strict=False) for found in judged):
        return Verdict.NONE
    if any(one.said == "fail" for one in dmarc):
        return Verdict.FAIL
    if len(dmarc) > 1:
        return Verdict.NONE  # a border says it once
    if judged and dmarc[0].said == "pass":
        return Verdict.PASS
    return Verdict.PASS if domain and any(domain in _proven(one) for one in said.results) else Verdict.NONE


def _proven(one: Result) -> tuple[str, ...]:
    """The domains that a pass of DKIM or SPF speaks for."""
    if one.said != "pass":
        return ()
    if one.method == "dkim":
        return one.domains("header.d") or one.domains("header.i")
    return one.domains("smtp.mailfrom") if one.method == "spf" else ()


def _ours(results: Sequence[str], border: str) -> Results | None:
    """The uppermost that is our border's. What could be, ends the search."""
    for one in results if border else ():
        found = taken_apart(one)
        if found.server == border.lower() or not (found.sound or found.server):
            return found
    return None
