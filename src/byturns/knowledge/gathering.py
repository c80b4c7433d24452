"""Likely passages for who writes a page. What finds them lies in an app above, which says so here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from byturns.conversations.models import Message
from byturns.groups.models import Membership
from byturns.knowledge.models import Experience


@dataclass(frozen=True)
class Passages:
    """What the reader may read and what seems to be about it, nearest first."""

    experiences: list[Experience] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)


Finder = Callable[[Membership, str], Passages]
_finder: list[Finder] = []


def declare(find: Finder) -> None:
    """Say what finds passages (in an AppConfig.ready)."""
    _finder[:] = [find]


def gather(member: Membership, about: str) -> Passages:
    """Experiences and messages that `member` may read and that seem to be about this."""
    return _finder[0](member, about) if _finder else Passages()
