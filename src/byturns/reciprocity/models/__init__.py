"""What is asked for, and who gives it. Import from here."""

from byturns.reciprocity.models.asks import Ask
from byturns.reciprocity.models.hands import Hand, Thanks
from byturns.reciprocity.models.pace import Asked, Willing
from byturns.reciprocity.models.trust import Careful, TrustRule, Vouch

__all__ = ["Ask", "Asked", "Careful", "Hand", "Thanks", "TrustRule", "Vouch", "Willing"]
