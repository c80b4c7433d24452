"""What a mail server means that refuses an address while a mail is handed to it. Pure."""

from __future__ import annotations

import re

_STATUS = re.compile(rb"^\s*([245])\.(\d{1,3})\.(\d{1,3})(?!\d)")
_NO_MAILBOX = frozenset({550, 551, 553})  # what a server that gives no reason of its own says of a mailbox
# Mailbox full, mail too large, trouble with a list; and two about who sends, not who receives.
_PASSING = frozenset({(2, 2), (2, 3), (2, 4), (1, 7), (1, 8)})


def for_good(code: int, words: bytes | str) -> bool:
    """Whether there is no such mailbox. False: not now, or a matter of rules, perhaps ours to mend."""
    if code < 500:
        return False
    said = words.encode("utf-8", "replace") if isinstance(words, str) else words
    status = _STATUS.match(said)
    if status is None:
        return code in _NO_MAILBOX
    kind, subject, detail = (int(part) for part in status.groups())
    return kind == 5 and subject != 7 and (subject, detail) not in _PASSING
