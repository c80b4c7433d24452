"""What apps above add to pages of groups: Home, one's own, "Looking after the group", a letter on paper.

An app calls `declare` once, when it starts (in its AppConfig.ready). Groups never imports those apps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from byturns.groups.models import Membership

Page = Literal["home", "me", "own_words", "looking_after", "letter"]


@dataclass(frozen=True)
class Slot:
    """A part of a page: its template, and what that shows as `it` (None: not for this member)."""

    page: Page
    name: str
    template: str
    build: Callable[[Membership], Mapping[str, Any] | None]
    order: int = 50


@dataclass(frozen=True)
class Filled:
    template: str
    it: Mapping[str, Any]


_declared: dict[tuple[Page, str], Slot] = {}


def declare(slot: Slot) -> None:
    """Add a part; the same name again replaces it."""
    _declared[slot.page, slot.name] = slot


def filled(page: Page, member: Membership) -> list[Filled]:
    """The parts of this page for this member, in order."""
    found = sorted((slot for slot in _declared.values() if slot.page == page), key=lambda slot: slot.order)
    return [Filled(slot.template, it) for slot in found if (it := slot.build(member)) is not None]
