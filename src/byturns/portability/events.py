"""Facts about what is brought in. Ids only, never words, names or addresses."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from byturns.core.events import Event, fact


@dataclass(frozen=True, kw_only=True)
class OfBatch(Event):
    """Something about one file that was brought."""

    batch_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class FileBrought(OfBatch):
    """A file is being read. `by_id` is None for the host, by the command line."""


@fact
@dataclass(frozen=True, kw_only=True)
class FileFromHost(OfBatch):
    """Whoever runs the server brought a file; the stewards are told."""

    log_line = _("A file with words from before was put on the server, for the stewards to decide about")


@fact
@dataclass(frozen=True, kw_only=True)
class FileRead(OfBatch):
    pass


@fact
@dataclass(frozen=True, kw_only=True)
class HistoryDecided(OfBatch):
    log_line = _("A steward has decided to bring in words from an old group. People have 14 days to object")


@fact
@dataclass(frozen=True, kw_only=True)
class HistoryWithdrawn(OfBatch):
    log_line = _("A steward has stopped bringing in words from an old group")


@fact
@dataclass(frozen=True, kw_only=True)
class MembersListUsed(OfBatch):
    log_line = _("A steward has brought in a list of members")


@dataclass(frozen=True, kw_only=True)
class OfName(Event):
    """Something about one name in a file."""

    name_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class NotMine(OfName):
    """Somebody said that the words under a name are not hers."""


@fact
@dataclass(frozen=True, kw_only=True)
class NameClaimed(OfName):
    """It is settled that a name is hers."""


@fact
@dataclass(frozen=True, kw_only=True)
class OwnWordsChanged(OfName):
    """Their writer hid, showed or took down words that were brought in. `how` says which."""

    how: str


@dataclass(frozen=True, kw_only=True)
class OfClaim(Event):
    """Something about a claim."""

    claim_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ClaimMade(OfClaim):
    pass


@fact
@dataclass(frozen=True, kw_only=True)
class ClaimAnswered(OfClaim):
    """A steward, or another who was there, said yes or no."""

    choice: str
