"""What is asked for, and who gives it. Import from here."""

from byturns.reciprocity.models.asks import Ask
from byturns.reciprocity.models.hands import Hand, Thanks

__all__ = ["Ask", "Hand", "Thanks"]
