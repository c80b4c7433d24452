"""What is kept so that the group stays safe. Import from here."""

from byturns.safety.models.acts import Act
from byturns.safety.models.local import Choices, LocalNumber
from byturns.safety.models.reports import Hearer, Report, ReportNote, Snapshot

__all__ = ["Act", "Choices", "Hearer", "LocalNumber", "Report", "ReportNote", "Snapshot"]
