"""Groups and who is in them. One file a subject; import from here."""

from byturns.groups.models.agreement import Agreement, AgreementYes, HealthConsent
from byturns.groups.models.circles import Circle, CircleMember
from byturns.groups.models.distance import Distance
from byturns.groups.models.door import (
    Application,
    ApplicationMessage,
    Invitation,
    JoinQuestion,
    JoinReason,
    NotWhileIAmHere,
    SetupLink,
)
from byturns.groups.models.group import Group
from byturns.groups.models.membership import Membership
from byturns.groups.models.profile import ContactDetail, ContactLook, ProfileLine
from byturns.groups.models.rota import Duty, Offered
from byturns.groups.models.stewarding import Recovery, StewardOffer, TypingGrant

__all__ = [
    "Agreement",
    "AgreementYes",
    "Application",
    "ApplicationMessage",
    "Circle",
    "CircleMember",
    "ContactDetail",
    "ContactLook",
    "Distance",
    "Duty",
    "Group",
    "HealthConsent",
    "Invitation",
    "JoinQuestion",
    "JoinReason",
    "Membership",
    "NotWhileIAmHere",
    "Offered",
    "ProfileLine",
    "Recovery",
    "SetupLink",
    "StewardOffer",
    "TypingGrant",
]
