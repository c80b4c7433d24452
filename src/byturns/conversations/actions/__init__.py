"""What members do in conversations. Each: require, change, emit. One file a verb; call from here."""

from byturns.conversations.actions.acknowledging import acknowledge
from byturns.conversations.actions.bringing_in import (
    bring_in,
    give_said,
    hide_said,
    history_is_in,
    name_them,
    rename_said,
    settle_presence,
    take_down_said,
    take_history_back,
    widen_said,
)
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
from byturns.conversations.actions.wrapping_up import answer_after, ask_after

__all__ = [
    "acknowledge",
    "answer_after",
    "ask_after",
    "bring_in",
    "change_conversation",
    "close_conversation",
    "drop_draft",
    "edit_message",
    "follow",
    "forget_older_texts",
    "give_said",
    "hide_conversation",
    "hide_message",
    "hide_said",
    "history_is_in",
    "keep_draft",
    "let_guest_read",
    "look_behind",
    "move_read_point",
    "name_them",
    "object_to_visit",
    "open_conversation",
    "propose_visit",
    "put_back",
    "rename_said",
    "reopen_conversation",
    "reply",
    "say_no_answer_needed",
    "settle_presence",
    "settle_words_of_leaver",
    "show_conversation",
    "show_message",
    "stop_visit",
    "take_down",
    "take_down_said",
    "take_history_back",
    "widen_said",
    "wipe_taken_down",
]
