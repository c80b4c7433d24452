"""What is kept, and what its tellers said yes to. Import from here."""

from byturns.knowledge.models.experience import Experience, Subject
from byturns.knowledge.models.use import Use

__all__ = ["Experience", "Subject", "Use"]
