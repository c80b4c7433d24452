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


@fact
@dataclass(frozen=True, kw_only=True)
class AddressConfirmed(Event):
    """A member writes from another mailbox too. Nobody is told, and which one stands nowhere."""

    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class AddressTakenAway(Event):
    """A member no longer writes from another mailbox."""

    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MailLedToMember(Event):
    """A steward thought that a held mail is a member’s: she alone is asked."""

    inbound_id: int
    membership_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class BegunByMail(Event):
    """A conversation began with a mail. `how` its kind was found: named, guessed or unsaid."""

    conversation_id: int
    message_id: int
    how: str
