"""What could stand on a page: for its writer to look through, never chosen by a machine."""

from __future__ import annotations

from dataclasses import dataclass

from byturns.conversations.models import Message
from byturns.conversations.naming import name_of
from byturns.core import routes, text
from byturns.groups.models import Membership
from byturns.knowledge.gathering import Passages
from byturns.knowledge.kinds import Answer
from byturns.knowledge.models import Experience, Page, Use
from byturns.knowledge.queries.kept import Kept, as_read


@dataclass(frozen=True)
class Candidate:
    """An experience, and whether it stands there, was asked for, or can be."""

    kept: Kept
    stands: bool
    asked: bool


@dataclass(frozen=True)
class Said:
    """A message whose writer could be asked to let it be kept first."""

    name: str
    words: str
    url: str


@dataclass(frozen=True)
class Candidates:
    told: list[Candidate]
    said: list[Said]


def candidates(member: Membership, page: Page, found: Passages) -> Candidates:
    """What seems to be about the page first, then what else she told herself. Three queries."""
    numbers = {one.pk: place for place, one in enumerate(found.experiences)}
    visible = Experience.objects.visible_to(member).select_related("teller", "subject")
    hers = visible.filter(teller=member).order_by("-kept_at", "-pk")[:10]
    near = sorted(visible.filter(pk__in=numbers), key=lambda one: numbers[one.pk])
    rows = [*near, *(one for one in hers if one.pk not in numbers)]
    uses = {use.experience_id: use for use in Use.objects.filter(page=page, withdrawn_at=None)}
    return Candidates(
        [_candidate(member, one, uses.get(one.pk)) for one in rows],
        [_said(member, message) for message in found.messages],
    )


def _candidate(member: Membership, experience: Experience, use: Use | None) -> Candidate:
    # A no is not told: it looks like a question that waits.
    stands = use is not None and use.choice == Answer.YES
    return Candidate(as_read(member, experience), stands, use is not None and not stands)


def _said(member: Membership, message: Message) -> Said:
    url = routes.to(
        "conversations:message",
        group_slug=member.group.slug,
        public_id=message.conversation.public_id,
        message_id=message.public_id,
    )
    return Said(name_of(message), text.first_words(text.to_plain(message.html), 200), url)
