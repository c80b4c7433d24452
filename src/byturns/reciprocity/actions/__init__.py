"""What members do when they ask and help. Each: require, change, emit. One file a verb; call from here."""

from byturns.reciprocity.actions.asking import ask, change
from byturns.reciprocity.actions.asking_around import ask_around, decline, pass_on
from byturns.reciprocity.actions.ending import end, end_past, say_done, thank
from byturns.reciprocity.actions.keeping import keep_apart, settle_leaver
from byturns.reciprocity.actions.offering import agree, offer, take_back
from byturns.reciprocity.actions.pacing import choose_pace
from byturns.reciprocity.actions.proposing import answer_proposal, propose
from byturns.reciprocity.actions.reaching import close_pair, pass_details, write_first
from byturns.reciprocity.actions.trusting import read_first, set_trust, vouch

__all__ = [
    "agree",
    "answer_proposal",
    "ask",
    "ask_around",
    "change",
    "choose_pace",
    "close_pair",
    "decline",
    "end",
    "end_past",
    "keep_apart",
    "offer",
    "pass_details",
    "pass_on",
    "propose",
    "read_first",
    "say_done",
    "set_trust",
    "settle_leaver",
    "take_back",
    "thank",
    "vouch",
    "write_first",
]
