"""A reader who stands for any other of her role, for the queries that are built once (`core.prepared`)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from byturns.core.prepared import Prepared
from byturns.groups.models import Membership

M = TypeVar("M", bound=Model)

# What a query about a reader is given each time it is asked.
READER: dict[str, Any] = {"member": int, "group": int, "joined": datetime}


def reader(marks: Mapping[str, Any], role: str) -> Membership:
    """A present member of that role, in whose place any other can be put."""
    return Membership(
        pk=marks["member"],
        group_id=marks["group"],
        joined_at=marks["joined"],
        role=role,
        status=Membership.Status.HERE,
    )


def ask(prepared: Prepared[M], member: Membership, *shape: Hashable, **values: int | str) -> list[M]:
    """The rows of `prepared` for `member`; none for who is no longer in the group."""
    if not member.is_present:
        return []
    return prepared.rows(*shape, member=member.pk, group=member.group_id, joined=member.joined_at, **values)
