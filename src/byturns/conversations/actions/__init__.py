"""What members do in conversations. Each: require, change, emit. One file a verb; call from here."""

from byturns.conversations.actions.acknowledging import acknowledge
from byturns.conversations.actions.changing import change_conversation, say_no_answer_needed
from byturns.conversations.actions.drafting import drop_draft, keep_draft
from byturns.conversations.actions.editing import edit_message, forget_older_texts
from byturns.conversations.actions.following import follow
from byturns.conversations.actions.hiding import (
    close_conversation,
    hide_conversation,
    hide_message,
    reopen_conversation,
    show_conversation,
    show_message,
)
from byturns.conversations.actions.leaving import settle_words_of_leaver
from byturns.conversations.actions.opening import open_conversation
from byturns.conversations.actions.reading import move_read_point
from byturns.conversations.actions.replying import reply
from byturns.conversations.actions.taking_down import put_back, take_down, wipe_taken_down
from byturns.conversations.actions.unnamed import look_behind
from byturns.conversations.actions.visiting import let_guest_read, object_to_visit, propose_visit, stop_visit

__all__ = [
    "acknowledge",
    "change_conversation",
    "close_conversation",
    "drop_draft",
    "edit_message",
    "follow",
    "forget_older_texts",
    "hide_conversation",
    "hide_message",
    "keep_draft",
    "let_guest_read",
    "look_behind",
    "move_read_point",
    "object_to_visit",
    "open_conversation",
    "propose_visit",
    "put_back",
    "reopen_conversation",
    "reply",
    "say_no_answer_needed",
    "settle_words_of_leaver",
    "show_conversation",
    "show_message",
    "stop_visit",
    "take_down",
    "wipe_taken_down",
]
