"""What members do with what they know. Each: require, change, emit. Call from here."""

from byturns.knowledge.actions.asking import answer_no, answer_yes, ask_leave
from byturns.knowledge.actions.keeping import change, keep, say_still_right
from byturns.knowledge.actions.leaving import settle_experiences_of_leaver
from byturns.knowledge.actions.paging import (
    ChangedMeanwhile,
    ask_for_page,
    look_together,
    rewrite_line,
    say_yes_to_page,
    start_page,
    take_line_out,
    write_line,
)
from byturns.knowledge.actions.taking_back import take_back, wipe

__all__ = [
    "ChangedMeanwhile",
    "answer_no",
    "answer_yes",
    "ask_for_page",
    "ask_leave",
    "change",
    "keep",
    "look_together",
    "rewrite_line",
    "say_still_right",
    "say_yes_to_page",
    "settle_experiences_of_leaver",
    "start_page",
    "take_back",
    "take_line_out",
    "wipe",
    "write_line",
]
