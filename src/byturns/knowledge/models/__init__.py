"""What is kept, and what its tellers said yes to. Import from here."""

from byturns.knowledge.models.experience import Experience, Subject
from byturns.knowledge.models.page import TELLERS, Line, LineVersion, Page, RestsOn
from byturns.knowledge.models.use import Use

__all__ = ["TELLERS", "Experience", "Line", "LineVersion", "Page", "RestsOn", "Subject", "Use"]
