"""Whom to ask, in what order, how many at once, and why: pure, without a database or a clock.

Hard limits (`limits`) are never broken: her pace, her break, her hours, quiet hours, blocks either way,
the circle, guests, what she was asked before. Inside them the aims hold in this order, by the group's
weights: each ask is met in its time; load spreads by what each can carry; experience fits; who has
mostly received may give something small; the same pairs do not close in on themselves.

All times are aware and in the group's own time zone. The same facts with the same seed give the same answer.
"""

from byturns.reciprocity.matching.choosing import suggest
from byturns.reciprocity.matching.facts import (
    ALWAYS,
    NEVER,
    NOT_NOW,
    Ask,
    Asking,
    Because,
    Candidate,
    Help,
    Outlook,
    Pace,
    Reason,
    Suggestion,
    Urgency,
    Week,
    Weights,
)
from byturns.reciprocity.matching.limits import Limit, limit
from byturns.reciprocity.matching.rota import Plan, plan_day

__all__ = [
    "ALWAYS",
    "NEVER",
    "NOT_NOW",
    "Ask",
    "Asking",
    "Because",
    "Candidate",
    "Help",
    "Limit",
    "Outlook",
    "Pace",
    "Plan",
    "Reason",
    "Suggestion",
    "Urgency",
    "Week",
    "Weights",
    "limit",
    "plan_day",
    "suggest",
]
