"""What can be done with a message or a conversation besides talking, declared by the apps above.

Safety declares "Report this" and what stewards do; the page only shows what is declared here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from byturns.conversations.models import Conversation, Message
from byturns.groups.models import Membership


@dataclass(frozen=True)
class Link:
    """One thing to do. `url` answers None where it is not offered to this member."""

    name: str
    label: str | Promise
    order: int
    url: Callable[[Membership, Any], str | None]


@dataclass(frozen=True)
class Shown:
    """A link on a page."""

    label: str | Promise
    url: str


_for_message: dict[str, Link] = {}
_for_conversation: dict[str, Link] = {}


def declare_for_message(link: Link) -> None:
    """Offer `link` on the page of each message; the same name again replaces it."""
    _for_message[link.name] = link


def declare_for_conversation(link: Link) -> None:
    """Offer `link` beside each conversation."""
    _for_conversation[link.name] = link


def of_message(member: Membership, message: Message) -> list[Shown]:
    """What is offered to `member` for this message, in order."""
    return _shown(_for_message, member, message)


def of_conversation(member: Membership, conversation: Conversation) -> list[Shown]:
    """What is offered to `member` for this conversation, in order."""
    return _shown(_for_conversation, member, conversation)


def _shown(declared: dict[str, Link], member: Membership, thing: Any) -> list[Shown]:
    found = []
    for link in sorted(declared.values(), key=lambda one: one.order):
        url = link.url(member, thing)
        if url is not None:
            found.append(Shown(link.label, url))
    return found
