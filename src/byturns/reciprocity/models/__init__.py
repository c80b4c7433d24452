"""What is asked for, and who gives it. Import from here."""

from byturns.reciprocity.models.asks import Ask
from byturns.reciprocity.models.hands import Hand, Thanks
from byturns.reciprocity.models.pace import Asked, Willing

__all__ = ["Ask", "Asked", "Hand", "Thanks", "Willing"]
