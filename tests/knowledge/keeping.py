"""Ways to set a scene with kept words."""

from __future__ import annotations

from typing import Any

from byturns.conversations.models import Message
from byturns.groups.models import Membership
from byturns.groups.scoping import in_group
from byturns.knowledge import actions
from byturns.knowledge.models import Experience, Use

WORDS = "Radio on and the door half shut"


def told(by: Membership, words: str = WORDS, *, message: Message | None = None, **said: Any) -> Experience:
    """An experience that `by` has kept, with her yes."""
    with in_group(by.group_id):
        return actions.keep(member=by, said={"words": words, **said}, message=message)


def use_of(experience: Experience) -> Use:
    """The row of the ledger for the group."""
    with in_group(experience.group_id):
        return Use.objects.get(experience=experience, scope="group")
