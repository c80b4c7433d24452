"""What stands in the group's agreement, what changed in it, and who still owes a yes."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet

from byturns.groups import wording
from byturns.groups.models import Agreement, HealthConsent, Membership


def current() -> Agreement | None:
    """The version that stands; None when the group has written none yet."""
    return Agreement.objects.order_by("-version").first()


def versions() -> QuerySet[Agreement]:
    """Every version there was, newest first."""
    return Agreement.objects.order_by("-version")


def limits_are_too_long(limits: str) -> bool:
    """Whether the limits of confidentiality have 120 words or more."""
    return len(limits.split()) >= wording.LIMITS_FIT


@dataclass(frozen=True)
class Change:
    """A piece of the agreement: it stayed, was added or was taken out."""

    what: Literal["same", "added", "gone"]
    words: str


def changes(old: str, new: str) -> list[Change]:
    """What changed between two texts, line by line, in reading order.

    The pieces that stayed or were added make up the new text, those that stayed or went the old one.
    """
    before, after = _lines(old), _lines(new)
    found: list[Change] = []
    for what, b1, b2, a1, a2 in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Change("same", "\n".join(before[b1:b2])))
            continue
        if b1 < b2:
            found.append(Change("gone", "\n".join(before[b1:b2])))
        if a1 < a2:
            found.append(Change("added", "\n".join(after[a1:a2])))
    return found


def _lines(words: str) -> list[str]:
    return [line.strip() for line in re.split(r"[\r\n]+", words) if line.strip()]


def changes_for(member: Membership, now: Agreement) -> tuple[list[Change], list[Change]] | None:
    """What changed in words and in limits since this member's last yes; None if she never said one."""
    earlier = Agreement.objects.filter(version=member.agreed_version, version__lt=now.version).first()
    if earlier is None:
        return None
    return changes(earlier.words, now.words), changes(earlier.limits, now.limits)


def owing_by_voice(group_version: int) -> QuerySet[Membership]:
    """Members without a mailbox who have not said yes to this version: a steward asks them."""
    return (
        Membership.objects.present()
        .filter(person__account=None, agreed_version__lt=group_version)
        .select_related("person")
        .order_by("display_name", "pk")
    )


def health_consent_of(member: Membership) -> HealthConsent | None:
    """The member's consent about words on her own health, if it is given, to today's words, and stands.

    Asked before her first message; its absence never keeps anybody from joining or reading.
    """
    return HealthConsent.objects.filter(
        membership=member, version=wording.HEALTH_VERSION, withdrawn_at=None
    ).first()


def health_consent_is_old(member: Membership) -> bool:
    """Whether she once agreed to earlier words and has not been asked about today's."""
    return (
        HealthConsent.objects.filter(membership=member, withdrawn_at=None)
        .exclude(version=wording.HEALTH_VERSION)
        .exists()
    ) and health_consent_of(member) is None
