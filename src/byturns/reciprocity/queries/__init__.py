"""What is asked for, and what one member has to do with it."""

from byturns.reciprocity.queries.asks import Row, asked_now, opened_by, why
from byturns.reciprocity.queries.mine import AtHome, Mine, at_home, mine, willing
from byturns.reciprocity.queries.reaching import Pair, pairs

__all__ = [
    "AtHome",
    "Mine",
    "Pair",
    "Row",
    "asked_now",
    "at_home",
    "mine",
    "opened_by",
    "pairs",
    "why",
    "willing",
]
