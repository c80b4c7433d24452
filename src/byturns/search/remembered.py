"""What was looked for, kept aside for half an hour so that it stands in no address and no history.

Only in memory, under a random name that works for one member alone.
"""

from __future__ import annotations

from django.core.cache import cache

from byturns.core import ids
from byturns.groups.models import Membership

SECONDS = 30 * 60


def keep(member: Membership, asked: dict[str, str]) -> str:
    """Keep it and give the name that an address may hold."""
    key = ids.public_id()
    cache.set(f"find:{member.pk}:{key}", asked, timeout=SECONDS)
    return key


def recall(member: Membership, key: str) -> dict[str, str] | None:
    """What this member looked for under `key`; None when it is another's, made up or too old."""
    found: dict[str, str] | None = cache.get(f"find:{member.pk}:{key}")
    return found
