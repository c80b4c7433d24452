"""Facts about mail. Ids and reasons, never words or addresses."""

from __future__ import annotations

from dataclasses import dataclass

from byturns.core.events import Event, fact


@fact
@dataclass(frozen=True, kw_only=True)
class MailHeld(Event):
    """A mail for the group was held, or its writer asked. `how` is the reason (mail.kinds.Why)."""

    inbound_id: int
    how: str
