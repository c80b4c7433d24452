"""What our own border says of a mail's sender.

Only what the operator's mail server wrote counts: the `Authentication-Results` that bears the name stated in
BYTURNS_MAIL_BORDER (RFC 8601), and only the uppermost of them, since a sender can write more below it. With
no such name, nothing is ever proven and each mail is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from byturns.mail.kinds import Verdict

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"(?:^|[;\s])(dmarc|dkim|spf|auth)\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"(header\.from|header\.d|header\.i|smtp\.mailfrom)\s*=\s*([^\s;]+)", re.IGNORECASE)


def verdict(results: Sequence[str], border: str, sender: str) -> Verdict:
    """The verdict of the border called `border` on a mail whose From is `sender`.

    DMARC's word is taken as it stands. Without one, DKIM or SPF must pass for the very domain of From.
    """
    said = _ours(results, border)
    if said is None:
        return Verdict.NONE
    found: dict[str, set[str]] = {}
    aligned = False
    domain = sender.rpartition("@")[2].lower()
    for part in said.split(";")[1:]:
        match = _RESULT.search(part)
        if match is None:
            continue
        method, result = match.group(1).lower(), match.group(2).lower()
        found.setdefault(method, set()).add(result)
        if result == "pass" and method in {"dkim", "spf"}:
            aligned = aligned or any(
                value.strip('"').rpartition("@")[2].lower() == domain
                for name, value in _PROPERTY.findall(part)
                if name.lower() != "header.from"
            )
    if "fail" in found.get("dmarc", set()):
        return Verdict.FAIL
    if "pass" in found.get("dmarc", set()) or aligned:
        return Verdict.PASS
    return Verdict.NONE


def _ours(results: Sequence[str], border: str) -> str | None:
    for one in results:
        plain = one
        while (shorter := _COMMENT.sub(" ", plain)) != plain:
            plain = shorter
        name = plain.split(";", 1)[0].split()
        if border and name and name[0].lower() == border.lower():
            return plain
    return None
