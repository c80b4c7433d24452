"""Facts about people and their way in. A mailbox is of no group, so neither are these."""

from __future__ import annotations

from dataclasses import dataclass

from byturns.core.events import NO_GROUP, Event, fact


@fact
@dataclass(frozen=True, kw_only=True)
class MailboxChanged(Event):
    """A person signs in with another address from now on: what the old one was given is hers no more."""

    person_id: int
    group_id: int = NO_GROUP


@fact
@dataclass(frozen=True, kw_only=True)
class MailTakenUp(Event):
    """Mail goes to a mailbox again that it came back from. `within` still finds since when it did not."""

    account_id: int
    group_id: int = NO_GROUP
