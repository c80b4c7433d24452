"""The ledger of one teller: where her words are used, what she is asked, what she has taken back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from byturns.groups.models import Membership, TypingGrant
from byturns.groups.queries import typing
from byturns.knowledge.kinds import Answer
from byturns.knowledge.models import Experience, Use


@dataclass(frozen=True)
class Used:
    """One row: for what, since when, and who heard a yes that was said by voice."""

    use: Use
    said_to: str


@dataclass(frozen=True)
class Told:
    """One experience of hers, with the uses she said yes to."""

    experience: Experience
    uses: list[Used]


@dataclass(frozen=True)
class Ledger:
    """All of it. `ended` are uses without words: what they were of is gone."""

    told: list[Told]
    ended: list[Used]
    refused: list[Use]


def ledger(member: Membership) -> Ledger:
    """Everything she said yes or no to. Two queries, however much that is."""
    experiences = list(
        Experience.objects.filter(teller=member, down_at=None)
        .select_related("subject")
        .order_by("-kept_at", "-pk")
    )
    rows = Use.objects.filter(teller=member).exclude(choice="").select_related("said_to", "page")
    by_experience: dict[int, list[Used]] = defaultdict(list)
    ended, refused = [], []
    for use in rows.order_by("-answered_at", "-pk"):
        used = Used(use, use.said_to.display_name if use.said_to is not None else "")
        if use.choice == Answer.NO:
            refused.append(use)
        elif use.withdrawn_at is not None:
            ended.append(used)
        elif use.experience_id is not None:
            by_experience[use.experience_id].append(used)
    return Ledger([Told(one, by_experience[one.pk]) for one in experiences], ended, refused)


def used_of(experience: Experience) -> list[Used]:
    """The uses of one experience that stand."""
    rows = Use.objects.standing().filter(experience=experience).select_related("said_to", "page")
    return [
        Used(use, use.said_to.display_name if use.said_to is not None else "")
        for use in rows.order_by("answered_at", "pk")
    ]


def waiting(member: Membership) -> list[Use]:
    """What she is asked, oldest first, and what those are asked for whom she types. One query."""
    types_for = TypingGrant.objects.standing().filter(typist=member).values("member")
    rows = Use.objects.waiting().filter(Q(teller=member) | (Q(teller__in=types_for) & ~Q(asked_by=member)))
    return list(rows.select_related("asked_by", "teller").order_by("asked_at", "pk"))


def use_for(member: Membership, public_id: str) -> Use | None:
    """The question of that address, if it waits for her or for somebody whose words she may type."""
    use = Use.objects.filter(public_id=public_id).select_related("teller", "asked_by", "page").first()
    if use is None or not _concerns(member, use):
        return None
    return use if Use.objects.waiting_for(use.teller).filter(pk=use.pk).exists() else None


def own_use(member: Membership, public_id: str) -> Use | None:
    """A row of her own ledger, or of somebody's whose words she may type."""
    use = Use.objects.filter(public_id=public_id).select_related("teller", "page").first()
    return use if use is not None and _concerns(member, use) else None


def _concerns(member: Membership, use: Use) -> bool:
    return use.teller_id == member.pk or any(
        other.pk == use.teller_id for other in typing.may_type_for(member)
    )
