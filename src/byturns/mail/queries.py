"""What pages ask about mail."""

from __future__ import annotations

import re
from dataclasses import dataclass

from byturns.conversations.models import Message
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.mail.kinds import State, Why
from byturns.mail.models import Inbound, Original
from byturns.mail.reading import ranges

_EMAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+")
_PHONE = re.compile(r"(?<!\w)\+?\d[\d ()./-]{7,}\d(?!\w)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
MASK = "···"


@dataclass(frozen=True)
class Stopped:
    """A mail that did not go through, as a steward sees it: no words, and of an outsider no address."""

    public_id: str
    name: str
    came_at: object
    why: str
    state: str


def stopped(member: Membership, limit: int = 200) -> list[Stopped]:
    """Mails to this group that were held, asked about or not taken, newest first. Two queries."""
    rows = Inbound.objects.filter(group_id=member.group_id).exclude(state__in=[State.NEW, State.POSTED])
    found = list(rows.defer("raw").order_by("-came_at")[:limit])
    names = dict(
        Membership.objects.filter(pk__in={row.membership_id for row in found}).values_list(
            "pk", "display_name"
        )
    )
    return [
        Stopped(
            row.public_id,
            names.get(row.membership_id or 0, ""),
            row.came_at,
            str(Why(row.why).label) if row.why else "",
            str(row.get_state_display()),
        )
        for row in found
    ]


@dataclass(frozen=True)
class Line:
    """One line of a mail, and whether it stands in the message."""

    text: str
    kept: bool


def whole_mail(member: Membership, message: Message) -> list[Line] | None:
    """Every line of the mail that a message came as; None when it came otherwise, or is not hers to read.

    Its writer sees it as it came. For others addresses, telephone numbers and postcodes are masked.
    """
    if not policy.check(member, "conversations.view_message", message):
        return None
    kept = Original.objects.filter(message=message).first()
    if kept is None:
        return None
    text = kept.text if message.author_id == member.pk else masked(kept.text)
    there = ranges.read(kept.kept)
    return [Line(line, place in there) for place, line in enumerate(text.split("\n"), 1)]


def masked(text: str) -> str:
    """The text without what would let a stranger ring, write or come."""
    for pattern in (_EMAIL, _PHONE, _POSTCODE):
        text = pattern.sub(MASK, text)
    return text
