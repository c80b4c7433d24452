"""What members do with what they know. Each: require, change, emit. Call from here."""

from byturns.knowledge.actions.asking import answer_no, answer_yes, ask_leave
from byturns.knowledge.actions.keeping import change, keep, say_still_right
from byturns.knowledge.actions.leaving import settle_experiences_of_leaver
from byturns.knowledge.actions.taking_back import take_back, wipe

__all__ = [
    "answer_no",
    "answer_yes",
    "ask_leave",
    "change",
    "keep",
    "say_still_right",
    "settle_experiences_of_leaver",
    "take_back",
    "wipe",
]
