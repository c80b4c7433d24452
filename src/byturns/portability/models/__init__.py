"""What is on its way in. Import from here."""

from byturns.portability.models.batch import Batch, Line, WasThere
from byturns.portability.models.claims import Claim, GoneLine, OwnerLink
from byturns.portability.models.staged import StagedMember, StagedMessage, StagedName

__all__ = [
    "Batch",
    "Claim",
    "GoneLine",
    "Line",
    "OwnerLink",
    "StagedMember",
    "StagedMessage",
    "StagedName",
    "WasThere",
]
